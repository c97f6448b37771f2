"""What a backup says of itself: when and by which version it was made, and what must be in it."""

import json
import tomllib
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import connection
from django.utils import timezone

from ots_portal.environment import PROJECT
from ots_portal.schema import applied_migrations

FORMAT = 1
# Whoever restores signs in anew, and what is only remembered for a while is not missed.
NOT_KEPT = {"django_session", "shared_cache", "usersessions_usersession"}


@dataclass(frozen=True)
class Manifest:
    """`made_at` is ISO 8601 in UTC; `rows` counts each table; `members` gives size and SHA-256 of each file."""

    made_at: str
    version: str
    migrations: list[str]
    postgresql: int
    rows: dict[str, int]
    members: dict[str, list] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def from_json(cls, text: str | bytes) -> "Manifest":
        return cls(**json.loads(text))

    def as_json(self) -> str:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False)

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


def describe(cursor) -> Manifest:
    """The portal as the cursor's transaction sees it."""
    return Manifest(
        made_at=timezone.now().isoformat(timespec="seconds"),
        version=version(),
        migrations=sorted(applied_migrations()),
        postgresql=connection.pg_version // 10_000,
        rows=row_counts(cursor),
    )


def version() -> str:
    return tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]


def row_counts(cursor) -> dict[str, int]:
    cursor.execute("SELECT tablename, quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
    names = sorted((name, quoted) for name, quoted in cursor.fetchall() if name not in NOT_KEPT)
    return {name: count(cursor, quoted) for name, quoted in names}


def count(cursor, quoted: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {quoted}")  # noqa: S608 - a name that the database gave
    return cursor.fetchone()[0]
