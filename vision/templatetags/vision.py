"""Template tags of the Vision's pages: whose words a text is in, and one star an objective."""

from django import template
from django.utils.html import format_html

from ots_portal.publishing.reading import words
from vision.models.declaration import Wording

register = template.Library()

STAR = "l1.3 2.9 3 -1.1 -1.1 3 2.9 1.3 -2.9 1.3 1.1 3 -3 -1.1 -1.3 2.9 -1.3 -2.9 -3 1.1 1.1 -3 -2.9 -1.3 2.9 -1.3 -1.1 -3 3 1.1z"
STARS_IN_A_ROW = 6
APART = 13.2


@register.simple_tag
def wording(paragraph):
    """“Summary” or “official text”, of the text that is shown."""
    code = getattr(paragraph, f"wording_{words(paragraph, 'text').language}", None)
    return Wording(code).label if code else ""


@register.simple_tag
def common_wording(paragraphs):
    """The wording that all paragraphs share; "" when they differ."""
    found = {wording(each) for each in paragraphs}
    return found.pop() if len(found) == 1 else ""


@register.simple_tag
def stars(number):
    """As many small stars as there are objectives, six in a row."""
    places = [divmod(each, STARS_IN_A_ROW) for each in range(number)]
    path = "".join(f"M{6 + column * APART:g} {row * APART:g}{STAR}" for row, column in places)
    width, height = (round(APART * each) for each in (min(number, STARS_IN_A_ROW), -(-number // STARS_IN_A_ROW)))
    return format_html(
        '<svg class="pillar-stars" width="{}" height="{}" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        width,
        height,
        path,
    )
