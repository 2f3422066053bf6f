"""Paths of proposals."""

from rest_framework.routers import SimpleRouter

import approvals.api.errors  # noqa: F401 -- teaches the API our refusals
from approvals.api.rules import DelegationViewSet, GovernanceViewSet, PolicyViewSet
from approvals.api.sensitive import SensitiveFieldViewSet
from approvals.api.views import ProposalViewSet

router = SimpleRouter(use_regex_path=False)
router.register("proposals", ProposalViewSet, basename="proposal")
router.register("approval-policies", PolicyViewSet, basename="approval-policy")
router.register("delegations", DelegationViewSet, basename="delegation")
router.register("approvals", GovernanceViewSet, basename="governance")
router.register("sensitive-fields", SensitiveFieldViewSet, basename="sensitive-field")
urlpatterns = router.urls
