"""What `manage.py check --deploy` asks besides Django's own questions."""

from django.core.checks import Info, Warning, register
from django.db import DatabaseError
from django.utils.timesince import timesince

from ots_portal.backup.verifying import is_fresh, last_verified

HINT = "Let backup.timer make and verify one every night: docs/operations.md, “Backup and restore”."


@register(deploy=True)
def a_fresh_backup_was_verified(app_configs, **_more):
    """Nothing where the database does not answer: that is no question of settings."""
    try:
        made_at = last_verified()
    except DatabaseError:
        return []
    if made_at is None:
        return [Warning("No backup of this portal was ever verified.", HINT, id="portal.W001")]
    told = f"The last verified backup was made {timesince(made_at)} ago."
    return [Info(told, id="portal.I001") if is_fresh(made_at) else Warning(told, HINT, id="portal.W001")]
