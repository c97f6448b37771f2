"""What base.html needs on every page; nothing here asks the database before a template does."""

from django.utils.functional import SimpleLazyObject

from ots_portal import navigation
from ots_portal.pages.models import Page


def portal(request):
    main = navigation.menu(navigation.main_items(), request.path)
    further = navigation.menu(navigation.further_items(), request.path)
    return {
        "addresses": navigation.addresses(request),
        "navigation": main,
        "footer_navigation": further,
        "menu_item": next((item for item in [*main, *further] if item["current"]), None),
        "free_pages": SimpleLazyObject(free_pages),
    }


def free_pages():
    return Page.objects.readable().in_alphabetical_order()
