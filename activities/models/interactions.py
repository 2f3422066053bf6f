"""What happened between the company and its clients."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from activities.choices import Direction, InteractionKind, Outcome, ParticipantRole
from activities.querysets import InteractionQuerySet
from core.choices import State
from core.models import CanonicalModel, one_of
from core.models.checks import exactly_one, in_range, json_is, one_of_or_empty


class Interaction(CanonicalModel):
    """One thing that happened: a call, a message, a meeting.

    The contact is empty while nobody knows who it was; `counterparty_raw` says what is known.
    """

    contact = models.ForeignKey(
        "contacts.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interactions",
        db_index=False,
    )
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, blank=True, related_name="interactions"
    )
    opportunity = models.ForeignKey(
        "opportunities.Opportunity",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interactions",
        db_index=False,
    )
    kind = models.CharField(max_length=12, choices=InteractionKind)
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.INTERNAL)
    occurred_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    duration_s = models.PositiveIntegerField(
        "duration", null=True, blank=True, help_text="Seconds, as the source counted them."
    )
    channel_point = models.ForeignKey(
        "contacts.ContactPoint",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interactions",
        help_text="The number or address of the client that was used.",
    )
    counterparty_raw = models.CharField(
        max_length=300, blank=True, help_text="The other side as the source names it."
    )
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    snippet = models.CharField(max_length=280, blank=True, help_text="The beginning of the body.")
    sentiment = models.DecimalField(
        max_digits=4, decimal_places=3, null=True, blank=True, help_text="-1 to 1."
    )
    sentiment_source = models.CharField(
        max_length=60, blank=True, help_text="Who judged: a person or a model and its version."
    )
    topics = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    action_items = models.JSONField(
        default=list, blank=True, help_text="One object an item: text, owner, due."
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interactions",
        help_text="The person on our side.",
    )
    source_system = models.ForeignKey(
        "core.SourceSystem", models.PROTECT, related_name="+", db_index=False
    )
    external_id = models.CharField(max_length=200, blank=True, help_text="Its id at the source.")
    dedupe_hash = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="sha256 of contact, kind, second and body, where the source gives no id.",
    )
    thread_id = models.CharField(max_length=200, blank=True)
    reply_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies"
    )
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE, editable=False)

    objects = InteractionQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_at", "-id"]
        constraints = [
            one_of("interaction_kind_known", "kind", InteractionKind),
            one_of("interaction_direction_known", "direction", Direction),
            one_of("interaction_state_known", "state", State),
            one_of_or_empty("interaction_outcome_known", "outcome", Outcome),
            in_range("interaction_sentiment_range", "sentiment", -1, 1),
            json_is("interaction_action_items_is_array", "action_items", "array"),
            models.CheckConstraint(
                name="interaction_ends_after_start",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("occurred_at")),
            ),
            models.CheckConstraint(
                name="interaction_sentiment_has_source",
                condition=Q(sentiment__isnull=True) | ~Q(sentiment_source=""),
            ),
            models.UniqueConstraint(
                name="interaction_once_per_source",
                fields=["source_system", "external_id"],
                condition=~Q(external_id=""),
            ),
            models.UniqueConstraint(
                name="interaction_once_by_content",
                fields=["source_system", "dedupe_hash"],
                condition=~Q(dedupe_hash=""),
            ),
        ]
        indexes = [
            models.Index(name="interaction_contact", fields=["contact", "-occurred_at", "id"]),
            models.Index(name="interaction_deal", fields=["opportunity", "-occurred_at"]),
            models.Index(
                name="interaction_thread", fields=["thread_id"], condition=~Q(thread_id="")
            ),
            GinIndex(OpClass("snippet", name="gin_trgm_ops"), name="interaction_snippet_trigram"),
        ]

    def __str__(self) -> str:
        moment = timezone.localtime(self.occurred_at)  # by the reader's clock
        return f"{self.get_kind_display()} on {date_format(moment, 'j M Y, H:i')}"


class InteractionParticipant(CanonicalModel):
    """One person's part in one interaction: a client, a number nobody knows, or one of us."""

    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="participants")
    contact = models.ForeignKey(
        "contacts.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
    )
    point = models.ForeignKey(
        "contacts.ContactPoint",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        help_text="A number or address, where the person behind it is not known.",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
    )
    role = models.CharField(
        max_length=10, choices=ParticipantRole, default=ParticipantRole.ATTENDEE
    )
    is_repeat = models.BooleanField(
        default=False,
        editable=False,
        help_text="Left by a merge: the same person is listed in the same part already.",
    )

    class Meta:
        ordering = ["interaction", "id"]
        constraints = [
            one_of("participant_role_known", "role", ParticipantRole),
            exactly_one("participant_is_one", "contact", "point", "user"),
            models.UniqueConstraint(
                name="participant_once",
                fields=["interaction", "role", "contact", "point", "user"],
                condition=Q(is_repeat=False),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        # not by the number: who reads this is not known here
        return f"{self.contact or self.user or 'Somebody not known'}: {self.get_role_display()}"
