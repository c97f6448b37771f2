from django.urls import path

from ots_portal.addresses import route
from ots_portal.search import views

app_name = "search"
urlpatterns = [
    path("", views.result_list, name="result_list"),
    path(route("{suggestions}"), views.suggestion_list, name="suggestion_list"),
]
