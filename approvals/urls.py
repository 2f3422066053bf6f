"""The review pages, mounted at /review/."""

from django.urls import path

from approvals import views

app_name = "approvals"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("count/", views.count, name="count"),
    path("next/", views.onward, name="next"),
    path("<uuid:uid>/", views.detail, name="detail"),
    path("<uuid:uid>/", views.detail, name="proposal"),  # the dossier's name of the same page
    path("<uuid:uid>/approve/", views.approve, name="approve"),
    path("<uuid:uid>/reject/", views.reject, name="reject"),
    path("<uuid:uid>/request-changes/", views.request_changes, name="request_changes"),
    path("<uuid:uid>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:uid>/comment/", views.comment, name="comment"),
    path("<uuid:uid>/edit/", views.edit, name="edit"),
    path("<uuid:uid>/resolve/", views.resolve, name="resolve"),
    path("<uuid:uid>/assign/", views.assign, name="assign"),
    path("<uuid:uid>/submit/", views.submit, name="submit"),
    path("<uuid:uid>/retry/", views.retry, name="retry"),
    path("<uuid:uid>/revert/", views.revert, name="revert"),
    path("<uuid:uid>/effects/", views.effects, name="effects"),
    path("undo/", views.undo, name="undo"),
    path("batch/", views.batch, name="batch"),
    path("all/", views.archive, name="archive"),
    path("rules/", views.policies, name="policies"),
    path("rules/<slug:code>/", views.policy, name="policy"),
    path("calibration/", views.calibration, name="calibration"),
    path("calibration/<slug:code>/", views.switch, name="switch"),
    path("delegations/", views.delegations, name="delegations"),
    path("delegations/<uuid:uid>/revoke/", views.revoke, name="revoke"),
]
