from django.urls import path

from vision import views

app_name = "vision"

urlpatterns = [
    path("", views.declaration_detail, name="declaration_detail"),
    path("<slug:slug>/", views.pillar_detail, name="pillar_detail"),
    path("<slug:pillar>/<slug:slug>/", views.section_detail, name="section_detail"),
]
