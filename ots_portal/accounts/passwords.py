"""What Django's list of common passwords does not know: words that Turkish speakers put into theirs."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ots_portal.turkish import fold

WORDS = (
    "sifre parola password qwerty asdfgh zxcvbn admin yonetici kullanici merhaba selam istanbul ankara izmir "
    "bursa antalya turkiye turkey turk turkic devletleri devletler devlet teskilat teskilati ots portal "
    "ataturk galatasaray fenerbahce besiktas trabzonspor cimbom kartal aslan canim askim sevgilim bebegim "
    "mehmet mustafa ahmet fatma ayse emine allah bismillah vatan bayrak cumhuriyet "
)
ONLY_WORDS = re.compile(f"(?:{'|'.join(sorted(WORDS.split(), key=len, reverse=True))})*")
FEWEST_LETTERS = 5


class NotOnlyCommonWords:
    """Refuses what consists of common words, digits and signs only, and what repeats a few letters."""

    def validate(self, password, user=None):
        letters = "".join(filter(str.isalpha, fold(password)))
        if (letters and ONLY_WORDS.fullmatch(letters)) or len(set(password)) < FEWEST_LETTERS:
            raise ValidationError(_("This password is too easy to guess."), code="password_too_easy")

    def get_help_text(self):
        return _("Several words that do not belong together are easy to remember and hard to guess.")
