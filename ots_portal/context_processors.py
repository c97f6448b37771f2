"""What base.html needs on every page; nothing here asks the database before a template does."""

from django.utils.functional import SimpleLazyObject

from ots_portal import navigation


def portal(request):
    return {
        "addresses": navigation.addresses(request),
        "menus": SimpleLazyObject(lambda: navigation.menus(request.path)),
        "menu_item": navigation.place_in_portal(request.path),
    }
