"""Filters every list of owned records has."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.http import HttpRequest

from core.choices import State, Visibility
from core.models import AuditEvent, Team, User


class TextInFilter(filters.BaseInFilter, filters.CharFilter):
    """One of several texts, separated by commas."""


class ChoiceInFilter(filters.BaseInFilter, filters.ChoiceFilter):
    """One of several choices, separated by commas."""


class UndrawnFilterSet(filters.FilterSet):
    """Filters whose form checks what was asked and is never drawn.

    To look up its labels, for every request anew, took a tenth of what a list takes.
    """

    def get_form_class(self) -> Any:
        """Return the form, each field labelled by its name."""
        for name, each in self.filters.items():
            each.label = name
        return super().get_form_class()


class OwnedFilterSet(UndrawnFilterSet):
    """Owner, team, state, visibility and times; archived records only on demand."""

    owner = filters.ModelChoiceFilter(
        queryset=lambda _: User.objects.all(), to_field_name="username", help_text="A username."
    )
    owner__in = TextInFilter(field_name="owner__username")
    owner__isnull = filters.BooleanFilter(field_name="owner", lookup_expr="isnull")
    team = filters.ModelChoiceFilter(
        queryset=lambda _: Team.objects.all(), to_field_name="name", help_text="A team's name."
    )
    state = filters.ChoiceFilter(
        choices=[(state.value, state.label) for state in (State.ACTIVE, State.ARCHIVED)],
        help_text="`active` unless told.",
    )
    visibility = filters.ChoiceFilter(choices=Visibility.choices)
    updated_after = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gt")
    updated_before = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="lt")
    created_after = filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="gt")
    created_before = filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="lt")

    def __init__(
        self,
        data: Any = None,
        queryset: "QuerySet[Any] | None" = None,
        *,
        request: HttpRequest | None = None,
        prefix: str | None = None,
    ) -> None:
        values = data.copy() if data is not None else {}
        values.setdefault("state", State.ACTIVE.value)
        super().__init__(values, queryset, request=request, prefix=prefix)

    @staticmethod
    def unasked(rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Return what a list shows that nobody narrowed."""
        return rows.filter(state=State.ACTIVE)


class AuditFilterSet(filters.FilterSet):
    """The filters of `/audit/events/`."""

    action = filters.CharFilter(lookup_expr="startswith", help_text="How the action begins.")
    actor = filters.CharFilter(field_name="actor__username", help_text="A username.")
    object_type = filters.CharFilter()
    object_uid = filters.UUIDFilter()
    proposal = filters.UUIDFilter(field_name="proposal_uid")
    batch = filters.UUIDFilter(field_name="batch_uid")
    request_id = filters.CharFilter()
    since = filters.IsoDateTimeFilter(field_name="at", lookup_expr="gte")
    until = filters.IsoDateTimeFilter(field_name="at", lookup_expr="lt")

    class Meta:
        model = AuditEvent
        fields: list[str] = []
