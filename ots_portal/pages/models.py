from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ots_portal.accounts.roles import Governed
from ots_portal.publishing.columns import with_links
from ots_portal.publishing.fields import ChoiceField, RichTextField
from ots_portal.publishing.publishable import Publishable


class Page(Publishable):
    """A small page of text, such as “About this portal”."""

    title = models.CharField(_("title"), max_length=200)
    body = RichTextField(_("text"), blank=True)

    class Meta(Publishable.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_absolute_url(self):
        return reverse("pages:page_detail", args=[self.current_slug])


class MenuItemQuerySet(models.QuerySet):
    def shown(self):
        """Without pages that readers may not see."""
        readable = Q(page=None) | Q(page__in=Page.objects.readable())
        return with_links(self.filter(readable), "page")


class MenuItem(models.Model):
    """One line of a menu: a part of the portal, or a free page."""

    class Menu(models.TextChoices):
        MAIN = "main", _("main menu")
        ORGANISATION = "organisation", _("footer: the organisation")
        PORTAL = "portal", _("footer: about this portal")

    class Target(models.TextChoices):
        AREAS = "areas", _("Areas of cooperation")
        MEETINGS = "meetings", _("Meetings")
        VISION = "vision", _("Vision 2040")
        DOCUMENTS = "documents", _("Documents")
        INSTITUTIONS = "institutions", _("Institutions")
        PEOPLE = "people", _("People")
        STATES = "states", _("States")
        NAMES = "names", _("Names of the organisation")
        CHANGES = "changes", _("Recently changed")
        OPEN_DATA = "open-data", _("Open data")

    menu = ChoiceField(_("menu"), max_length=20, choices=Menu.choices)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Lower numbers stand first."))
    target = ChoiceField(
        _("part of the portal"),
        max_length=20,
        choices=Target.choices,
        blank=True,
        help_text=_("Either this or a free page."),
    )
    page = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="menu_items",
        verbose_name=_("free page"),
        help_text=_("Shown in the menu while readers may see the page."),
    )
    label = models.CharField(
        pgettext_lazy("menu", "wording"),
        max_length=60,
        blank=True,
        help_text=_("Left empty, the menu says what the page is called."),
    )

    objects = MenuItemQuerySet.as_manager()

    governed = Governed.WHOLE
    is_named_once = True  # the translators' list of names has it

    class Meta:
        verbose_name = _("menu item")
        verbose_name_plural = _("menu")
        ordering = ["menu", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(target="") & Q(page__isnull=False)) | (~Q(target="") & Q(page__isnull=True)),
                name="menuitem_one_target",
                violation_error_message=_("Choose either a part of the portal or a free page."),
            )
        ]

    def __str__(self):
        own = getattr(self, f"label_{get_language()}", "")
        return own or (str(self.page) if self.page_id else self.get_target_display())
