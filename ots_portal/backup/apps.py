from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "ots_portal.backup"
    default = True

    def ready(self):
        from ots_portal.backup import checks  # noqa: F401, PLC0415 - registers them
