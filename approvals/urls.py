"""The review pages, mounted at /review/."""

from django.urls import path

from approvals import views

app_name = "approvals"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("<uuid:uid>/", views.detail, name="detail"),
    path("<uuid:uid>/", views.detail, name="proposal"),  # the dossier's name of the same page
    path("<uuid:uid>/approve/", views.approve, name="approve"),
    path("<uuid:uid>/reject/", views.reject, name="reject"),
    path("<uuid:uid>/request-changes/", views.request_changes, name="request_changes"),
    path("<uuid:uid>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:uid>/comment/", views.comment, name="comment"),
]
