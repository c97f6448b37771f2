"""The types of record that are published per language, and those of them that a user may see."""

from django.apps import apps

from ots_portal.accounts.roles import Act, may
from ots_portal.publishing.publishable import Publishable


def publishable_models():
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


def models_by_label():
    return {model._meta.label_lower: model for model in publishable_models()}


def models_seen_by(user):
    return [model for model in publishable_models() if may(user, Act.VIEW, model)]
