"""Tables of which the database itself refuses to change or delete a row."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Rows of % are never changed or deleted.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def make_function():
    """The operation of a migration that teaches the database to refuse; needed once."""
    return migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_change()")


def refuse_changes(table, columns=()):
    """The operation of a migration that makes a table append-only, or only these columns of its rows unchangeable."""
    update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE {update} OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"DROP TRIGGER append_only ON {table}",
    )


def refuse_emptying(table):
    """The operation of a migration that refuses TRUNCATE, too; only the tests, which empty all tables, say otherwise."""
    return migrations.RunSQL(
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
        "WHEN (current_setting('portal.may_empty', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION refuse_change()",
        f"DROP TRIGGER never_emptied ON {table}",
    )
