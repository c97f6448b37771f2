from django.shortcuts import render

from ots_portal.pages.models import Page
from ots_portal.publishing.serving import serves


@serves(Page)
def page_detail(request, page):
    return render(request, "pages/page_detail.html", {"page": page})
