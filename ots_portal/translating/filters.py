"""What the worklist of translators can be narrowed by."""

from itertools import islice

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ots_portal.publishing.drafts import Pending
from ots_portal.translating import areas
from ots_portal.translating.texts import SOURCES
from ots_portal.turkish import sort_key

IN_STEP = Q(words=0, pending=Pending.NONE)
ALL, UNFINISHED = "all", "unfinished"
STATES = {
    UNFINISHED: (_("unfinished"), ~IN_STEP),
    "to-do": (_("something to do"), Q(words__gt=0)),
    "stale": (_("out of date"), Q(stale__gt=0)),
    "missing": (pgettext_lazy("texts", "missing"), Q(missing__gt=0)),
    "unofficial": (_("official text missing"), Q(unofficial__gt=0)),
    **{each.value: (each.label, Q(pending=each)) for each in Pending if each != Pending.NONE},
    "in-step": (_("in step"), IN_STEP),
    ALL: (pgettext_lazy("states of translations", "all"), Q()),
}


class ChoiceFilter(admin.SimpleListFilter):
    """A filter that leaves all rows for a value that it does not offer."""

    def queryset(self, request, queryset):
        is_known = self.value() in {str(value) for value, _label in self.lookup_choices}
        return self.chosen(queryset, request, self.value()) if is_known else queryset


class LanguageFilter(ChoiceFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return [(code, name) for code, name in settings.LANGUAGES if code in SOURCES]

    def chosen(self, tasks, request, language):
        return tasks.filter(language=language)


class StateFilter(ChoiceFilter):
    """Shows first what needs work; whoever searches for a name finds it whatever its state."""

    title = pgettext_lazy("pending", "state")
    parameter_name = "state"

    def __init__(self, request, *args):
        super().__init__(request, *args)
        self.default = UNFINISHED if self.is_left_to_us(request) else ALL

    @classmethod
    def is_left_to_us(cls, request):
        return not request.GET.get(cls.parameter_name) and not request.GET.get(SEARCH_VAR)

    def value(self):
        return super().value() or self.default

    def lookups(self, request, model_admin):
        return [(value, label) for value, (label, _condition) in STATES.items()]

    def choices(self, changelist):
        """Without Django's own "All", which would leave the state open."""
        return islice(super().choices(changelist), 1, None)

    def chosen(self, tasks, request, state):
        return tasks.filter(STATES[state][1])


class AreaFilter(ChoiceFilter):
    title = _("area of cooperation")
    parameter_name = "area"

    def lookups(self, request, model_admin):
        return sorted(areas.names().items(), key=lambda area: sort_key(area[1], get_language()))

    def chosen(self, tasks, request, area):
        return tasks.filter(areas__contains=[area])


class TranslatorFilter(ChoiceFilter):
    title = _("translator")
    parameter_name = "translator"

    def lookups(self, request, model_admin):
        return [
            ("me", _("myself")),
            ("nobody", _("nobody yet")),
            ("open", _("myself or nobody yet")),
            ("late", _("due date has passed")),
        ]

    def chosen(self, tasks, request, value):
        conditions = {"me": Q(translator=request.user), "nobody": Q(translator=None)}
        if value == "late":
            return tasks.to_do().filter(due_on__lt=timezone.localdate())
        return tasks.filter(conditions.get(value) or conditions["me"] | conditions["nobody"])
