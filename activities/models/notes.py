"""What people write down."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from activities.choices import NoteVisibility
from activities.querysets import NoteQuerySet
from core.choices import State
from core.models import CanonicalModel, one_of
from core.models.checks import exactly_one


class Note(CanonicalModel):
    """One thing a person wrote down about one record."""

    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, null=True, blank=True, related_name="notes"
    )
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, blank=True, related_name="notes"
    )
    opportunity = models.ForeignKey(
        "opportunities.Opportunity", models.PROTECT, null=True, blank=True, related_name="notes"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notes",
        help_text="Empty when it was imported from a source that names nobody we know.",
    )
    body = models.TextField(help_text="Markdown; shown escaped.")
    pinned = models.BooleanField(default=False)
    visibility = models.CharField(
        max_length=8, choices=NoteVisibility, default=NoteVisibility.INHERIT
    )
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-pinned", "-created_at", "-id"]
        constraints = [
            one_of("note_visibility_known", "visibility", NoteVisibility),
            one_of("note_state_known", "state", State),
            exactly_one("note_has_one_target", "contact", "account", "opportunity"),
            models.CheckConstraint(name="note_says_something", condition=~Q(body__regex=r"^\s*$")),
            models.CheckConstraint(
                name="note_private_has_author",
                condition=~Q(visibility=NoteVisibility.PRIVATE) | Q(author__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.body[:60]
