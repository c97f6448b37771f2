"""What is said of links before words go on their way: most of it is a remark, what can never work is refused."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ots_portal.links.finding import addresses_in, names_file
from ots_portal.links.kinds import Kind, kind_of
from ots_portal.links.models import Address, Problem, Result
from ots_portal.links.targets import problem_of
from ots_portal.publishing.parts import field_at

NOWHERE = {Problem.NO_RECORD, Problem.NO_FILE}  # nobody can publish these later, as records can be


def remarks(desk, languages, together=()):
    """What is worth a second look in the pending words of these languages, {path: sentences}."""
    found = defaultdict(list)
    for path, address, problem in problems_in(desk, languages, together):
        if not is_refused(desk, address, problem):
            found[path].append(about(address, problem.label))
    for path, address, sentence in others_in(desk, languages):
        found[path].append(about(address, sentence))
    return found


def refuse_nowhere(desk, languages):
    """ValidationError for links to records and files that do not exist."""
    errors = defaultdict(list)
    for path, address, problem in problems_in(desk, languages, ()):
        if is_refused(desk, address, problem):
            errors[path].append(about(address, problem.label))
    if errors:
        raise ValidationError(dict(errors))


def is_refused(desk, address, problem):
    """An old mistake hinders nobody: not who corrects the words around it, nor who translates them."""
    return problem in NOWHERE and address not in {each for _path, each in addresses_in(desk.model, desk.live)}


def about(address, sentence):
    return _("The link “%(address)s”: %(problem)s.") % {"address": address, "problem": sentence}


def pending_addresses(desk, languages):
    pending = desk.own(languages)
    return {pair for pair in addresses_in(desk.model, desk.working) if pair[0] in pending}


def problems_in(desk, languages, together):
    """(path, address, problem) of links within the portal."""
    for path, address in sorted(pending_addresses(desk, languages)):
        if kind_of(address) == Kind.OURS:
            problem = problem_of(address, together=[desk.record, *together])
            is_own_file = problem == Problem.NOT_OFFERED and names_file(field_at(desk.model, path))
            if problem and not is_own_file:
                yield path, address, Problem(problem)


def others_in(desk, languages):
    """(path, address, sentence) of links that lead elsewhere, as far as it is known without asking."""
    pairs = sorted(pending_addresses(desk, languages))
    known = {
        each.url: each for each in Address.objects.filter(url__in={address for _path, address in pairs}, host__gt="")
    }
    for path, address in pairs:
        if sentence := sentence_about(kind_of(address), known.get(address)):
            yield path, address, sentence


def sentence_about(kind, known):
    if kind == Kind.PREVIOUS:
        return _("it is an address of the previous site; lead to the record that took over")
    if kind == Kind.SHORT:
        return _("it is shortened; write the address it leads to, so that readers see where they go")
    if known and known.result == Result.BROKEN and not known.fine_because:
        return _("it has not worked since %(day)s") % {"day": known.since_in_words}
    if known and known.result == Result.MOVED and not known.fine_because:
        return _("it has moved for good to %(address)s") % {"address": known.moved_to}
    return ""
