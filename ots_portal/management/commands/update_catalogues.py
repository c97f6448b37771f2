from django.conf import settings
from django.core.management.base import BaseCommand

from ots_portal import catalogues


class Command(BaseCommand):
    help = "Bring the catalogues in locale/ in line with the code, and say what is untranslated."
    requires_system_checks = []

    def handle(self, **options):
        for language, _name in settings.LANGUAGES:
            catalogues.update(language)
            left = catalogues.missing(language)
            self.stdout.write(f"{language}: {len(left)} untranslated")
            for msgid in left:
                self.stdout.write(f"  {msgid}")
        catalogues.compile_all()
