"""`/tasks/` and `/notes/`, and both under a contact."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from activities import services
from activities.api import serializers as wire
from activities.filters import NoteFilterSet, TaskFilterSet
from activities.models import Note, Task
from contacts.models import Contact
from core.api.nested import NestedViewSet
from core.api.rows import RECENT, RowViewSet

TARGETS = ("contact", "account", "opportunity")


class TaskViewSet(RowViewSet):
    """Tasks: the caller's own, and those on records they may see."""

    model = Task
    queryset = Task.objects.none()
    serializer_class = wire.TaskSerializer
    filterset_class = TaskFilterSet
    orders = {**RECENT, "due_at": ("due_at", "id"), "-due_at": ("-due_at", "-id")}

    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Return the rows; in the order of due dates only those that have one."""
        rows = super().filter_queryset(queryset)
        by_date = self.request.query_params.get("order", "").endswith("due_at")
        return rows.filter(due_at__isnull=False) if by_date else rows

    def rows(self) -> "QuerySet[Any]":
        """Return all tasks with what they refer to."""
        return Task.objects.select_related(*TARGETS, "assignee__team")

    def add(self, values: dict[str, Any]) -> Task:
        """Add a task; it is the caller's unless somebody else is named."""
        return services.add_task(by=self.caller, **values)

    def change(self, row: Task, expected: int, values: dict[str, Any]) -> Task:
        """Change a task."""
        return services.update_task(row, by=self.caller, expected_version=expected, **values)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def complete(self, _request: Request, uid: UUID) -> Response:
        """Mark a task as done; one that is done keeps its time."""
        return self.again(services.complete_task(self.writable(uid), by=self.caller))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def cancel(self, _request: Request, uid: UUID) -> Response:
        """Take a task off the list without doing it."""
        return self.again(services.cancel_task(self.writable(uid), by=self.caller))

    @extend_schema(request=wire.SnoozeSerializer)
    @action(detail=True, methods=["post"])
    def snooze(self, request: Request, uid: UUID) -> Response:
        """Put a task off."""
        asked = wire.SnoozeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        until = asked.validated_data["until"]
        return self.again(services.snooze_task(self.writable(uid), until=until, by=self.caller))

    @extend_schema(request=wire.TaskAssignmentSerializer)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, uid: UUID) -> Response:
        """Give a task to another person."""
        asked = wire.TaskAssignmentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        task = services.update_task(
            self.writable(uid), by=self.caller, action="assigned", **asked.validated_data
        )
        return self.again(task)


class NoteViewSet(RowViewSet):
    """Notes on the records the caller may see; private ones are their author's."""

    model = Note
    queryset = Note.objects.none()
    serializer_class = wire.NoteSerializer
    filterset_class = NoteFilterSet

    def rows(self) -> "QuerySet[Any]":
        """Return all notes with what they refer to."""
        return Note.objects.select_related(*TARGETS, "author__team")

    def add(self, values: dict[str, Any]) -> Note:
        """Write a note."""
        return services.add_note(by=self.caller, **values)

    def change(self, row: Note, expected: int, values: dict[str, Any]) -> Note:
        """Change a note of the caller's."""
        return services.update_note(row, by=self.caller, expected_version=expected, **values)


class ContactTasks(NestedViewSet):
    """The tasks on a contact."""

    parent_model = Contact
    queryset = Task.objects.none()
    serializer_class = wire.TaskSerializer
    orders = {"-created_at": ("-id",)}

    def children(self, parent: Contact) -> "QuerySet[Any]":
        """Return the tasks."""
        return Task.objects.filter(contact=parent).select_related(*TARGETS, "assignee__team")

    def add(self, parent: Contact, values: dict[str, Any]) -> Task:
        """Add a task on the contact."""
        return services.add_task(by=self.caller, **{**values, "contact": parent})


class ContactNotes(NestedViewSet):
    """The notes on a contact."""

    parent_model = Contact
    queryset = Note.objects.none()
    serializer_class = wire.NoteSerializer
    orders = {"-created_at": ("-id",)}

    def children(self, parent: Contact) -> "QuerySet[Any]":
        """Return the notes the caller may read."""
        rows = Note.objects.filter(contact=parent).visible_to(self.caller)
        return rows.select_related(*TARGETS, "author__team")

    def add(self, parent: Contact, values: dict[str, Any]) -> Note:
        """Write a note on the contact."""
        return services.add_note(by=self.caller, **{**values, "contact": parent})
