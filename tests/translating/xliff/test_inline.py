"""Cutting rich text into blocks with numbered tags, and putting it together again."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ots_portal import richtext
from ots_portal.translating.xliff.inline import (
    DEEPEST,
    Blocks,
    joined,
    numbers_in,
    parse,
    shapes_in,
    table_of,
    unparse,
)

WORDS = st.text(st.sampled_from("aş İ&<>\"'\u00a0\n\ufffe🙂"), max_size=8)
INLINE = ["strong", "em", "sup", "sub", 'a href="https://a.example/?x=1&y=2"', 'a href="/r/area/x/"']
BLOCK = ["p", "h2", "ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "div"]


def tagged(inner):
    return st.tuples(st.sampled_from(INLINE + BLOCK), st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0].split()[0]}>"
    )


HTML = st.recursive(st.one_of(WORDS, st.just("<br>")), tagged, max_leaves=25)


def blocks_of(html):
    return [unparse(block) for block in Blocks(parse(html, is_rich=True)).blocks]


@given(HTML)
def test_any_rich_text_is_put_together_as_it_was(text):
    html = richtext.clean(text)
    piece = parse(html, is_rich=True)
    blocks = Blocks(piece)

    assert unparse(piece) == html
    assert joined(blocks.frame, [unparse(block) for block in blocks.blocks]) == html


@given(HTML)
def test_every_block_of_any_rich_text_says_something_and_no_word_is_left_in_the_frame(text):
    html = richtext.clean(text)
    blocks = Blocks(parse(html, is_rich=True))

    assert all(re.sub(r"<[^>]*>", "", unparse(block)).strip() for block in blocks.blocks)
    assert richtext.as_text("".join(blocks.frame)).replace("\ufffe", "").strip() == ""


@given(HTML, HTML)
def test_every_tag_of_a_source_and_of_its_translation_has_one_number(source, target):
    pieces = [parse(richtext.clean(text), is_rich=True) for text in (source, target)]
    table = table_of(*pieces)

    for piece in pieces:
        numbers = numbers_in(piece, table)
        assert [table[number - 1] for number in numbers] == shapes_in(piece)
        assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>Bir <strong>iki</strong></p>\n<p>üç</p>", ["Bir <strong>iki</strong>", "üç"]),
        ("<ul><li>bir<ul><li>iki</li></ul></li></ul>", ["bir", "iki"]),
        ("<table><tr><th>bir</th><td></td><td>iki</td></tr></table>", ["bir", "iki"]),
        ("<p>bir<br>iki</p>", ["bir<br>iki"]),
        ("<blockquote><p> bir </p></blockquote>", ["bir"]),
        ("<em><p>bir</p><p>iki</p></em>", ["bir", "iki"]),
        ("<p>m<sup>2</sup> ve H<sub>2</sub>O</p>", ["m<sup>2</sup> ve H<sub>2</sub>O"]),
    ],
)
def test_a_block_is_a_paragraph_heading_item_or_cell_with_the_tags_within_it(html, blocks):
    assert blocks_of(html) == blocks


def test_tags_nested_without_end_stand_each_by_themselves():
    html = "<em>" * 900 + "derin" + "</em>" * 900

    piece = parse(html, is_rich=True)

    assert unparse(piece) == html
    assert [holds for _mark, holds in shapes_in(piece)].count(True) == DEEPEST


def test_a_character_that_xml_cannot_hold_is_a_tag_also_in_plain_text():
    assert shapes_in(parse("a\x0bb < c", is_rich=False)) == [("\x0b", False)]
