"""Paths of identity."""

from django.urls import path

import identity.api.errors  # noqa: F401 -- teaches the API what the errors mean
from identity.api import accounts, locks, views

urlpatterns = [
    path("contacts/<uuid:uid>/duplicates/", views.DuplicatesView.as_view(), name="duplicates"),
    path("contacts/<uuid:uid>/why/<uuid:other>/", views.WhyView.as_view(), name="why"),
    path("contacts/<uuid:uid>/how/", views.HowView.as_view(), name="how"),
    path("contacts/<uuid:uid>/lock-field/", locks.LockFieldView.as_view(), name="lock-field"),
    path("contacts/<uuid:uid>/unlock-field/", locks.UnlockFieldView.as_view(), name="unlock-field"),
    path(
        "contacts/<uuid:uid>/propose-unlock/",
        locks.ProposeUnlockView.as_view(),
        name="propose-unlock",
    ),
    path(
        "contacts/<uuid:uid>/explain/<slug:field>/",
        locks.ExplainFieldView.as_view(),
        name="explain-field",
    ),
    path(
        "accounts/<uuid:uid>/duplicates/",
        accounts.AccountDuplicatesView.as_view(),
        name="account-duplicates",
    ),
    path("account-merges/", accounts.AccountMergesView.as_view(), name="account-merges"),
    path("merges/preview/", views.MergePreviewView.as_view(), name="merge-preview"),
    path("merges/", views.MergesView.as_view(), name="merges"),
    path("unmerges/", views.UnmergesView.as_view(), name="unmerges"),
    path("pair-verdicts/", views.PairVerdictsView.as_view(), name="pair-verdicts"),
]
