"""Files."""

from django.db import models
from django.db.models import Q

from activities.choices import ScanStatus
from core.choices import State
from core.models import CanonicalModel, one_of
from core.models.checks import exactly_one


class Attachment(CanonicalModel):
    """One file on one record."""

    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    opportunity = models.ForeignKey(
        "opportunities.Opportunity",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
    )
    interaction = models.ForeignKey(
        "activities.Interaction",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
    )
    note = models.ForeignKey(
        "activities.Note", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    file = models.FileField(upload_to="attachments/%Y/%m", max_length=300)
    original_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    mime = models.CharField(
        max_length=120, help_text="As found in the bytes, not as the sender says."
    )
    scan_status = models.CharField(max_length=8, choices=ScanStatus, default=ScanStatus.PENDING)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            one_of("attachment_scan_known", "scan_status", ScanStatus),
            one_of("attachment_state_known", "state", State),
            exactly_one(
                "attachment_has_one_target",
                "contact",
                "account",
                "opportunity",
                "interaction",
                "note",
            ),
            models.CheckConstraint(
                name="attachment_sha256_is_hex", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]
        indexes = [
            models.Index(name="attachment_sha256", fields=["sha256"]),
            models.Index(
                name="attachment_to_scan",
                fields=["id"],
                condition=Q(scan_status=ScanStatus.PENDING),
            ),
        ]

    def __str__(self) -> str:
        return self.original_name
