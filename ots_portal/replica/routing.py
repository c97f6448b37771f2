"""Which database is asked: always the primary, but for readers' pages the replica that was found to have them."""

from contextvars import ContextVar

from ots_portal.page_cache.generation import Generation

PRIMARY, REPLICA = "default", "replica"
OF_THE_PRIMARY = {"django_cache", "sessions"}  # limits and sessions are written and read again at once

as_of: ContextVar[Generation | None] = ContextVar("as_of", default=None)  # what the replica has, where it is asked


class Router:
    def db_for_read(self, model, **hints):
        return REPLICA if as_of.get() and model._meta.app_label not in OF_THE_PRIMARY else PRIMARY

    def db_for_write(self, model, **hints):
        return PRIMARY

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, database, app_label, **hints):
        return database == PRIMARY


def is_read_as_of(now_public: Generation | None) -> bool:
    """Whether what is read now may be kept as of a generation: the replica may lack what began a later one."""
    return as_of.get() in {None, now_public}
