"""Walking a page with the Tab key: every stop must be seen."""

MOST_STOPS = 200

# What shows the focus: the element itself, or a part of a mark in a picture.
SEEN = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const style = (each) => getComputedStyle(each);
  const whole = at.closest(".select2-selection") ?? at;
  const outlined = style(whole).outlineStyle !== "none" && parseFloat(style(whole).outlineWidth) > 1;
  const stroked = at.ownerSVGElement && [...at.querySelectorAll("*")].some((part) => style(part).stroke !== "none");
  const x = box.left + Math.min(box.width / 2, 20), y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const top = document.elementFromPoint(x, y);
  return (outlined || style(at).boxShadow !== "none" || stroked) && (at.contains(top) || top?.contains(at));
}"""


def tab_to(page, selector, key="Tab"):
    """Press Tab until an element has the focus; the names of what was passed on the way."""
    passed = []
    for _stop in range(MOST_STOPS):
        page.keyboard.press(key)
        name = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        assert page.evaluate(SEEN), f"the focus cannot be seen at {name}"
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return passed
        passed.append(name)
    raise AssertionError(f"no way to {selector}: {passed[-9:]}")
