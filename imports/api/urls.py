"""Paths of imports."""

from django.urls import path

from imports.api.profiles import ProfileViewSet
from imports.api.proofs import ProofViewSet
from imports.api.views import ImportViewSet as Views

ROOT = "imports/<uuid:uid>/"

urlpatterns = [
    path("mapping-profiles/", ProfileViewSet.as_view({"get": "list"}), name="mapping-profile-list"),
    path("imports/", Views.as_view({"get": "list", "post": "create"}), name="import-list"),
    path(ROOT, Views.as_view({"get": "retrieve"}), name="import-detail"),
    path(
        f"{ROOT}mapping/",
        Views.as_view({"get": "mapping", "put": "correct"}),
        name="import-mapping",
    ),
    path(
        f"{ROOT}mapping/suggest/",
        Views.as_view({"post": "suggest"}),
        name="import-mapping-suggest",
    ),
    # the same act by the two names it has: of the mapping, and of the import that goes on
    path(
        f"{ROOT}mapping/approve/",
        Views.as_view({"post": "confirm"}),
        name="import-mapping-approve",
    ),
    path(f"{ROOT}confirm/", Views.as_view({"post": "confirm"}), name="import-confirm"),
    path(f"{ROOT}rows/", Views.as_view({"get": "rows"}), name="import-rows"),
    path(
        f"{ROOT}rows/<int:number>/",
        Views.as_view({"get": "row", "patch": "mend"}),
        name="import-row",
    ),
    path(
        f"{ROOT}rows/<int:number>/decide/",
        Views.as_view({"post": "decide"}),
        name="import-decide",
    ),
    path(f"{ROOT}commit/", Views.as_view({"post": "commit"}), name="import-commit"),
    path(f"{ROOT}cancel/", Views.as_view({"post": "cancel"}), name="import-cancel"),
    path(f"{ROOT}retry/", Views.as_view({"post": "retry"}), name="import-retry"),
    path(f"{ROOT}revert/", Views.as_view({"post": "revert"}), name="import-revert"),
    path(f"{ROOT}rejects/", Views.as_view({"get": "rejects"}), name="import-rejects"),
    path(f"{ROOT}report.csv", ProofViewSet.as_view({"get": "report"}), name="import-report"),
    path(
        f"{ROOT}replay/",
        ProofViewSet.as_view({"get": "last", "post": "replay"}),
        name="import-replay",
    ),
    path(f"{ROOT}raw/", Views.as_view({"get": "raw"}), name="import-raw"),
]
