"""Which broker brought a client to a project, and until when that counts."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.choices import AccountKind
from contacts.models import Contact
from core.models import CanonicalModel, one_of
from core.models.checks import range_has_ends
from opportunities.choices import TagStatus
from opportunities.models.interests import SiteVisit
from opportunities.querysets import OfContactQuerySet


class PartnerTag(CanonicalModel):
    """One broker firm's claim on one client for one project, for a window of days.

    The database lets no two active tags of a client and a project overlap. A tag in dispute
    claims nothing until somebody settles it by a proposal.
    """

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="partner_tags")
    project = models.ForeignKey("inventory.Project", models.PROTECT, related_name="partner_tags")
    partner = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        related_name="partner_tags",
        help_text="The broker firm that brought the client.",
    )
    valid = DateRangeField(help_text="First day included, last day excluded.")
    status = models.CharField(max_length=10, choices=TagStatus, default=TagStatus.ACTIVE)
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="When it ended before its time; empty: by the calendar."
    )
    visit = models.ForeignKey(
        SiteVisit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partner_tags",
        help_text="The visit that proves it.",
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Why it is so, or ended.")

    objects = OfContactQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of("tag_status_known", "status", TagStatus),
            range_has_ends("tag_has_ends", "valid"),
            models.CheckConstraint(
                name="tag_ended_says_when",
                condition=Q(status=TagStatus.ENDED, ended_at__isnull=False)
                | (~Q(status=TagStatus.ENDED) & Q(ended_at__isnull=True)),
            ),
            ExclusionConstraint(
                name="tag_one_at_a_time",
                expressions=[
                    ("contact", RangeOperators.EQUAL),
                    ("project", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(status=TagStatus.ACTIVE),
                violation_error_message="Another broker holds this client for the project then.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} by {self.partner} for {self.project}"

    @property
    def since(self) -> date:
        """The first day it counts."""
        first: date = self.valid.lower
        return first

    @property
    def until(self) -> date:
        """The last day it counts."""
        last: date = self.valid.upper - timedelta(days=1)
        return last

    def clean(self) -> None:
        """Say in words that partners are broker firms and proofs are of the client's visits."""
        if self.partner_id and self.partner.kind != AccountKind.BROKER_FIRM:
            raise ValidationError({"partner": f"{self.partner} is no broker firm."})
        if self.visit is not None and self.visit.contact_id != self.contact_id:
            raise ValidationError({"visit": f"{self.visit} was no visit of {self.contact}."})
