"""What the next meeting of a series will probably be: its ordinal, reference and titles; the editor decides."""

from meetings.models import Meeting
from ots_portal.labels import ordinal_in_figures

Kind = Meeting.Kind
COUNTED = {Kind.REGULAR, Kind.EXTRAORDINARY}

ORDINALS_TR = ["Birinci", "İkinci", "Üçüncü", "Dördüncü", "Beşinci", "Altıncı", "Yedinci", "Sekizinci", "Dokuzuncu"]
ORDINALS_TR += ["Onuncu", *(f"On {word}" for word in ORDINALS_TR), "Yirminci"]
ORDINALS_EN = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"]
ORDINALS_EN += ["Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth"]
ORDINALS_EN += ["Eighteenth", "Nineteenth", "Twentieth"]
KINDS_TR = {Kind.EXTRAORDINARY: "Olağanüstü", Kind.INFORMAL: "Gayriresmi"}
KINDS_EN = {Kind.EXTRAORDINARY: "Extraordinary", Kind.INFORMAL: "Informal"}

# Series named after what takes place; the others are named after who meets.
GATHERINGS_TR = {"Toplantısı", "Zirvesi"}
EVENTS_TR = {"Forumu", "Konferansı", "Çalıştayı", "Programı", "İstişareleri"}
GATHERINGS_EN = {"Meeting", "Summit"}
EVENTS_EN = {"Forum", "Conference", "Workshop", "Program", "Programme", "Consultations"}


def proposal(series, kind):
    """Values for the form of the next meeting of this kind; empty where nothing certain can be said."""
    ordinal = next_ordinal(series, kind)
    if ordinal is None:
        return {"ordinal": None, "reference": "", "title_tr": "", "title_en": ""}
    return {
        "ordinal": ordinal,
        "reference": free_reference(Meeting(series=series, kind=kind, ordinal=ordinal)),
        "title_tr": turkish_title(series.abbreviation_tr or series.name_tr or "", kind, ordinal),
        "title_en": english_title(series.abbreviation_en or series.name_en or "", kind, ordinal),
    }


def next_ordinal(series, kind):
    """The next ordinal; None where earlier meetings are known to exist but not how many."""
    ordinals = list(series.meetings.filter(kind=kind).values_list("ordinal", flat=True))
    if any(ordinals):
        return series.next_ordinal(kind)
    is_first = not ordinals and kind in COUNTED and not series.count_claims.exists() and not series.is_external
    return 1 if is_first else None


def free_reference(meeting):
    """The meeting's proposed reference, numbered on if another one has it."""
    wanted = meeting.proposed_reference()
    taken = set(Meeting.objects.filter(reference__startswith=wanted).values_list("reference", flat=True))
    candidates = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in candidates if each not in taken)


def turkish_title(name, kind, ordinal):
    """“DBK Beşinci Olağanüstü Toplantısı”, “Sağlık Bakanları İkinci Toplantısı”, “Üçüncü Diaspora Forumu”."""
    head, _space, last = name.rpartition(" ")
    middle = joined(ordinal_in_turkish(ordinal), KINDS_TR.get(kind))
    if last in EVENTS_TR:
        return joined(middle, name)
    if head and last in GATHERINGS_TR:
        return joined(head, middle, last)
    return joined(name, middle, "Toplantısı") if name else ""


def english_title(name, kind, ordinal):
    """“Fifth Extraordinary Meeting of the CFM”, “Second Meeting of the Ministers of Health”, “Third Diaspora Forum”."""
    first, _space, _rest = name.partition(" ")
    _head, _space, last = name.rpartition(" ")
    beginning = joined(ordinal_in_english(ordinal), KINDS_EN.get(kind))
    if first in GATHERINGS_EN or last in EVENTS_EN | GATHERINGS_EN:
        return joined(beginning, name)
    return joined(beginning, "Meeting of the", name) if name else ""


def ordinal_in_turkish(number):
    return ORDINALS_TR[number - 1] if number <= len(ORDINALS_TR) else ordinal_in_figures(number, "tr")


def ordinal_in_english(number):
    return ORDINALS_EN[number - 1] if number <= len(ORDINALS_EN) else ordinal_in_figures(number, "en")


def joined(*words):
    return " ".join(word for word in words if word)
