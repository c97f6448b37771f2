from django.urls import path

from meetings import selections, views
from ots_portal.addresses import route

app_name = "meetings"

urlpatterns = [
    path("", views.meeting_list, name="meeting_list"),
    path(route("{calendar}"), selections.selection_calendar, name="selection_calendar"),
    path(route("{feed}"), selections.selection_feed, name="selection_feed"),
    path(route("{csv}"), selections.selection_csv, name="selection_csv"),
    path(route("{json}"), selections.selection_json, name="selection_json"),
    path(route("{series}/<slug:slug>/"), views.series_detail, name="series_detail"),
    path("<slug:slug>/", views.meeting_detail, name="meeting_detail"),
    path(route("<slug:slug>/{calendar}"), selections.meeting_calendar, name="meeting_calendar"),
]
