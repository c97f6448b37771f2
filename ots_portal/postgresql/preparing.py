"""Where questions are asked as prepared statements: PostgreSQL then plans each one once for a connection, not each time.

The questions of a record's page join five tables and find a few rows, so that planning them takes longer than
answering. Elsewhere they are left as Django asks them by default: prepared ones take no more than 65,535 parameters.
"""

from contextlib import contextmanager
from contextvars import ContextVar

is_preparing: ContextVar[bool] = ContextVar("is_preparing", default=False)


@contextmanager
def preparing():
    token = is_preparing.set(True)
    try:
        yield
    finally:
        is_preparing.reset(token)
