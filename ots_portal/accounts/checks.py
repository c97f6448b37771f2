"""What `manage.py check --deploy` asks of the rights to what must stay as it was written."""

from django.core.checks import Warning, register
from django.db import DatabaseError, connection

HINT = "Run deploy/roles.sql and let DATABASE_URL name the application's role: docs/operations.md, “Two roles of the database”."
# Tables with a trigger append_only (append_only.py) that this role may empty, alter, delete from, or of which it may
# write a column that the trigger guards; where it names none, all of them.
REWRITABLE = """
SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE tgname = 'append_only' AND relnamespace = current_schema()::regnamespace AND (
  pg_has_role(relowner, 'USAGE')
  OR has_table_privilege(tgrelid, 'DELETE')
  OR has_table_privilege(tgrelid, 'TRUNCATE')
  OR EXISTS (
    SELECT FROM pg_attribute
    WHERE attrelid = tgrelid AND attnum > 0 AND NOT attisdropped
      AND (cardinality(tgattr::int2[]) = 0 OR attnum = ANY (tgattr::int2[]))
      AND has_column_privilege(tgrelid, attnum, 'UPDATE')
  )
)
ORDER BY relname
"""


@register(deploy=True)
def what_happened_cannot_be_rewritten(app_configs, **_more):
    """Nothing where the database does not answer: that is no question of settings."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            [role] = cursor.fetchone()
            cursor.execute(REWRITABLE)
            tables = [name for (name,) in cursor.fetchall()]
    except DatabaseError:
        return []
    told = f"The database role {role} can rewrite what happened, in {', '.join(tables)}."
    return [Warning(told, HINT, id="portal.W002")] if tables else []
