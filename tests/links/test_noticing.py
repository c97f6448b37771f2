"""What is said of links when words go on their way: most is a remark, what can never work is refused."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext

from ots_portal.library.models import File
from ots_portal.links.models import Address, Problem, Result
from ots_portal.publishing import workflow
from ots_portal.publishing.bundles import bundle_of
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.remarks import remarks
from tests.admin_pages import admin_address
from tests.factories import make_admin, make_area, make_document, make_user
from tests.publishing.drafting_acts import draft, refused

pytestmark = pytest.mark.django_db

GONE = "/r/area/nothing/"


def text(*addresses):
    return "".join(f'<p><a href="{each}">x</a></p>' for each in addresses)


def remarked(record, *languages, together=()):
    return [str(each) for each in remarks(Desk(record), languages or ["tr"], together=together)]


def about(address, problem):
    return gettext("The link “%(address)s”: %(problem)s.") % {"address": address, "problem": problem}


def linking(*addresses, **values):
    area = make_area(**values)
    draft(area, {"body_tr": text(*addresses)})
    return area


# ---- Refused -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "problem"),
    [(GONE, Problem.NO_RECORD), (f"/files/{uuid.UUID(int=1)}/x.pdf", Problem.NO_FILE)],
)
def test_what_does_not_exist_is_no_target(address, problem):
    area, user = linking(address), make_user(role="editor")

    acts = [
        refused(workflow.publish, area, ["tr"], user),
        refused(workflow.submit, area, "tr", user),
        refused(workflow.schedule, area, ["tr"], timezone.now() + timedelta(1), user),
    ]

    assert [error.message_dict for error in acts] == [{"body_tr": [about(address, problem.label)]}] * 3


def test_what_stands_there_already_hinders_no_other_change():
    area = make_area(body_tr=text(GONE))
    draft(area, {"lead_tr": "Yeni"})

    workflow.publish(area, ["tr"], make_user(role="editor"))

    assert type(area).objects.get(pk=area.pk).lead_tr == "Yeni"


def test_who_corrects_or_translates_the_words_around_an_old_mistake_is_only_told():
    area = make_area(body_tr=text(GONE))
    draft(area, {"body_tr": text(GONE) + "<p>Yeni</p>", "body_en": text(GONE)})
    told = remarked(area, "tr", "en")

    workflow.publish(area, ["tr", "en"], make_user(role="editor"))

    assert [GONE in line for line in told] == [True, True]
    assert GONE in type(area).objects.get(pk=area.pk).body_en


def test_only_the_languages_that_go_live_are_looked_at():
    area = make_area()
    draft(area, {"body_en": text(GONE), "lead_tr": "Yeni"})

    workflow.publish(area, ["tr"], None)

    assert list(refused(workflow.publish, area, ["en"], None).message_dict) == ["body_en"]


def test_the_form_says_it_with_the_way_to_the_field(client):
    area = linking(GONE)
    client.force_login(make_admin())

    page = client.post(admin_address(area, "change").replace("change", "act"), {"_act": "publish:tr"}, follow=True)

    html = page.content.decode()
    assert '<a href="#id_body_tr">' in html
    assert escape(about(GONE, Problem.NO_RECORD.label)) in html
    assert not type(area).objects.get(pk=area.pk).body_tr


# ---- Remarked ------------------------------------------------------------------------------------------------
def test_records_that_readers_cannot_see_are_remarked():
    make_area(reference="drafted", languages=())
    workflow.withdraw(make_area(reference="withdrawn"), "tr", None, "Kaldırıldı.")
    make_area(reference="live")
    area = linking("/r/area/drafted/", "/r/area/withdrawn/", "/r/area/live/", "/tr/yok/")

    found = remarked(area)

    assert len(found) == 3
    assert [gettext(problem) in line for problem, line in zip(PROBLEMS, found, strict=True)] == [True] * 3


PROBLEMS = [
    "it leads to a record that is not published",
    "it leads to a record that is withdrawn",
    "the portal has no such page",
]


def test_a_record_may_lead_to_itself():
    assert remarked(linking("/r/area/self/", reference="self", languages=())) == []


def test_two_records_that_lead_to_each_other_are_published_together_without_a_word():
    user = make_user(role="editor")
    first = linking("/r/area/second/", reference="first", languages=())
    second = linking("/r/area/first/", reference="second", languages=())

    items = bundle_of([first, second], user)
    workflow.publish_together([(first, ["tr"]), (second, ["tr"])], user)

    assert len(remarked(first)) == 0
    assert [lane.remarks for item in items for lane in item.lanes] == [[], [], [], []]
    assert set(Address.objects.values_list("result", flat=True)) == {Result.WORKS}


def test_a_bundle_says_what_is_worth_a_second_look(client):
    make_area(reference="drafted", languages=())
    area = linking("/r/area/drafted/", "https://bit.ly/x")
    client.force_login(make_admin())

    html = client.get(
        "/tr/yonetim/publishing/draft/together/", {"record": f"cooperation.area-{area.pk}"}
    ).content.decode()

    assert "/r/area/drafted/" in html.partition("bundle-remarks")[2]
    assert "https://bit.ly/x" in html.partition("bundle-remarks")[2]


@pytest.mark.parametrize("address", ["https://bit.ly/2zKsOoe", "/isbirligi-alanlari/egitim_4"])
def test_shorteners_and_the_previous_site_are_remarked(address):
    [found] = remarked(linking(address))

    assert address in found


def test_an_address_is_remarked_also_in_a_link_of_its_own():
    area, row = make_area(), f"links/{uuid.UUID(int=1)}"
    draft(area, {row: True, f"{row}/label_tr": "Video", f"{row}/address": "https://bit.ly/x", f"{row}/kind": "video"})

    [found] = remarked(area)

    assert "https://bit.ly/x" in found


def test_what_is_known_of_other_sites_is_remarked():
    urls = {f"https://example.org/{result.value}": result for result in Result}
    for url, result in urls.items():
        Address.objects.create(url=url, host="example.org", result=result, moved_to="https://example.org/new")
    Address.objects.filter(result=Result.MOVED).update(url="https://example.org/moved")

    found = remarked(linking(*urls))

    assert [url for url in urls if any(f"“{url}”" in line for line in found)] == [
        "https://example.org/broken",
        "https://example.org/moved",
    ]


# ---- Files ---------------------------------------------------------------------------------------------------
def make_file():
    return File.objects.create(content=ContentFile(b"%PDF-1.4\n%%EOF\n", name="metin.pdf"))


def test_a_document_whose_file_is_missing_on_the_disk_is_remarked():
    document, row, file = make_document(), f"files/{uuid.UUID(int=1)}", make_file()
    draft(document, {row: True, f"{row}/language": "tr", f"{row}/file": str(file.pk)})
    there = remarked(document)

    file.content.storage.delete(file.content.name)

    assert there == []
    [found] = remarked(document)
    assert str(Problem.LOST_FILE.label) in found
