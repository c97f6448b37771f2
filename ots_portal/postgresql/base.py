"""The engine of DATABASES; Django looks for it under this name."""

from django.db.backends.postgresql import base, features, schema

from ots_portal.postgresql.preparing import is_preparing


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    def _field_db_check(self, field, field_db_params):
        """Django compares only the checks of its own types; ChoiceField's changes with every choice or language."""
        return field_db_params["check"]


class DatabaseFeatures(features.DatabaseFeatures):
    uses_server_side_binding = True  # now and then: whoever wants the text of a question puts it together anew


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor
    features_class = DatabaseFeatures

    def create_cursor(self, name=None):
        self.connection.cursor_factory = base.ServerBindingCursor if is_preparing.get() else base.Cursor
        return super().create_cursor(name)
