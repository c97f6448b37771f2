"""A day at the portal for the pictures of the guide: three colleagues at work on the starter content."""

import uuid
from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.utils import timezone

from cooperation.models import Institution, Person
from meetings.models import Meeting, Participation
from ots_portal.links.models import Address, Problem, Result
from ots_portal.publishing import workflow
from ots_portal.publishing.comments import comment
from ots_portal.publishing.documents import dump
from ots_portal.publishing.drafting import discard, save_draft
from ots_portal.translating.models import Task
from tests.factories import make_admin, make_person, make_user

PASSWORD = "a long enough password"  # noqa: S105 - of a portal that vanishes
PEOPLE = {
    "aygul": {"first_name": "Aygül", "last_name": "Demir", "role": "editor"},
    "emre": {"first_name": "Emre", "last_name": "Kaya", "role": "reviewer"},
    "ayse": {"first_name": "Ayşe", "last_name": "Yılmaz", "role": "translator", "languages": ["en"]},
}
FAILED = {"result": Result.BROKEN, "problem": Problem.STATUS, "status": 404, "since": date(2026, 11, 18)}
MOVED = {"result": Result.MOVED, "moved_to": "https://academy.example.org/en/", "since": date(2026, 11, 21)}
WEBSITES = {
    "turksoy": ("https://www.example.org/turksoy", FAILED),
    "academy": ("https://www.example.org/academy", MOVED),
    "ada": ("https://university.example.org", {"result": Result.WORKS}),
}
ORDINALS = {"dia-1": ("1.", "Birinci"), "dia-2": ("2.", "İkinci")}


def make_scene():
    """People, drafts, publications, comments, things scheduled, a person entered twice; the keys of what was made."""
    people = {
        name: make_user(username=name, email=f"{name}@example.org", password=PASSWORD, **values)
        for name, values in PEOPLE.items()
    }
    people["admin"] = get_user_model().objects.filter(is_superuser=True).first() or make_admin(username="admin")
    publish_corrections(**people)
    draft_titles(**people)
    discuss(**people)
    leave_to_translate(**people)
    enter_a_person_twice()
    lead_elsewhere(**people)
    Meeting.objects.filter(reference="dia-2").update(owner=people["aygul"], review_on=date(2026, 11, 1))
    task = Task.objects.of(record(Meeting, "rc-8")).get(language="en")
    return keys_of(Meeting, Person) | {"task": task.pk, "bundle": bundle("dia-1", "dia-2", "dia-3")}


def keys_of(*models):
    return {row.reference: row.pk for model in models for row in model.objects.all()}


def bundle(*references):
    return urlencode([("record", f"meetings.meeting-{record(Meeting, each).pk}") for each in references])


def publish_corrections(aygul, emre, admin, **_others):
    """What the history of a meeting shows."""
    meeting = record(Meeting, "dia-3")
    draft(meeting, aygul, body_tr=meeting.body_tr.replace("kabul etti", "makamında kabul etti"))
    more = {"public_notes": {"tr": "Kabulün yeri eklendi."}}
    workflow.publish(record(Meeting, "dia-3"), ["tr"], aygul, "Bakanlığın yazısına göre", **more)
    meeting = record(Meeting, "dia-3")
    draft(meeting, admin, body_tr=meeting.body_tr.replace("makamında kabul etti", "kabul etti"))
    workflow.publish(record(Meeting, "dia-3"), ["tr"], emre, "Yazı başka bir toplantıyla ilgiliymiş")


def draft_titles(aygul, emre, ayse, **_others):
    meeting = record(Meeting, "dia-3")
    body = meeting.body_tr.replace("TRT Avaz ilk bölümü canlı yayımladı.", "İlk bölümünü TRT Avaz canlı yayımladı.")
    draft(meeting, aygul, title_tr=meeting.title_tr.replace("Başkanları Üçüncü", "Başkanlarının Üçüncü"), body_tr=body)
    draft(
        meeting, ayse, title_en="Third Meeting of Ministers and Heads of Institutions Responsible for Diaspora Affairs"
    )
    workflow.submit(record(Meeting, "dia-3"), "tr", aygul, "Başlık öteki toplantılarla aynı biçimde.")
    for reference, (old, new) in ORDINALS.items():
        draft(record(Meeting, reference), aygul, title_tr=record(Meeting, reference).title_tr.replace(old, new))
    summit = record(Meeting, "summit-8")
    draft(summit, aygul, title_tr="Sekizinci Zirve (İstanbul)")
    tomorrow = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    workflow.schedule(record(Meeting, "summit-8"), ["tr"], tomorrow, aygul)
    forum = record(Meeting, "diaforum-2")
    draft(forum, aygul, title_tr=f"{forum.title_tr} (2018)")
    workflow.submit(record(Meeting, "diaforum-2"), "tr", aygul)
    workflow.send_back(record(Meeting, "diaforum-2"), "tr", emre, "Yıl başlıkta gerekmez.")


def discuss(aygul, emre, ayse, **_others):
    meeting = record(Meeting, "dia-3")
    thread = comment(meeting, ayse, "“in charge of” mu, “responsible for” mu yazalım?", "title_en")
    comment(meeting, emre, "“Responsible for” yazalım; kurumun kendi çevirisi böyle.", thread=thread)
    comment(meeting, emre, "Resmî tutanakta adı nasıl geçiyor?", "title_tr")


def leave_to_translate(aygul, ayse, **_others):
    """A sentence that changed, a place and an outcome that lack; and who translates what until when."""
    meeting = record(Meeting, "rc-8")
    first, *rest = meeting.body_tr.split("</p>")
    body = "</p>".join([first.removesuffix(".") + " ve sonuçlar bir bildiride toplandı.", *rest])
    outcome = f"outcomes/{uuid.UUID(int=8)}"
    new = {outcome: True, f"{outcome}/kind": "decision", f"{outcome}/text_tr": "Çalışma grubu her yıl toplanacaktır."}
    draft(meeting, aygul, venue_tr="Enstitünün toplantı salonu", body_tr=body, **new)
    workflow.publish(record(Meeting, "rc-8"), ["tr"], aygul)
    Task.objects.of(meeting).update(translator=ayse, due_on=date(2026, 11, 27))


def enter_a_person_twice():
    first = Person.objects.get(reference="mevlut-cavusoglu")
    second = make_person(reference="m-cavusoglu", name="Mevlut Cavusoglu")
    row = Participation.objects.filter(person=first).first()
    if row:
        row.person = second
        row.save()


def lead_elsewhere(aygul, **_others):
    """Links of institutions to other sites, as some nights have found them."""
    for reference, (address, found) in WEBSITES.items():
        institution = record(Institution, reference)
        draft(institution, aygul, website=address, owner=aygul.pk)
        workflow.publish(institution, ["tr"], aygul)
        Address.objects.filter(url=address).update(checked_at=timezone.now(), **found)


def draft(meeting, user, **values):
    live = dump(meeting)
    save_draft(meeting, user, live, live | values)


def forget_draft(reference):
    discard(record(Meeting, reference), ["tr"], get_user_model().objects.get(username="aygul"))


def record(model, reference):
    return model.objects.get(reference=reference)
