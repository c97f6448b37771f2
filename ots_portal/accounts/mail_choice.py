"""The page on which users say in which language the portal writes to them, and whether it does so each day."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ots_portal.accounts.assigning import facts, record_change
from ots_portal.accounts.models import User
from ots_portal.labels import capitalized


class MailForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["language", "daily_mail"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capitalized(field.label)


@never_cache
@login_required
def account_mail(request):
    before = facts(request.user)
    form = MailForm(request.POST or None, instance=request.user)
    if form.is_valid():
        record_change(request.user, form.save(), before)
        messages.success(request, _("Your choice is kept."))
        return redirect("account_mail")
    return render(request, "account/mail.html", {"form": form})
