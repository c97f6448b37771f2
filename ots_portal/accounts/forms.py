from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ots_portal.accounts.assigning import governed_types
from ots_portal.accounts.models import Assignment, User
from ots_portal.accounts.roles import Act, Grant, Role, may, may_give
from ots_portal.labels import capitalized


class TypesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, content_type):
        return capitalized(content_type.model_class()._meta.verbose_name_plural)


class AssignmentForm(forms.ModelForm):
    """A role with its limits, as boxes to tick."""

    languages = forms.MultipleChoiceField(
        choices=settings.LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    content_types = TypesField(queryset=None, required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Assignment
        fields = ["role", "languages", "content_types"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("languages", "content_types"):
            self.fields[name].label = capitalized(Assignment._meta.get_field(name).verbose_name)
            self.fields[name].help_text = Assignment._meta.get_field(name).help_text
        self.fields["content_types"].queryset = governed_types()


class InvitationForm(AssignmentForm):
    """A new user and the one role they begin with, which may not exceed the rights of whoever invites."""

    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("Mail address"), max_length=150)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the administration and of mail"), choices=settings.LANGUAGES
    )

    def __init__(self, *args, inviter, **kwargs):
        super().__init__(*args, **kwargs)
        self.inviter = inviter
        self.fields["role"].choices = [(role.value, capitalized(role.label)) for role in roles_given_by(inviter)]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(Q(email__iexact=email) | Q(username__iexact=email)).exists():
            raise forms.ValidationError(_("Another user already has this mail address."))
        return email

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not may_give(self.inviter, self.grant):
            self.add_error("role", _("These rights go beyond your own. Choose fewer languages or types of record."))
        return cleaned

    @property
    def grant(self):
        types = {f"{each.app_label}.{each.model}" for each in self.cleaned_data["content_types"]}
        return Grant(self.cleaned_data["role"], frozenset(self.cleaned_data["languages"]), frozenset(types))


def roles_given_by(user):
    is_free = may(user, Act.ADMINISTER)
    return [role for role in Role if is_free or any(own.acts >= Grant(role).acts for own in user.grants)]
