from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ots_portal.accounts.roles import Governed
from ots_portal.publishing.fields import reference_validator


def validate_time_zone(name):
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Write one such as Europe/Istanbul."), params={"name": name}
        )


class Country(models.Model):
    """A country as a place; what it is to the organisation is a State."""

    code = models.CharField(
        _("code"),
        max_length=2,
        primary_key=True,
        validators=[RegexValidator(r"^[a-z]{2}\Z", _("Two small letters, for example tr."))],
        help_text=_("The two-letter code of ISO 3166, in small letters."),
    )
    name = models.CharField(_("name"), max_length=100)

    governed = Governed.WHOLE
    is_named_once = True  # the translators' list of names has it

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["code"]

    def __str__(self):
        return self.name


class City(models.Model):
    """A place of meetings, with what maps and calendars need."""

    reference = models.CharField(_("reference"), max_length=80, unique=True, validators=[reference_validator])
    name = models.CharField(_("name"), max_length=100)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="cities", verbose_name=_("country"))
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        validators=[validate_time_zone],
        help_text=_("For example Europe/Istanbul."),
    )

    governed = Governed.WHOLE
    is_named_once = True  # the translators' list of names has it

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["reference"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="city_on_earth",
            )
        ]

    def __str__(self):
        return self.name
