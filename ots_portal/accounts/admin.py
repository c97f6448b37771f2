from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from ots_portal.accounts.models import User
from ots_portal.change_lists import StaffAdmin

PASSWORD_HELP = _("Give the password to its owner in person; it can be changed after signing in.")
RIGHTS_HELP = _(
    "People who leave are made inactive, not deleted: records name their authors. "
    "“Staff” opens the administration; groups and rights say what may be done there."
)

admin.site.unregister(Group)
admin.site.unregister(EmailAddress)  # the one address of a user stands on the user


@admin.register(User)
class PortalUserAdmin(StaffAdmin, UserAdmin):
    list_display = ["username", "first_name", "last_name", "email", "language", "is_staff", "is_active", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "language", "groups"]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    autocomplete_fields = ["groups"]
    filter_horizontal = ["user_permissions"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": [("first_name", "last_name"), "email", "language"]}),
        (_("Rights"), {"fields": [("is_active", "is_staff", "is_superuser"), "groups", "user_permissions"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"], "classes": ["collapse"]}),
    ]
    fieldsets[2][1]["description"] = RIGHTS_HELP
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"], "description": PASSWORD_HELP}),
        (_("Person"), {"fields": [("first_name", "last_name"), "email", "language", "is_staff"]}),
    ]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Group)
class PortalGroupAdmin(StaffAdmin, GroupAdmin):
    search_fields = ["name"]
