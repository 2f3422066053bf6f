"""The pages of identity, mounted at /duplicates/."""

from django.urls import path

from identity import views

app_name = "identity"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("next/", views.following, name="next"),
    path("undo/", views.undo, name="undo"),
    path("scan/", views.scan, name="scan"),
    path("scan/start/", views.begin_scan, name="scan-start"),
    path("scan/stop/", views.stop_scan, name="scan-stop"),
    path("scan/resume/", views.resume_scan, name="scan-resume"),
    path("compare/<uuid:left>/<uuid:right>/", views.compare, name="compare"),
    path("pairs/<uuid:uid>/", views.pair, name="pair"),
    path("pairs/<uuid:uid>/preview/", views.preview, name="preview"),
    path("pairs/<uuid:uid>/merge/", views.merge, name="merge"),
    path("pairs/<uuid:uid>/different/", views.different, name="different"),
    path("pairs/<uuid:uid>/skip/", views.skip, name="skip"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/undo/", views.undo_accounts, name="undo-accounts"),
    path("accounts/<uuid:uid>/", views.account, name="account"),
    path("accounts/<uuid:uid>/different/", views.different_accounts, name="different-accounts"),
    path("accounts/<uuid:uid>/again/", views.ask_accounts_again, name="ask-accounts-again"),
    path("accounts/<uuid:uid>/merge/", views.merge_account, name="merge-account"),
    path("contacts/<uuid:uid>/", views.formed, name="formed"),
    path("contacts/<uuid:uid>/lock/", views.keep, name="lock"),
    path("contacts/<uuid:uid>/pin/", views.pin, name="pin"),
    path("contacts/<uuid:uid>/unlock/", views.release, name="unlock"),
    path("contacts/<uuid:uid>/propose-unlock/", views.ask_release, name="propose-unlock"),
    path("operations/<uuid:uid>/unmerge/", views.unmerge, name="unmerge"),
    path("operations/<uuid:uid>/left/", views.leftover, name="leftover"),
    path("contacts/<uuid:uid>/split/", views.split, name="split"),
]
