"""To whom several translations are given, and until when; what stays empty stays as it is."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ots_portal.accounts.audit import Event
from ots_portal.accounts.audit import record as audit
from ots_portal.accounts.models import User
from ots_portal.accounts.roles import Act, may
from ots_portal.publishing.forms import language_name
from ots_portal.translating.models import Task

NOBODY = "nobody"


class AssignForm(forms.Form):
    translator = forms.ChoiceField(label=gettext_lazy("Translator"), required=False)
    due_on = forms.DateField(
        label=gettext_lazy("Due on"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, tasks, **kwargs):
        super().__init__(*args, **kwargs)
        self.tasks = tasks
        self.people = {str(user.pk): user for user in User.objects.filter(is_active=True, is_staff=True)}
        known = sorted(((key, user.shown_name) for key, user in self.people.items()), key=lambda choice: choice[1])
        self.fields["translator"].choices = [("", _("as it is")), (NOBODY, _("nobody yet")), *known]

    def clean_translator(self):
        """Only whoever may write all of them; nobody is given what they cannot do."""
        user = self.people.get(self.cleaned_data["translator"])
        asked = {(type(task.record), task.language) for task in self.tasks} if user else set()
        lacking = sorted(
            f"{model._meta.verbose_name_plural} ({language_name(language)})"
            for model, language in asked
            if not may(user, Act.WRITE, model, language)
        )
        if lacking:
            text = _("%(name)s may not translate these: %(types)s. Choose others, or somebody else.")
            raise forms.ValidationError(text % {"name": user.shown_name, "types": ", ".join(lacking)})
        return self.cleaned_data["translator"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Choose a translator or a day."))
        return cleaned

    @property
    def changes(self):
        changes = {"due_on": self.cleaned_data["due_on"]} if self.cleaned_data["due_on"] else {}
        if key := self.cleaned_data["translator"]:
            changes["translator"] = self.people.get(key)
        return changes


@transaction.atomic
def assign(tasks, changes, user):
    """Give these translations away; the number of those for which that changed something."""
    rows = Task.objects.select_for_update(of=("self",)).filter(pk__in=[task.pk for task in tasks])
    moved = [task for task in rows.select_related("translator") if facts(task, changes) != in_words(changes)]
    for task in moved:
        audit(user, Event.WRITE, task, lane=task.language, before=facts(task, changes), after=in_words(changes))
    Task.objects.filter(pk__in=[task.pk for task in moved]).update(**changes)
    return len(moved)


def facts(task, names):
    return in_words({name: getattr(task, name) for name in names})


def in_words(values):
    return {name: None if value is None else str(value) for name, value in values.items()}
