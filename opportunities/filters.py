"""What lists of deals, visits and interests can be narrowed by."""

from datetime import timedelta
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone

from core.choices import Currency
from core.filters import ChoiceInFilter, OwnedFilterSet
from opportunities.choices import (
    BookingState,
    StageCategory,
    TagStatus,
    TouchKind,
    VisitStatus,
)
from opportunities.models import (
    Booking,
    Campaign,
    CampaignTouch,
    Opportunity,
    PartnerTag,
    SiteVisit,
)

MOST_DAYS = 36_500


class OpportunityFilterSet(OwnedFilterSet):
    """The filters of `/opportunities/`."""

    q = filters.CharFilter(field_name="name", lookup_expr="icontains")
    stage = filters.CharFilter(field_name="stage__code", help_text="A stage's code.")
    category = filters.ChoiceFilter(field_name="stage__category", choices=StageCategory.choices)
    pipeline = filters.CharFilter(field_name="stage__pipeline__code")
    contact = filters.UUIDFilter(field_name="primary_contact__uid")
    account = filters.UUIDFilter(field_name="account__uid")
    project = filters.UUIDFilter(field_name="project__uid")
    partner = filters.UUIDFilter(
        field_name="parties__account__uid", distinct=True, help_text="The uid of a broker firm."
    )
    amount__gte = filters.NumberFilter(field_name="amount", lookup_expr="gte")
    amount__lte = filters.NumberFilter(field_name="amount", lookup_expr="lte")
    currency = filters.ChoiceFilter(choices=Currency.choices)
    close_after = filters.DateFilter(field_name="expected_close", lookup_expr="gte")
    close_before = filters.DateFilter(field_name="expected_close", lookup_expr="lte")
    stale_days = filters.NumberFilter(
        method="stale", min_value=0, max_value=MOST_DAYS, help_text="As long in its stage."
    )

    class Meta:
        model = Opportunity
        fields: list[str] = []

    def stale(self, rows: "QuerySet[Any]", _name: str, days: Any) -> "QuerySet[Any]":
        """Keep the deals that have stood in their stage for so many days."""
        return rows.filter(stage_entered_at__lte=timezone.now() - timedelta(days=float(days)))


class OfContactFilterSet(filters.FilterSet):
    """The contact a row hangs on."""

    contact = filters.UUIDFilter(field_name="contact__uid")


class VisitFilterSet(OfContactFilterSet):
    """The filters of `/site-visits/`."""

    project = filters.UUIDFilter(field_name="project__uid")
    opportunity = filters.UUIDFilter(field_name="opportunity__uid")
    host = filters.CharFilter(field_name="host__username")
    status = filters.ChoiceFilter(choices=VisitStatus.choices)
    status__in = ChoiceInFilter(field_name="status", choices=VisitStatus.choices)
    scheduled_after = filters.IsoDateTimeFilter(field_name="scheduled_at", lookup_expr="gte")
    scheduled_before = filters.IsoDateTimeFilter(field_name="scheduled_at", lookup_expr="lt")

    class Meta:
        model = SiteVisit
        fields: list[str] = []


class BookingFilterSet(filters.FilterSet):
    """The filters of `/bookings/`."""

    opportunity = filters.UUIDFilter(field_name="opportunity__uid")
    contact = filters.UUIDFilter(field_name="opportunity__primary_contact__uid")
    unit = filters.UUIDFilter(field_name="unit__uid")
    project = filters.UUIDFilter(field_name="unit__project__uid")
    state = filters.ChoiceFilter(choices=BookingState.choices)
    state__in = ChoiceInFilter(field_name="state", choices=BookingState.choices)

    class Meta:
        model = Booking
        fields: list[str] = []


class TagFilterSet(OfContactFilterSet):
    """The filters of `/partner-tags/`."""

    project = filters.UUIDFilter(field_name="project__uid")
    partner = filters.UUIDFilter(field_name="partner__uid")
    status = filters.ChoiceFilter(choices=TagStatus.choices)
    on = filters.DateFilter(
        field_name="valid", lookup_expr="contains", help_text="Tags whose window holds the day."
    )

    class Meta:
        model = PartnerTag
        fields: list[str] = []


class CampaignFilterSet(filters.FilterSet):
    """The filters of `/campaigns/`."""

    source = filters.CharFilter(field_name="source_system__code")
    external_id = filters.CharFilter()
    q = filters.CharFilter(field_name="name", lookup_expr="icontains")

    class Meta:
        model = Campaign
        fields: list[str] = []


class TouchFilterSet(OfContactFilterSet):
    """The filters of `/campaign-touches/`."""

    campaign = filters.UUIDFilter(field_name="campaign__uid")
    kind = filters.ChoiceFilter(choices=TouchKind.choices)
    occurred_after = filters.IsoDateTimeFilter(field_name="occurred_at", lookup_expr="gte")
    occurred_before = filters.IsoDateTimeFilter(field_name="occurred_at", lookup_expr="lt")

    class Meta:
        model = CampaignTouch
        fields: list[str] = []
