"""What is exported comes back as it was, and what is translated in between comes in letter by letter."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from ots_portal import richtext
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafts import Draft
from ots_portal.publishing.record_types import publishable_models
from ots_portal.translating.models import Task
from ots_portal.translating.sheets import sheets_of
from ots_portal.translating.xliff.exchange import MOST_RECORDS, exchanged
from ots_portal.translating.xliff.writing import file_of
from tests.factories import make_admin, make_area
from tests.translating.xliff.files import IN_FILE, confirmed, exported, report, targets, uploaded

pytestmark = pytest.mark.django_db
VOWELS = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")


def all_tasks():
    tasks = Task.objects.there().filter(language="en").order_by("pk")
    return [list(tasks[start : start + MOST_RECORDS]) for start in (0, MOST_RECORDS)]


def all_texts():
    """Every translation of every record, as it is drafted or live."""
    texts = {}
    for model in publishable_models():
        sheets = sheets_of(model, list(model.objects.values_list("pk", flat=True)))
        for sheet, found in exchanged(sheets, "en").items():
            texts |= {(model, sheet.record.reference, each.key): sheet.working.get(each.path) for each in found}
    return texts


def pseudo(content):
    """Every target in other letters, as long as before."""
    root = etree.fromstring(content)
    for target in root.iterfind(".//x:target", IN_FILE):
        for each in target.iter():
            each.text = each.text and each.text.translate(VOWELS)
            each.tail = each.tail and each.tail.translate(VOWELS)
    return etree.tostring(root, encoding="UTF-8")


def in_other_letters(html):
    return html and re.sub(r"(<[^>]*>)|([^<]+)", lambda each: each[1] or other_words(each[2]), html)


def other_words(text):
    return re.sub(r"(&\w+;)|([^&]+|&)", lambda each: each[1] or each[2].translate(VOWELS), text)


@pytest.mark.usefixtures("starter_content")
def test_importing_the_export_of_all_starter_content_changes_nothing():
    user, before = make_admin(), all_texts()

    reports = [report(uploaded(file_of(tasks), user)) for tasks in all_tasks() if tasks]

    assert {str(line.verdict) for each in reports for line in each.lines} == {"unchanged"}
    assert sum(len(each.lines) for each in reports) == len(before) > 500


@pytest.mark.usefixtures("starter_content")
def test_all_starter_content_translated_comes_in_letter_by_letter_and_goes_out_the_same():
    user, before, files = make_admin(), all_texts(), []

    for tasks in all_tasks():
        if tasks:
            files.append((tasks, pseudo(file_of(tasks))))
            confirmed(uploaded(files[-1][1], user))

    assert all_texts() == {key: in_other_letters(text) for key, text in before.items()}
    assert [targets(file_of(tasks)) for tasks, _file in files] == [targets(file) for _tasks, file in files]
    assert Draft.objects.exists()


INLINE = ["strong", "em", "sup", "sub", 'a href="https://a.example/?x=1&amp;y=2"']
WORDS = st.text(st.sampled_from("aş İ&<>'\u00a0"), min_size=1, max_size=6)
MARKED = st.recursive(
    st.one_of(WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")), st.just("<br>")),
    lambda inner: st.tuples(st.sampled_from(INLINE), st.lists(inner, min_size=1, max_size=3)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0].split()[0]}>"
    ),
    max_leaves=10,
)
BLOCKS = st.lists(
    st.tuples(st.sampled_from(["p", "h2", "ul><li", "ol><li", "blockquote><p"]), MARKED).map(
        lambda pair: f"<{pair[0]}>{pair[1]}{''.join(f'</{name}>' for name in reversed(pair[0].split('><')))}"
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=BLOCKS, target=BLOCKS)
def test_rich_text_with_any_tags_within_tags_comes_back_as_it_was_and_translated(db, source, target):
    texts = {"body_tr": richtext.clean("".join(source)), "body_en": richtext.clean("".join(target))}
    if not all(texts.values()):
        return
    record, user = make_area(**texts), make_admin()
    content = exported(record)

    unchanged = {str(line.verdict) for line in report(uploaded(content, user)).lines}
    imported = uploaded(pseudo(content), user)
    if report(imported).changes:
        confirmed(imported)

    assert unchanged == {"unchanged"}
    assert Desk(record).working["body_en"] == in_other_letters(texts["body_en"])
    assert targets(exported(record)) == targets(pseudo(content))
