"""Signs of what a client means to do, as machines and people report them."""

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast, Now
from django.db.models.lookups import LessThanOrEqual

from contacts.choices import ConsentPurpose
from core.models import UuidV7, one_of
from core.models.checks import a_number, in_range, json_is, one_of_or_empty
from evidence.choices import Component, EvidenceFamily, EvidenceState, QuarantineReason
from evidence.querysets import EvidenceQuerySet

PAYLOAD_BYTES = 16_384


class EvidenceType(models.Model):
    """One kind of sign, what it speaks for and how long it speaks."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    family = models.CharField(max_length=15, choices=EvidenceFamily)
    component = models.CharField(max_length=10, choices=Component)
    base_weight = models.FloatField(help_text="Mass of one fresh, certain sign.")
    half_life_days = models.FloatField(help_text="Days after which half of the mass is left.")
    daily_cap = models.PositiveSmallIntegerField(
        default=3, help_text="How many of one day count; the rest of a burst says nothing new."
    )
    default_value = models.FloatField(
        default=1, help_text="-1 to 1: what the sign says where its sender gives no value."
    )
    enabled = models.BooleanField(default=True)
    needs_consent = models.CharField(
        max_length=25,
        choices=ConsentPurpose,
        blank=True,
        help_text="Without this consent the evidence is quarantined.",
    )

    class Meta:
        ordering = ["component", "code"]
        constraints = [
            one_of("evidence_type_family_known", "family", EvidenceFamily),
            one_of("evidence_type_component_known", "component", Component),
            one_of_or_empty("evidence_type_consent_known", "needs_consent", ConsentPurpose),
            models.CheckConstraint(
                name="evidence_type_weighs",
                condition=Q(base_weight__gt=0, half_life_days__gt=0, daily_cap__gt=0),
            ),
            a_number("evidence_type_weight_is_number", "base_weight", "half_life_days"),
            in_range("evidence_type_value_range", "default_value", -1, 1),
            models.CheckConstraint(
                name="evidence_type_perception_needs_consent",
                condition=~Q(family=EvidenceFamily.PERCEPTION) | ~Q(needs_consent=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Evidence(models.Model):
    """One sign from one producer; kept as received.

    Only its subject (found later, or merged), its state with the reason and the consent it rests
    on may change. Video and face embeddings
    have no place here: `media_ref` is opaque and the payload is small.
    """

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    producer = models.ForeignKey(
        "core.SourceSystem", models.PROTECT, related_name="evidence", db_index=False
    )
    external_id = models.CharField(max_length=200, help_text="Its id at the producer.")
    type = models.ForeignKey(EvidenceType, models.PROTECT, related_name="evidence", db_index=False)
    contact = models.ForeignKey(
        "contacts.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        db_index=False,
        help_text="Empty while nobody knows whom it is about.",
    )
    household = models.ForeignKey(
        "contacts.Household",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        db_index=False,
    )
    opportunity = models.ForeignKey(
        "opportunities.Opportunity",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        db_index=False,
    )
    unit = models.ForeignKey(
        "inventory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        db_index=False,
    )
    value = models.FloatField(help_text="-1 speaks against, 1 speaks for.")
    confidence = models.FloatField(default=1, help_text="0 to 1, by the producer.")
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())
    session_ref = models.CharField(max_length=120, blank=True)
    media_ref = models.CharField(max_length=300, blank=True, help_text="Opaque to us.")
    payload = models.JSONField(default=dict, blank=True, help_text="At most 16 kB.")
    consent = models.ForeignKey(
        "contacts.ConsentRecord",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supported_evidence",
        db_index=False,
    )
    schema_version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=11, choices=EvidenceState, default=EvidenceState.ACTIVE)
    quarantine_reason = models.CharField(max_length=12, choices=QuarantineReason, blank=True)
    point_hash = models.CharField(
        max_length=64, blank=True, help_text="sha256 of the number or e-mail its sender knew."
    )
    reported_type = models.CharField(
        max_length=60, blank=True, help_text="The sender's word for a kind nobody configured."
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_at", "-id"]
        verbose_name_plural = "evidence"
        permissions = [("view_perception", "Can see evidence from sensors")]
        constraints = [
            models.UniqueConstraint(
                name="evidence_once_per_producer", fields=["producer", "external_id"]
            ),
            models.CheckConstraint(
                name="evidence_has_an_external_id", condition=~Q(external_id="")
            ),
            one_of("evidence_state_known", "state", EvidenceState),
            one_of_or_empty("evidence_quarantine_known", "quarantine_reason", QuarantineReason),
            in_range("evidence_value_range", "value", -1, 1),
            in_range("evidence_confidence_range", "confidence", 0, 1),
            json_is("evidence_payload_is_object", "payload", "object"),
            models.CheckConstraint(
                name="evidence_payload_is_small",
                condition=Q(
                    LessThanOrEqual(
                        Func(
                            Cast(F("payload"), models.TextField()),
                            function="octet_length",
                            output_field=models.IntegerField(),
                        ),
                        PAYLOAD_BYTES,
                    )
                ),
            ),
        ]
        indexes = [
            models.Index(name="evidence_contact", fields=["contact", "-occurred_at", "id"]),
            models.Index(
                name="evidence_unresolved",
                fields=["-received_at"],
                condition=Q(contact__isnull=True),
            ),
            models.Index(
                name="evidence_session",
                fields=["session_ref"],
                condition=~Q(session_ref=""),
            ),
            # thousands of signs arrive a second, and few of them name one of these
            *(
                models.Index(
                    name=f"evidence_{subject}",
                    fields=[subject],
                    condition=Q(**{f"{subject}__isnull": False}),
                )
                for subject in ("household", "opportunity", "unit", "consent")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} on {self.occurred_at:%Y-%m-%d}"
