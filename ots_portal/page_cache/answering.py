"""Answers from what is kept, without Django's request: for the web server's own loop."""

from ots_portal.metrics.counting import add, count_hit
from ots_portal.page_cache.questions import question_of
from ots_portal.page_cache.stores import is_fresh, pages, stamp_of


def kept_answer(environ):
    """The page as it is kept; None where it has to be made, or where asking takes time."""
    question, page, stamp = looked_up(environ)
    if not is_fresh(page, stamp):
        return None
    count_hit()
    return page.answer(question)


def out_of_date_answer(environ):
    """What was public before, marked so."""
    question, page, _stamp = looked_up(environ)
    page = page or (question and pages().recall(question.key))
    if page is None:
        return None
    add("portal_kept_pages", "stale")
    return page.out_of_date().answer(question)


def looked_up(environ):
    kept = pages()
    question = question_of(environ) if kept and kept.is_instant else None
    if question is None:
        return None, None, ""
    now_public, page = kept.fetch(question.key)
    return question, page, stamp_of(now_public)
