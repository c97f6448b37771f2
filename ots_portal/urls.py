"""Every address of the portal; the words in them come from addresses.py."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from cooperation.previous_site import ADDRESS, previous_page
from ots_portal import health, views
from ots_portal.addresses import route
from ots_portal.library.views import library_file
from ots_portal.metrics.views import metrics
from ots_portal.publishing.preview import shared_preview
from ots_portal.sitemaps import sitemap_index, sitemap_section

urlpatterns = [
    path("", views.root, name="root"),
    path("health/", health.health, name="health"),
    path("health/live/", health.live, name="live"),
    path("metrics", metrics, name="metrics"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_section, name="sitemap_section"),
    path("files/<uuid:pk>/<str:name>", library_file, name="library_file"),
    path("r/<slug:kind>/<str:reference>/", views.citation, name="citation"),
    path("r/<slug:language>/<slug:kind>/<str:reference>/", views.citation_in, name="citation_in"),
    path("onizleme/<str:token>/", shared_preview, name="shared_preview"),
    path("yonetim/", views.own_admin, name="own_admin"),
    re_path(ADDRESS, previous_page),
    *i18n_patterns(
        path("", views.home, name="home"),
        path(route("{recent}/"), views.recent_change_list, name="recent_change_list"),
        path(route("{admin}/"), admin.site.urls),
        path(route("{account}/"), include("ots_portal.accounts.urls")),
        path(route("{open_data}/"), views.open_data, name="open_data"),
        path("", include("cooperation.urls")),
        path(route("{meetings}/"), include("meetings.urls")),
        path(route("{vision}/"), include("vision.urls")),
        path(route("{search}/"), include("ots_portal.search.urls")),
        path(route("{page}/"), include("ots_portal.pages.urls")),
    ),
]

handler400 = "ots_portal.views.bad_request"
handler403 = "ots_portal.views.permission_denied"
handler404 = "ots_portal.views.page_not_found"
handler429 = "ots_portal.accounts.views.too_many_attempts"
handler500 = "ots_portal.outages.server_error"
