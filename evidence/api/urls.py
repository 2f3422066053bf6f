"""Paths of evidence and scores."""

from django.urls import path

from evidence.api import configs, intake, scores

urlpatterns = [
    path(
        "evidence/",
        intake.EvidenceViewSet.as_view({"get": "list", "post": "create"}),
        name="evidence-list",
    ),
    path(
        "evidence/quarantine/",
        intake.QuarantineViewSet.as_view({"get": "list"}),
        name="evidence-quarantine",
    ),
    path(
        "evidence/<uuid:uid>/",
        intake.EvidenceViewSet.as_view({"get": "retrieve"}),
        name="evidence-detail",
    ),
    path("evidence/link-session/", intake.LinkSessionView.as_view(), name="evidence-link-session"),
    path("evidence/<uuid:uid>/withdraw/", intake.WithdrawView.as_view(), name="evidence-withdraw"),
    path("qd/configs/", configs.ConfigsView.as_view(), name="qd-configs"),
    path("qd/configs/activate/", configs.ActivateView.as_view(), name="qd-activate"),
    path("qd/leaderboard/", configs.LeaderboardView.as_view(), name="qd-leaderboard"),
    path("contacts/<uuid:uid>/qd/", scores.ContactScoreView.as_view(), name="contact-qd"),
    path(
        "contacts/<uuid:uid>/qd/explain/",
        scores.ContactExplainView.as_view(),
        name="contact-qd-explain",
    ),
    path(
        "contacts/<uuid:uid>/qd/timeline/",
        scores.ContactTimelineView.as_view(),
        name="contact-qd-timeline",
    ),
    path("households/<uuid:uid>/qd/", scores.HouseholdScoreView.as_view(), name="household-qd"),
    path("accounts/<uuid:uid>/qd/", scores.AccountScoreView.as_view(), name="account-qd"),
    path(
        "opportunities/<uuid:uid>/qd/", scores.OpportunityScoreView.as_view(), name="opportunity-qd"
    ),
]
