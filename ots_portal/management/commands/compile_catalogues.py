from django.core.management.base import BaseCommand

from ots_portal import catalogues


class Command(BaseCommand):
    help = "Compile the catalogues in locale/; part of every installation and upgrade."
    requires_system_checks = []

    def handle(self, **options):
        catalogues.compile_all()
