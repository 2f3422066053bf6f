"""What lists of proposals can be narrowed by."""

import django_filters as filters

from approvals.choices import ProposalState, Risk
from approvals.models import Proposal
from core.filters import ChoiceInFilter


class ProposalFilterSet(filters.FilterSet):
    """State, kind, producer, subject, risk and confidence."""

    state__in = ChoiceInFilter(field_name="state", choices=ProposalState.choices)
    kind = filters.CharFilter()
    producer = filters.CharFilter(field_name="proposer__username", help_text="A username.")
    source = filters.CharFilter(field_name="source__code")
    subject = filters.UUIDFilter(
        field_name="items__target_uid", distinct=True, help_text="The uid of a record."
    )
    assignee = filters.CharFilter(field_name="assignee__username", help_text="A username.")
    solo = filters.BooleanFilter(help_text="Approved by its own author in solo mode.")
    risk = filters.ChoiceFilter(choices=Risk.choices)
    min_confidence = filters.NumberFilter(field_name="confidence", lookup_expr="gte")
    submitted_before = filters.IsoDateTimeFilter(field_name="submitted_at", lookup_expr="lt")

    class Meta:
        model = Proposal
        fields = ["state"]
