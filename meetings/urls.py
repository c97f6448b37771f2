from django.urls import path

from meetings import views
from ots_portal.addresses import route

app_name = "meetings"

urlpatterns = [
    path("", views.meeting_list, name="meeting_list"),
    path(route("{series}/<slug:slug>/"), views.series_detail, name="series_detail"),
    path("<slug:slug>/", views.meeting_detail, name="meeting_detail"),
]
