"""Signing in, and Django's own permissions as the table of roles gives them."""

from allauth.account.auth_backends import AuthenticationBackend
from django.apps import apps

from ots_portal.accounts.roles import SHARED, Act, may

VERBS = {
    "view": (Act.VIEW, None),
    "add": (Act.ADD, SHARED),
    "change": (Act.WRITE, None),
    "delete": (Act.DISCARD, SHARED),
}


class RoleBackend(AuthenticationBackend):
    """Rows of Django's permissions and groups count for nothing; roles alone decide."""

    def has_perm(self, user_obj, perm, obj=None):
        app_label, _dot, codename = perm.partition(".")
        verb, _line, model_name = codename.partition("_")
        model = apps.all_models.get(app_label, {}).get(model_name)
        return bool(model and verb in VERBS) and may_by_verb(user_obj, verb, obj or model)

    def has_module_perms(self, user_obj, app_label):
        return any(may(user_obj, Act.VIEW, model) for model in apps.all_models.get(app_label, {}).values())

    def get_all_permissions(self, user_obj, obj=None):
        return {
            f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
            for model in ([type(obj)] if obj else apps.get_models())
            for verb in VERBS
            if may_by_verb(user_obj, verb, obj or model)
        }

    def get_user_permissions(self, user_obj, obj=None):
        return self.get_all_permissions(user_obj, obj)

    def get_group_permissions(self, user_obj, obj=None):
        return set()


def may_by_verb(user, verb, subject):
    """Parts are added and deleted by writing what all languages of their record share."""
    act, lane = VERBS[verb]
    is_part = bool(getattr(subject, "parent_field", ""))
    return may(user, Act.WRITE if is_part and lane else act, subject, lane)
