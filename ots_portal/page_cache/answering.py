"""Answers from what is kept, without Django's request: for the web server's own loop."""

from ots_portal.metrics.counting import add, count_hit
from ots_portal.page_cache.questions import question_of
from ots_portal.page_cache.stores import is_fresh, pages, stamp_of


async def kept_answer(environ):
    """The page as this process keeps it; None where it has to be looked for elsewhere, or made."""
    kept, question = pages(), question_of(environ)
    page = kept and question and kept.at_hand(question.key)
    if not page or not is_fresh(page, stamp_of(await kept.now_public_at_once())):
        return None
    count_hit()
    return page.answer(question)


def out_of_date_answer(environ):
    """What was public before, marked so."""
    kept, question = pages(), question_of(environ)
    page = kept and question and (kept.at_hand(question.key) or kept.recall(question.key))
    if not page:
        return None
    add("portal_kept_pages", "stale")
    return page.out_of_date().answer(question)
