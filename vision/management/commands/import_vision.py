"""Read the official text of the Vision from a file and store it in one language."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from vision.importers import MAX_BYTES, OPENING, decode, parse
from vision.official_text import UnfitText
from vision.storing import store

MAX_PROBLEMS = 40


class Command(BaseCommand):
    help = "Reads the official text of the Vision 2040 from a text file and stores it in one language."

    def add_arguments(self, parser):
        languages = [code for code, _name in settings.LANGUAGES if code in OPENING]
        parser.add_argument("file", help="the text, in UTF-8")
        parser.add_argument("--language", required=True, choices=languages, help="the language of the text")
        parser.add_argument(
            "--publish",
            action="store_true",
            help="also publish, all at one moment, what is new or changed in this language; else changes of published pages are drafts",
        )

    def handle(self, *, file, language, publish, **options):
        parsed = _parsed(file, language)
        self._tell_counts(parsed)
        self._tell_warnings(parsed.warnings)
        try:
            stored = store(parsed, language, publish=publish, progress=self._tell_progress)
        except ValidationError as error:
            raise CommandError(" ".join([*error.messages, _("Nothing was written.")]))
        self._tell_stored(stored)

    def _tell_counts(self, parsed):
        for label, parts in (
            (_("Introduction paragraphs: %(count)d"), parsed.introductions),
            (_("Enacting formulas: %(count)d"), parsed.formulas),
            (_("Recitals: %(count)d"), parsed.recitals),
            (_("Commitments: %(count)d"), parsed.commitments),
            (_("Pillars: %(count)d"), parsed.pillars),
            (_("Sections: %(count)d"), parsed.sections),
            (_("Objectives: %(count)d"), parsed.objectives),
        ):
            self.stdout.write(label % {"count": len(parts)})

    def _tell_warnings(self, warnings):
        self.stdout.write(_("Warnings: %(count)d") % {"count": len(warnings)})
        for warning in warnings:
            self.stdout.write(_told(warning))

    def _tell_progress(self, record):
        if self.stderr.isatty():
            self.stderr.write(f"{record.reference} {record}", self.style.NOTICE)

    def _tell_stored(self, stored):
        for row in stored.left:
            values = {"type": row._meta.verbose_name, "row": row}
            self.stdout.write(_("Not in the text, left as it is: %(type)s “%(row)s”") % values)
        if stored.is_nothing:
            self.stdout.write(_("Nothing changed."))
            return
        if stored.drafts:
            self.stdout.write(_("Pages that readers know, changed in drafts: %(count)d") % {"count": stored.drafts})
        self.stdout.write(
            _("Added: %(created)d, changed: %(changed)d, published: %(published)d")
            % {"created": stored.created, "changed": stored.changed, "published": stored.published}
        )


def _parsed(path, language):
    try:
        with open(path, "rb") as file:
            return parse(decode(file.read(MAX_BYTES + 1)), language)
    except OSError as error:
        raise CommandError(_("The file cannot be read: %(reason)s") % {"reason": error})
    except UnfitText as refusal:
        raise CommandError(_refused(refusal.problems))


def _refused(problems):
    lines = [_("The text does not fit the Vision; nothing was written.")]
    lines += [_told(problem) for problem in problems[:MAX_PROBLEMS]]
    if len(problems) > MAX_PROBLEMS:
        lines.append(_("And %(count)d more.") % {"count": len(problems) - MAX_PROBLEMS})
    return "\n".join(lines)


def _told(notice):
    message = _(notice.message) % notice.values
    return _("Line %(line)d: %(message)s") % {"line": notice.line, "message": message}
