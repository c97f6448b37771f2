"""What counts as the same text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ots_portal import richtext
from ots_portal.translating.blocks import blocks_of, digest, new_blocks, word_count

WORDS = st.text(alphabet="abcçğıİöşü 1-.’&", min_size=1, max_size=20).filter(lambda text: text.strip())
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=6)
SPACE = st.sampled_from([" ", "\n", "\r\n", "\t", "\u00a0", "&nbsp;", "  \n "])


def html_of(paragraphs):
    return "".join(f"<p>{text.replace('&', '&amp;')}</p>" for text in paragraphs)


def rich(html):
    return blocks_of(html, is_rich=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>Bir iki</p>", "<p> Bir\n  iki </p>\n"),
        ("<p>Bir iki</p>", "<p>Bir&nbsp;iki</p>"),
        ("<p>Bir <b>iki</b></p>", "<p>Bir <strong>iki</strong></p>"),
        ("<p>Bir iki</p>", "<p>Bir <em><strong>iki</strong></em></p>"),
        ("<p>Bir<br>iki</p>", "<p>Bir iki</p>"),
        ("<p>Bir</p><p>iki</p>", "<h2>Bir</h2><ul><li><p>iki</p></li></ul>"),
        ("<p>A &amp; B</p>", "A & B"),
        ("<p>Türkiye’de şehir</p>", "<p>Türkiye’de s\u0327ehir</p>"),
        ('<p><a href="/a" rel="noopener">x</a></p>', '<p><a rel="noopener" href="/a">x</a></p>'),
        ("<p>Bir</p><p></p>", "<p>Bir</p>"),
    ],
)
def test_spaces_and_equivalent_mark_up_are_no_difference(one, other):
    assert rich(one) == rich(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>Bir iki</p>", "<p>Bir üç</p>"),
        ("<p>Bir iki</p>", "<p>Bir, iki</p>"),
        ("<p>bir</p>", "<p>Bir</p>"),
        ("<p>Bir iki</p>", "<p>Bir</p><p>iki</p>"),
        ("<p>m2</p>", "<p>m<sup>2</sup></p>"),
        ('<p><a href="/a">x</a></p>', '<p><a href="/b">x</a></p>'),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "<table><tr><td>12</td></tr></table>"),
    ],
)
def test_words_their_order_their_blocks_and_where_links_lead_are(one, other):
    assert rich(one) != rich(other)


@given(PARAGRAPHS, SPACE)
def test_other_spaces_between_words_and_blocks_change_nothing(paragraphs, space):
    plain = html_of(paragraphs)
    spaced = space.join(f"<p>{space}{text.replace(' ', space)}{space}</p>" for text in plain[3:-4].split("</p><p>"))

    assert rich(spaced) == rich(plain)


@given(PARAGRAPHS)
def test_what_the_cleaner_makes_of_a_text_is_the_same_text(paragraphs):
    html = html_of(paragraphs)

    assert rich(richtext.clean(html)) == rich(html)


@given(PARAGRAPHS, PARAGRAPHS)
def test_texts_have_one_digest_exactly_when_they_have_the_same_blocks(one, other):
    blocks = rich(html_of(one)), rich(html_of(other))

    assert (digest(blocks[0]) == digest(blocks[1])) == (blocks[0] == blocks[1])


@given(st.lists(WORDS, min_size=1, max_size=6, unique_by=lambda text: " ".join(text.split())), st.data())
def test_of_a_changed_text_exactly_the_changed_block_is_new(paragraphs, data):
    number = data.draw(st.integers(0, len(paragraphs) - 1))
    old, new = rich(html_of(paragraphs)), rich(html_of([*paragraphs[:number], "YENİ", *paragraphs[number + 1 :]]))

    assert new_blocks(old, new) == [number]


def test_lines_of_plain_text_are_its_blocks_and_signs_are_no_mark_up():
    assert blocks_of("Bir  <iki>\r\n\r\nüç & dört ", is_rich=False) == ["Bir <iki>", "üç & dört"]
    assert blocks_of(None, is_rich=False) == []


def test_words_are_counted_as_people_count_them():
    assert word_count(["Konsey'in 2. toplantısı – Bakü, 2019", "alt-komite"]) == 6
