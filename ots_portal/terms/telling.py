"""What stands against a translation, in a sentence that says what to write."""

from django.utils.translation import gettext as _

from ots_portal.terms.checking import Fault


def told(violation):
    values = {"found": violation.found, "wanted": violation.wanted}
    return sentence_for(violation) % values


def sentence_for(violation):
    if violation.fault == Fault.CHANGED:
        return _("The source says “%(found)s”, which is not translated: write “%(wanted)s”.")
    if violation.fault == Fault.ABSENT:
        return _("The source says “%(found)s”: write “%(wanted)s”.")
    if violation.wanted:
        return _("Do not write “%(found)s” but “%(wanted)s”.")
    return _("Do not write “%(found)s”.")
