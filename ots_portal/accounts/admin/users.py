from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from ots_portal.accounts.admin.sign_in import SecondFactorFilter, SignInPage
from ots_portal.accounts.assigning import facts, invite, let_in, record_change
from ots_portal.accounts.audit import Event, record
from ots_portal.accounts.forms import AssignmentForm, InvitationForm
from ots_portal.accounts.models import Assignment, User
from ots_portal.accounts.roles import Act, may
from ots_portal.accounts.security_mail import tell
from ots_portal.change_lists import StaffAdmin, StaffFields

PASSWORD_HELP = gettext_lazy(
    "Give the password to its owner in person; it can be changed after signing in. "
    "Whoever is invited by mail chooses one instead."
)
STATE_HELP = gettext_lazy("People who leave are made inactive, not deleted: records name their authors.")
INVITED = gettext_lazy("%(name)s is invited; a link to choose a password was sent to %(address)s.")
INVITATION = [
    (gettext_lazy("Person"), {"fields": [("first_name", "last_name"), "email", "language"]}),
    (gettext_lazy("Rights"), {"fields": ["role", "languages", "content_types"]}),
]

admin.site.unregister(Group)  # roles decide (accounts/roles.py)
admin.site.unregister(EmailAddress)  # the one address of a user stands on the user
admin.site.unregister(Authenticator)  # these and sessions stand on the user's page of signing in
admin.site.unregister(UserSession)
admin.site.unregister([SocialAccount, SocialApp, SocialToken])  # the environment says which server there is


class AssignmentInline(StaffFields, admin.StackedInline):
    model = Assignment
    form = AssignmentForm
    extra = 0


@admin.register(User)
class PortalUserAdmin(SignInPage, StaffAdmin, UserAdmin):
    list_display = ["username", "first_name", "last_name", "email", "roles", "language", "is_active", "second_factor"]
    list_display += ["last_login"]
    list_filter = ["is_active", SecondFactorFilter, "assignments__role", "is_superuser", "language"]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    filter_horizontal = []
    inlines = [AssignmentInline]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (gettext_lazy("Person"), {"fields": [("first_name", "last_name"), "email", ("language", "daily_mail")]}),
        (gettext_lazy("Entry"), {"fields": [("is_active", "is_superuser"), "sign_in_link"], "description": STATE_HELP}),
        (gettext_lazy("Dates"), {"fields": ["last_login", "date_joined"], "classes": ["collapse"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"], "description": PASSWORD_HELP}),
        (gettext_lazy("Person"), {"fields": [("first_name", "last_name"), "email", "language"]}),
    ]

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user):
        return format_html_join(", ", "{}", [[each.with_languages] for each in user.assignments.all()])

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("assignments")

    def get_readonly_fields(self, request, obj=None):
        """Nobody locks themselves out, and only superusers make superusers."""
        closed = [] if request.user.is_superuser else ["is_superuser"]
        own = ["is_active", "is_superuser"] if obj == request.user else []
        return ["last_login", "date_joined", "sign_in_link", *closed, *own]

    def has_change_permission(self, request, obj=None):
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        form.before = facts(User.objects.get(pk=obj.pk)) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        let_in(form.instance)
        record_change(request.user, form.instance, form.before)

    def user_change_password(self, request, id, form_url=""):
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and isinstance(response, HttpResponseRedirect):
            user = self.get_object(request, id)
            record(request.user, Event.PASSWORD, user)
            tell(user, "password_set_by_others")
        return response

    def get_urls(self):
        view = self.admin_site.admin_view(self.invite)
        return [path("invite/", view, name="accounts_user_invite"), *super().get_urls()]

    @method_decorator([never_cache, csrf_protect])
    def invite(self, request):
        if not may(request.user, Act.INVITE):
            raise PermissionDenied
        form = InvitationForm(request.POST or None, inviter=request.user)
        if form.is_valid():
            user = invite(request.user, **form.cleaned_data)
            messages.success(request, INVITED % {"name": user.get_full_name(), "address": user.email})
            return redirect("admin:index")
        context = self.admin_site.each_context(request) | {"title": _("Invite a person"), "opts": self.opts}
        context |= {"form": form, "adminform": AdminForm(form, INVITATION, {}), "media": self.media + form.media}
        return TemplateResponse(request, "admin/accounts/invite.html", context)
