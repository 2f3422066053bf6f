"""Paths of what happened and what is to be done."""

from django.urls import path
from rest_framework.routers import SimpleRouter

import activities.api.errors  # noqa: F401 -- teaches the API our refusals
from activities.api import views
from activities.api.attachments import (
    AccountAttachments,
    AccountFileView,
    ContactAttachments,
    ContactFileView,
)
from activities.api.interactions import InteractionViewSet
from core.api.nested import nested_paths

router = SimpleRouter(use_regex_path=False)
router.register("interactions", InteractionViewSet, basename="interaction")
router.register("tasks", views.TaskViewSet, basename="task")
router.register("notes", views.NoteViewSet, basename="note")

urlpatterns = [
    *router.urls,
    *nested_paths("contacts", "tasks", views.ContactTasks, ("list", "create")),
    *nested_paths("contacts", "attachments", ContactAttachments, ("list", "create")),
    *nested_paths("accounts", "attachments", AccountAttachments, ("list", "create")),
    path(
        "contacts/<uuid:parent>/attachments/<uuid:uid>/file/",
        ContactFileView.as_view(),
        name="contact-file",
    ),
    path(
        "accounts/<uuid:parent>/attachments/<uuid:uid>/file/",
        AccountFileView.as_view(),
        name="account-file",
    ),
    *nested_paths("contacts", "notes", views.ContactNotes, ("list", "create")),
]
