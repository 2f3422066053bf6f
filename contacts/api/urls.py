"""Paths of people, households and what hangs on them."""

from django.urls import path
from rest_framework.routers import SimpleRouter

import contacts.api.errors  # noqa: F401 -- teaches the API our refusals
from contacts.api import nested
from contacts.api.lookalikes import LookalikesView
from contacts.api.resolve import ResolveView
from contacts.api.views import ContactViewSet, HouseholdViewSet
from core.api.nested import nested_paths

router = SimpleRouter(use_regex_path=False)
router.register("contacts", ContactViewSet, basename="contact")
router.register("households", HouseholdViewSet, basename="household")

ALL = ("list", "create", "retrieve", "partial_update")
ADD = ("list", "create")

urlpatterns = [
    path("contacts/resolve/", ResolveView.as_view(), name="contact-resolve"),
    path("contacts/lookalikes/", LookalikesView.as_view(), name="contact-lookalikes"),
    *router.urls,
    *nested_paths("contacts", "points", nested.PointViewSet, (*ALL, "retire")),
    *nested_paths("contacts", "addresses", nested.AddressViewSet, ALL),
    *nested_paths("contacts", "roles", nested.RoleViewSet, ALL),
    *nested_paths("contacts", "relationships", nested.RelationshipViewSet, ALL),
    *nested_paths("contacts", "consents", nested.ConsentViewSet, ADD),
    *nested_paths("contacts", "accounts", nested.AccountLinkViewSet, ALL),
    *nested_paths("households", "members", nested.HouseholdMemberViewSet, ALL),
    *nested_paths("accounts", "contacts", nested.PersonLinkViewSet, ("list",)),
]
