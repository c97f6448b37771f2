from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ots_portal.richtext import ATTRIBUTES, TAGS, as_text, clean

fragments = st.lists(
    st.one_of(
        st.sampled_from(sorted(TAGS)).flatmap(lambda tag: st.sampled_from([f"<{tag}>", f"</{tag}>"])),
        st.sampled_from(
            [
                "<script>alert(1)</script>",
                "<style>p{}</style>",
                "<!-- c -->",
                "<!--",
                "<b onclick=x>",
                "</b>",
                "<h1 style='color:red' class=x>",
                "</h1>",
                "<div>",
                "</div>",
                "<img src=x onerror=alert(1)>",
                "<svg><style><a title='</style><img onerror=x>'>",
                "<math><mtext>",
                "<table><caption>",
                "<button>",
                "<template>",
                "<a href='javascript:alert(1)'>",
                "<a href='/tr/' onclick=x>",
                "<td colspan=2 style=x>",
                "&nbsp;",
                "&lt;script&gt;",
                "&#13;",
                "\r\n\r\n",
                "\n\n",
                "\0",
                "<",
                '"',
            ]
        ),
        st.text(max_size=5),
    ),
    max_size=12,
).map("".join)


class Contents(HTMLParser):
    """Collects every tag and attribute, and notes comments."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.comments = set(), set(), []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}

    def handle_comment(self, data):
        self.comments.append(data)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Bir <strong>iki</strong> <em>üç</em> m<sup>2</sup> H<sub>2</sub>O<br>dört</p>",
        "<h2>A</h2><h3>B</h3><h4>C</h4>",
        "<ul><li>a</li><li>b</li></ul>",
        "<ol><li><p>a</p></li></ol>",
        "<blockquote><p>söz</p></blockquote>",
        '<table><thead><tr><th scope="col" colspan="2">A</th></tr></thead>'
        '<tbody><tr><td rowspan="3">B</td><td></td></tr></tbody></table>',
        '<p><a href="/tr/belgeler/" hreflang="tr" rel="noopener">Belgeler</a></p>',
    ],
)
def test_what_is_allowed_stays_as_it_is(html):
    assert clean(html) == html


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p><b>a</b> <I>b</I></p>", "<p><strong>a</strong> <em>b</em></p>"),
        ("<h1 class='x'>A</h1><H5>B</H5>", "<h2>A</h2><h4>B</h4>"),
        ("<div>a</div><div><p>b</p></div>", "<p>a</p><p>b</p>"),
        ("<p style='color:red' class='x' id='y' onclick='z'>a</p>", "<p>a</p>"),
        ("<p>a<!-- b -->c</p>", "<p>ac</p>"),
        ("<p>a</p><script>b</script><style>c</style>", "<p>a</p>"),
        ("<p>a<img src=x onerror=alert(1)>b</p>", "<p>ab</p>"),
        ("<p>a</p><p></p><p> &nbsp;<br></p><p><strong> </strong></p><p>b</p>", "<p>a</p><p>b</p>"),
        ("<ul><li></li></ul><p>a</p>", "<p>a</p>"),
        ("<p>a<em> </em>b</p>", "<p>a b</p>"),
        ("<p>&nbsp; a&nbsp;b &nbsp;</p>", "<p>a\u00a0b</p>"),
        ("<p>a</p>\r\n<p>b\rc</p>", "<p>a</p>\n<p>b\nc</p>"),
        ("<p>a\0\x01b</p>", "<p>ab</p>"),
        (
            "<table><tr><td colspan='0' rowspan='x'>a</td></tr></table>",
            "<table><tbody><tr><td>a</td></tr></tbody></table>",
        ),
        ("<em>a</em> b", "<p><em>a</em> b</p>"),
        ("<span>a</span>", "<p>a</p>"),
        ("<script>a</script>b", "<p>b</p>"),
        ("<b>&lt;i&gt;</b>", "<p><strong>&lt;i&gt;</strong></p>"),
        ("<p>a", "<p>a</p>"),
    ],
)
def test_what_is_not_allowed_is_mended_or_removed(html, cleaned):
    assert clean(html) == cleaned


@pytest.mark.parametrize(
    "address", ["https://turkicstates.org/", "http://a.b/?c=d", "mailto:a@b.org", "/tr/", "/", "#c21"]
)
def test_good_links_are_kept(address):
    assert clean(f'<p><a target="_blank" href=" {address} ">a</a></p>') == (
        f'<p><a href="{address}" rel="noopener">a</a></p>'
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVa&#10;Script:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "ftp://a.b/",
        "tel:1",
        "//evil.example",
        "/\\evil.example",
        "/&#9;/evil.example",
        "https:///evil.example",
        "file.html",
        "",
    ],
)
def test_other_links_become_plain_text(address):
    assert clean(f'<p>a <a href="{address}">b</a></p>') == "<p>a b</p>"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Bir\r\niki\r\n\r\n\r\nüç", "<p>Bir\niki</p>\n<p>üç</p>"),
        ("R&D: 1 < 2 > 0", "<p>R&amp;D: 1 &lt; 2 &gt; 0</p>"),
        ("Ali <ali@example.org>", "<p>Ali &lt;ali@example.org&gt;</p>"),
        ('“Türk’ün” "sözü"', '<p>“Türk’ün” "sözü"</p>'),
    ],
)
def test_plain_text_becomes_paragraphs(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    "html",
    ["", " \n", "\u00a0", "<p></p>", "<p>&nbsp;</p>", "<p><br></p>", "<ul><li></li></ul>", "<!-- a -->"],
)
def test_emptiness_is_the_empty_text(html):
    assert clean(html) == ""


@given(fragments)
def test_cleaning_twice_changes_nothing_more(html):
    cleaned = clean(html)

    assert clean(cleaned) == cleaned


@given(fragments)
def test_only_allowed_tags_and_attributes_come_out(html):
    contents = Contents(clean(html))

    allowed = {(tag, name) for tag, names in ATTRIBUTES.items() for name in names} | {("a", "rel")}
    assert contents.tags - TAGS == set()
    assert contents.attributes - allowed == set()
    assert contents.comments == []


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="<")))
def test_plain_text_keeps_every_word(text):
    assert as_text(clean(text)).split() == text.split()


@given(st.text(st.characters(exclude_categories=[], exclude_characters="<")))
def test_any_text_can_be_cleaned(text):
    assert clean(text + "a\ud800b").endswith("ab</p>")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<h2>A</h2><p>b\nc&nbsp;d<br>e</p>\n\n<p>f</p>", "A\nb c d\ne\nf"),
        ("<ul><li>a</li><li><p>b</p></li></ul>", "a\nb"),
        (
            "<table><tbody><tr><th>A</th><td>1</td></tr><tr><th>B</th><td>2</td></tr></tbody></table>",
            "A 1\nB 2",
        ),
        ('<p>a<a href="/x/" rel="noopener">b</a>c</p>', "abc"),
        ("<p>R&amp;D &lt;b&gt; 1 &lt; 2</p>", "R&D <b> 1 < 2"),
        ("<blockquote><p>a</p></blockquote>b", "a\nb"),
    ],
)
def test_html_is_read_as_plain_text(html, text):
    assert as_text(html) == text


def test_a_turkish_capital_i_with_a_dot_is_no_tag():
    assert (clean("<İ>"), clean("<p>a</p><İ>b</İ>")) == ("<p>&lt;İ&gt;</p>", "<p>a</p>&lt;İ&gt;b")
