"""Paths of deals and what belongs to them."""

from typing import TYPE_CHECKING, Any

from django.urls import path
from rest_framework.routers import SimpleRouter

import opportunities.api.errors  # noqa: F401 -- teaches the API our refusals
from core.api.nested import nested_paths
from core.registry import register_feed
from opportunities.api import views
from opportunities.api.attribution import AttributionView
from opportunities.api.campaigns import CampaignViewSet, TouchViewSet
from opportunities.api.matching import urlpatterns as matching
from opportunities.models import Campaign, Opportunity, PropertyInterest, SiteVisit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User

router = SimpleRouter(use_regex_path=False)
router.register("opportunities", views.OpportunityViewSet, basename="opportunity")
router.register("pipelines", views.PipelineViewSet, basename="pipeline")
router.register("site-visits", views.VisitViewSet, basename="site-visit")
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
    path(
        "units/<uuid:uid>/interested/",
        views.UnitInterested.as_view({"get": "list"}),
        name="unit-interested",
    ),
    *nested_paths("contacts", "visits", views.ContactVisits, ("list",)),
]


def _campaigns(_user: "User") -> "QuerySet[Any]":
    return Campaign.objects.all()


register_feed("opportunity", Opportunity.objects.visible_to)
register_feed("sitevisit", SiteVisit.objects.visible_to)
register_feed("propertyinterest", PropertyInterest.objects.visible_to)
register_feed("campaign", _campaigns)
