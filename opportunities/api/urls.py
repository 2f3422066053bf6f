"""Paths of deals and what belongs to them."""

from django.urls import path
from rest_framework.routers import SimpleRouter

import opportunities.api.errors  # noqa: F401 -- teaches the API our refusals
from core.api.nested import nested_paths
from opportunities.api import views
from opportunities.api.attribution import AttributionView, DealAttributionView
from opportunities.api.bookings import BookingViewSet
from opportunities.api.campaigns import CampaignViewSet, TouchViewSet
from opportunities.api.holds import DealUnits, UnitHoldView
from opportunities.api.matching import urlpatterns as matching
from opportunities.api.partners import TagViewSet

router = SimpleRouter(use_regex_path=False)
router.register("opportunities", views.OpportunityViewSet, basename="opportunity")
router.register("pipelines", views.PipelineViewSet, basename="pipeline")
router.register("site-visits", views.VisitViewSet, basename="site-visit")
router.register("bookings", BookingViewSet, basename="booking")
router.register("partner-tags", TagViewSet, basename="partner-tag")
router.register("campaigns", CampaignViewSet, basename="campaign")
router.register("campaign-touches", TouchViewSet, basename="campaign-touch")

ALL = ("list", "create", "retrieve", "partial_update")

urlpatterns = [
    *matching,
    path("attribution/", AttributionView.as_view(), name="attribution"),
    *router.urls,
    *nested_paths("opportunities", "parties", views.PartyViewSet, ALL),
    *nested_paths("contacts", "interests", views.InterestViewSet, ALL),
    *nested_paths("accounts", "opportunities", views.AccountOpportunities, ("list",)),
    *nested_paths("opportunities", "units", DealUnits, ("list",)),
    path(
        "opportunities/<uuid:uid>/attribution/",
        DealAttributionView.as_view(),
        name="opportunity-attribution",
    ),
    path(
        "units/<uuid:uid>/interested/",
        views.UnitInterested.as_view({"get": "list"}),
        name="unit-interested",
    ),
    path(
        "units/<uuid:uid>/hold/",
        UnitHoldView.as_view({"get": "retrieve", "post": "create", "delete": "destroy"}),
        name="unit-hold",
    ),
    *nested_paths("contacts", "visits", views.ContactVisits, ("list",)),
]
