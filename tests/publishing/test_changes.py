from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from ots_portal.publishing.changes import apply, diff, merge, own, pick, row_of, tidy

ROWS = ["outcomes/1", "outcomes/2", "links/3"]
FIELDS = [
    "title_tr",
    "title_en",
    "areas",
    *(f"{row}/{name}" for row in ROWS for name in ("text_tr", "text_en", "kind")),
]
values = st.sampled_from([None, "", "a", "b", 0, 1, [], [1], [1, 2]])
documents = st.builds(
    lambda rows, fields: tidy(dict.fromkeys(rows, True) | fields),
    st.sets(st.sampled_from(ROWS)),
    st.dictionaries(st.sampled_from(FIELDS), values),
)


def lane_of(path):
    name = path.rpartition("/")[2]
    return name[-2:] if name[-3:] in {"_tr", "_en"} else "shared"


def filled(document):
    return {path: value for path, value in document.items() if value is not None}


@given(documents, documents)
def test_a_difference_applied_gives_the_other_document(old, new):
    assert filled(apply(old, diff(old, new))) == filled(new)


@given(documents)
def test_a_document_does_not_differ_from_itself(document):
    assert diff(document, document) == {}


@given(documents, st.dictionaries(st.sampled_from(FIELDS[:3]), st.sampled_from(["new", "newer"]), max_size=3))
def test_changes_of_different_fields_are_all_kept_in_any_order(base, wanted):
    writers = {path: {**base, path: value} for path, value in wanted.items()}

    results = []
    for order in permutations(writers.values()):
        current, told = base, {}
        for mine in order:
            current, clashes = merge(base, mine, current)
            told |= clashes
        results.append((current, told))

    assert all(result == (tidy(base | wanted), {}) for result in results)


@given(documents, documents, documents)
def test_merging_loses_nothing_without_telling(base, mine, theirs):
    merged, clashes = merge(base, mine, theirs)

    by_me, by_them = diff(base, mine), diff(base, theirs)
    for path, (_was, wanted) in by_me.items():
        assert merged.get(path) == wanted or (wanted is None and path in clashes)
    for path, (_was, wanted) in by_them.items():
        came_back = wanted is None and {row_of(each) for each in clashes} & {path, row_of(path)}
        assert merged.get(path) == wanted or path in clashes or came_back


def test_the_same_field_changed_twice_is_told_with_both_texts():
    merged, clashes = merge({"body_tr": "bir"}, {"body_tr": "iki"}, {"body_tr": "üç"})

    assert (merged, clashes) == ({"body_tr": "iki"}, {"body_tr": ["üç", "iki"]})


def test_the_same_change_made_twice_is_no_clash():
    assert merge({"body_tr": "bir"}, {"body_tr": "iki"}, {"body_tr": "iki"}) == ({"body_tr": "iki"}, {})


def test_removing_a_row_that_another_has_edited_is_told():
    base = {"outcomes/1": True, "outcomes/1/text_en": "Second"}
    edited = base | {"outcomes/1/text_en": "Better"}

    _merged, clashes = merge(base, {}, edited)

    assert clashes == {"outcomes/1/text_en": ["Better", None]}


def test_editing_a_row_that_another_has_removed_is_told():
    base = {"outcomes/1": True, "outcomes/1/text_en": "Second"}
    edited = base | {"outcomes/1/text_en": "Better"}

    merged, clashes = merge(base, edited, {})

    assert (merged, clashes) == (edited, {"outcomes/1/text_en": [None, "Better"]})


def test_words_added_to_a_row_that_another_has_removed_are_told_on_both_sides():
    base = {"outcomes/1": True, "outcomes/1/text_tr": "Second"}
    edited = base | {"outcomes/1/text_en": "New"}

    assert merge(base, edited, {}) == (edited, {"outcomes/1/text_en": [None, "New"]})
    merged, clashes = merge(base, {}, edited)
    assert (filled(merged), clashes) == ({}, {"outcomes/1/text_en": ["New", None]})


@given(documents, documents)
def test_every_change_belongs_to_exactly_one_lane(old, new):
    changes = diff(old, new)

    lanes = [own(changes, {lane}, lane_of) for lane in ("shared", "tr", "en")]

    assert {path: pair for lane in lanes for path, pair in lane.items()} == changes
    assert sum(map(len, lanes)) == len(changes)


@given(documents, documents)
def test_one_lane_after_the_other_gives_what_both_at_once_give(old, new):
    changes = diff(old, new)

    first = pick(changes, {"shared", "tr"}, lane_of)
    between = apply(old, first)
    rest = {path: pair for path, pair in changes.items() if path not in first}

    assert filled(apply(between, rest)) == filled(new)


@given(documents, documents)
def test_english_alone_touches_english_words_of_live_rows_only(old, new):
    picked = pick(diff(old, new), {"en"}, lane_of)

    assert {lane_of(path) for path in picked} <= {"en"}
    assert set(apply(old, picked)) >= set(old)


def test_english_words_of_a_new_row_wait_for_the_row():
    changes = diff({}, {"outcomes/1": True, "outcomes/1/text_tr": "Yeni", "outcomes/1/text_en": "New"})

    assert (list(pick(changes, {"en"}, lane_of)), list(own(changes, {"en"}, lane_of))) == ([], ["outcomes/1/text_en"])


def test_a_row_goes_with_all_its_words():
    changes = diff({"outcomes/1": True, "outcomes/1/text_tr": "Eski", "outcomes/1/text_en": "Old"}, {})

    assert pick(changes, {"shared", "tr"}, lane_of) == changes
