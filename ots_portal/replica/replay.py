"""How far the replica is: it is asked only if it has all that is public."""

import logging
from functools import lru_cache
from time import monotonic

from django.db import Error, connections

from ots_portal.page_cache.generation import Generation
from ots_portal.replica.routing import PRIMARY, REPLICA

REST_SECONDS = 5  # how long a replica that did not answer is left alone
# What is committed is flushed, but where commits do not wait for that. What is inserted and not flushed, as by
# transactions that were rolled back, may stay where it is for long: the replica would never have it.
POSITION = """
    SELECT CASE current_setting('synchronous_commit') WHEN 'off' THEN pg_current_wal_insert_lsn()
      ELSE pg_current_wal_flush_lsn() END::text
"""
logger = logging.getLogger(__name__)


class Rest:
    until = 0.0


def may_be_asked(now_public: Generation) -> bool:
    if monotonic() < Rest.until:
        return False
    try:
        return has(now_public)
    except Error as error:
        leave_alone(error)
        return False


def has(now_public: Generation) -> bool:
    """A server that never was a replica says nothing."""
    with connections[REPLICA].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position_of(now_public.name)])
        return cursor.fetchone() == (True,)


@lru_cache(maxsize=4)
def position_of(generation_name: str) -> str:
    """How far the primary had written when this process first met a generation: not before what began it."""
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(POSITION)
        return cursor.fetchone()[0]


def leave_alone(error: Error) -> None:
    logger.warning("The replica is not asked for %d seconds: %s", REST_SECONDS, error)
    Rest.until = monotonic() + REST_SECONDS
