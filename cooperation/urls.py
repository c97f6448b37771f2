from django.urls import path

from cooperation import views
from ots_portal.addresses import route

app_name = "cooperation"

urlpatterns = [
    path(route("{areas}/"), views.area_list, name="area_list"),
    path(route("{areas}/<slug:slug>/"), views.area_detail, name="area_detail"),
    path(route("{areas}/<slug:area>/<slug:slug>/"), views.topic_detail, name="topic_detail"),
    path(route("{documents}/"), views.document_list, name="document_list"),
    path(route("{documents}/<slug:slug>/"), views.document_detail, name="document_detail"),
    path(route("{institutions}/"), views.institution_list, name="institution_list"),
    path(route("{institutions}/<slug:slug>/"), views.institution_detail, name="institution_detail"),
    path(route("{people}/"), views.person_list, name="person_list"),
    path(route("{people}/<slug:slug>/"), views.person_detail, name="person_detail"),
    path(route("{states}/"), views.state_list, name="state_list"),
    path(route("{states}/<slug:slug>/"), views.state_detail, name="state_detail"),
    path(route("{names}/"), views.organisation_name_list, name="organisation_name_list"),
]
