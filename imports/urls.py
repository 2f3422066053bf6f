"""The import wizard, under /imports/."""

from django.urls import path

from imports import views

app_name = "imports"
urlpatterns = [
    path("", views.batches, name="list"),
    path("<uuid:uid>/", views.detail, name="detail"),
    path("<uuid:uid>/progress/", views.progress, name="progress"),
    path("<uuid:uid>/reading/", views.read_again, name="read_again"),
    path("<uuid:uid>/mapping/", views.confirm, name="confirm"),
    path("<uuid:uid>/decide/", views.decide, name="decide"),
    path("<uuid:uid>/link/", views.link_known, name="link_known"),
    path("<uuid:uid>/rest/", views.propose_rest, name="propose_rest"),
    path("<uuid:uid>/approve/", views.approve, name="approve"),
    path("<uuid:uid>/reject/", views.reject, name="reject"),
    path("<uuid:uid>/reopen/", views.reopen, name="reopen"),
    path("<uuid:uid>/resubmit/", views.resubmit, name="resubmit"),
    path("<uuid:uid>/retry/", views.retry, name="retry"),
    path("<uuid:uid>/cancel/", views.cancel, name="cancel"),
    path("<uuid:uid>/undo/", views.undo, name="undo"),
    path("<uuid:uid>/rejects/", views.rejects, name="rejects"),
    path("<uuid:uid>/raw/", views.raw, name="raw"),
]
