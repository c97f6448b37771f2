"""Tells of database queries that take long, without the values that they were asked with."""

import logging
from time import perf_counter

from django.conf import settings

logger = logging.getLogger(__name__)
LONGEST = 2000


def watch(connection, **_more):
    """For the signal of each new connection; a connection that is opened again has the wrapper already."""
    if settings.SLOW_QUERY_MS and tell_slow not in connection.execute_wrappers:
        connection.execute_wrappers.append(tell_slow)


def tell_slow(execute, sql, params, many, context):
    started = perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        milliseconds = (perf_counter() - started) * 1000
        if milliseconds >= settings.SLOW_QUERY_MS:
            tell(str(sql), milliseconds)


def tell(sql, milliseconds):
    """The statement has %s where the values stood."""
    statement = " ".join(sql.split())[:LONGEST]
    facts = {"milliseconds": round(milliseconds, 1), "statement": statement}
    logger.warning("%.0f ms: %s", milliseconds, statement, extra={"facts": facts})
