"""The engine of DATABASES; Django looks for it under this name."""

from django.db.backends.postgresql import base, schema


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    def _field_db_check(self, field, field_db_params):
        """Django compares only the checks of its own types; ChoiceField's changes with every choice or language."""
        return field_db_params["check"]


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor
