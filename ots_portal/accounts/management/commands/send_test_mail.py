import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = "Sends one mail and says what the mail server answered."

    def add_arguments(self, parser):
        parser.add_argument("address", help="where the mail goes")

    def handle(self, *, address, **options):
        words = _("This mail says that the OTS Portal at %(origin)s can send mail.") % {"origin": settings.ORIGIN}
        message = EmailMessage(_("Test mail of the OTS Portal"), words, settings.DEFAULT_FROM_EMAIL, [address])
        backend = get_connection()
        if not isinstance(backend, EmailBackend):
            backend.send_messages([message])
            self.stdout.write(_("MAIL_URL is missing: mail is written to the console and sent to nobody."))
            return
        self.stdout.write(f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}")
        try:
            for step, (code, answer) in answers(backend, message):
                self.stdout.write(f"{step}: {code} {answer.decode(errors='replace')}")
                refuse(code, answer)
        except OSError as error:  # those of smtplib among them
            raise CommandError(_("The mail was not sent: %(reason)s") % {"reason": error}) from None
        self.stdout.write(self.style.SUCCESS(_("The server took the mail. Look into the mailbox of %s.") % address))


def answers(backend, message):
    """Each step of sending with the server's answer; Django's own way keeps them to itself."""
    backend.open()
    server = backend.connection
    try:
        yield "EHLO", server.ehlo()
        yield "MAIL FROM", server.mail(message.from_email)
        yield "RCPT TO", server.rcpt(message.to[0])
        yield "DATA", server.data(message.message().as_bytes(linesep="\r\n"))
    finally:
        backend.close()


def refuse(code, answer):
    if code >= 400:  # noqa: PLR2004 - SMTP: 4xx and 5xx are refusals
        raise smtplib.SMTPResponseException(code, answer)
