"""What lists of interactions, tasks and notes can be narrowed by."""

from typing import Any

import django_filters as filters
from django.db.models import Exists, OuterRef, QuerySet

from activities.choices import Direction, InteractionKind, TaskKind, TaskPriority, TaskStatus
from activities.models import Interaction, Note, Task, Transcript
from core.filters import ChoiceInFilter, UndrawnFilterSet


class TargetFilterSet(UndrawnFilterSet):
    """The record a row is about."""

    contact = filters.UUIDFilter(field_name="contact__uid")
    account = filters.UUIDFilter(field_name="account__uid")
    opportunity = filters.UUIDFilter(field_name="opportunity__uid")


class InteractionFilterSet(TargetFilterSet):
    """The filters of `/interactions/`."""

    kind = filters.ChoiceFilter(choices=InteractionKind.choices)
    kind__in = ChoiceInFilter(field_name="kind", choices=InteractionKind.choices)
    direction = filters.ChoiceFilter(choices=Direction.choices)
    since = filters.IsoDateTimeFilter(field_name="occurred_at", lookup_expr="gte")
    until = filters.IsoDateTimeFilter(field_name="occurred_at", lookup_expr="lt")
    user = filters.CharFilter(field_name="user__username")
    thread = filters.CharFilter(field_name="thread_id")
    source = filters.CharFilter(field_name="source_system__code")
    has_transcript = filters.BooleanFilter(method="transcribed")
    q = filters.CharFilter(field_name="snippet", lookup_expr="icontains")

    class Meta:
        model = Interaction
        fields: list[str] = []

    def transcribed(
        self,
        rows: "QuerySet[Any]",
        _name: str,
        value: bool,  # noqa: FBT001 -- the library's signature
    ) -> "QuerySet[Any]":
        """Keep those with a transcript, or those without."""
        has = Exists(Transcript.objects.filter(interaction=OuterRef("pk")))
        return rows.filter(has if value else ~has)


class TaskFilterSet(TargetFilterSet):
    """The filters of `/tasks/`."""

    assignee = filters.CharFilter(field_name="assignee__username", help_text="A username.")
    status = filters.ChoiceFilter(choices=TaskStatus.choices)
    status__in = ChoiceInFilter(field_name="status", choices=TaskStatus.choices)
    kind = filters.ChoiceFilter(choices=TaskKind.choices)
    priority = filters.ChoiceFilter(choices=TaskPriority.choices)
    due_after = filters.IsoDateTimeFilter(field_name="due_at", lookup_expr="gte")
    due_before = filters.IsoDateTimeFilter(field_name="due_at", lookup_expr="lt")

    class Meta:
        model = Task
        fields: list[str] = []


class NoteFilterSet(TargetFilterSet):
    """The filters of `/notes/`."""

    pinned = filters.BooleanFilter()
    q = filters.CharFilter(field_name="body", lookup_expr="icontains")

    class Meta:
        model = Note
        fields: list[str] = []
