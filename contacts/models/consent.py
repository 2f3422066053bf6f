"""What a person agreed to."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from contacts.choices import ConsentPurpose, ConsentStatus, LawfulBasis
from core.models import UuidV7, one_of


class ConsentRecord(models.Model):
    """One answer of one person for one purpose; append-only, the latest answer holds."""

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    contact = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=25, choices=ConsentPurpose)
    status = models.CharField(max_length=10, choices=ConsentStatus)
    lawful_basis = models.CharField(max_length=15, choices=LawfulBasis, default=LawfulBasis.CONSENT)
    notice_version = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=40, blank=True, help_text="Where the answer was given.")
    evidence = models.CharField(max_length=300, blank=True)
    captured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    guardian = models.ForeignKey(
        "contacts.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="guardian_of_consents",
        help_text="Who answered for a minor.",
    )
    at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            one_of("consent_purpose_known", "purpose", ConsentPurpose),
            one_of("consent_status_known", "status", ConsentStatus),
            one_of("consent_basis_known", "lawful_basis", LawfulBasis),
            models.CheckConstraint(
                name="consent_expires_later",
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=models.F("at")),
            ),
        ]
        indexes = [models.Index(name="consent_latest", fields=["contact", "purpose", "-at"])]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_status_display()}"

    def status_at(self, moment: datetime) -> ConsentStatus:
        """Return what the answer says at a moment: past its day it has expired."""
        if self.expires_at is not None and self.expires_at <= moment:
            return ConsentStatus.EXPIRED
        return ConsentStatus(self.status)
