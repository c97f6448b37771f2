"""Where an address of our own leads, as readers find it."""

from urllib.parse import unquote

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override

from ots_portal.languages import FIRST_LANGUAGE
from ots_portal.library.models import File
from ots_portal.library.storage import FilesAway
from ots_portal.library.views import is_offered
from ots_portal.links.models import Problem
from ots_portal.publishing.mergers import standing_for
from ots_portal.publishing.old_addresses import record_once_at
from ots_portal.publishing.publishable import State
from ots_portal.publishing.record_types import publishable_models
from ots_portal.publishing.serving import named_in_any_language, rank

CITATIONS = {"citation", "citation_in"}
PAGE = "_detail"


def problem_of(address, *, together=()):
    """What stands against an address of ours; `together`: records that will be published with what leads there."""
    path = unquote(address.partition("?")[0])
    if "\0" in path:  # which no database takes
        return Problem.NO_PAGE
    with override(get_language_from_path(path) or FIRST_LANGUAGE):
        if path.startswith(settings.STATIC_URL):
            return Problem.NONE
        match = match_of(path)
        if match is None:
            return Problem.NO_PAGE
        if match.url_name == "library_file":
            return problem_of_file(match.kwargs["pk"])
        return problem_of_page(match, path, together)


def match_of(path):
    """The view behind a path; as browsers are led, also with the slash that is missing."""
    for each in (path, f"{path}/"):
        try:
            return resolve(each)
        except Resolver404:
            continue
    return None


def problem_of_page(match, path, together):
    if match.url_name in CITATIONS:
        model = page_models().get(match.kwargs["kind"])
        if model is None:  # parts have citations, too, of which only their view knows
            return problem_of_answer(match, path)
        return problem_of_record(model.objects.filter(reference=match.kwargs["reference"]).first(), together)
    model = page_models().get((match.url_name or "").removesuffix(PAGE))
    if model is None or not match.url_name.endswith(PAGE):
        return Problem.NONE
    return problem_of_record(record_at(model, match.kwargs.get("slug")), together, nothing=Problem.NO_PAGE)


def page_models():
    return {model._meta.model_name: model for model in publishable_models() if model.has_page}


def record_at(model, slug):
    if slug is None:
        return model.objects.first()
    records = model.objects.filter(named_in_any_language(slug))
    return min(records, key=lambda each: rank(each, slug), default=None) or record_once_at(model, slug)


def problem_of_record(record, together, nothing=Problem.NO_RECORD):
    if record is None:
        return nothing
    if record in together or record.is_readable:
        return Problem.NONE
    if record.state_in(FIRST_LANGUAGE) != State.WITHDRAWN:
        return Problem.UNPUBLISHED
    other = standing_for(record)
    return Problem.NONE if other and other.is_readable else Problem.WITHDRAWN


def problem_of_answer(match, path):
    request = HttpRequest()
    request.method, request.path = "GET", path
    try:
        match.func(request, *match.args, **match.kwargs)
    except Http404:
        return Problem.NO_PAGE
    return Problem.NONE


def problem_of_file(key):
    file = File.objects.filter(pk=key).first()
    if file is None:
        return Problem.NO_FILE
    if not is_there(file.content):
        return Problem.LOST_FILE
    return Problem.NONE if is_offered(file) else Problem.NOT_OFFERED


def is_there(content):
    """Whether the bytes are stored, as far as it can be told now."""
    try:
        return content.storage.exists(content.name)
    except FilesAway:
        return True
