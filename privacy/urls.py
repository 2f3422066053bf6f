"""The privacy page of a person."""

from django.urls import path

from privacy import views

app_name = "privacy"
urlpatterns = [
    path("break-glass/", views.glass, name="glass"),
    path("contacts/<uuid:uid>/privacy/", views.person, name="person"),
    path("contacts/<uuid:uid>/privacy/answer/", views.answer, name="answer"),
    path("contacts/<uuid:uid>/privacy/export/", views.export, name="export"),
    path("contacts/<uuid:uid>/privacy/erase/", views.erase, name="erase"),
]
