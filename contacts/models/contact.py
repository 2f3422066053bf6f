"""The person at the centre, and the row lists and search read."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from guardian.models import UserObjectPermissionBase

from contacts.choices import (
    Channel,
    Financing,
    Lifecycle,
    NriStatus,
    Purpose,
    Timeline,
)
from core.choices import Currency, State, Visibility
from core.models import CountryField, OwnedModel, TimeZoneField, one_of
from core.models.checks import a_number, one_of_or_empty

OF_AGE = 18


def born_by_now(day: date) -> None:
    """Refuse a date of birth that is yet to come; raises ValidationError."""
    if day > timezone.localdate():
        raise ValidationError("Nobody is born on a day to come.", code="yet_to_come")


class Contact(OwnedModel):
    """One person, as the company believes them to be.

    The golden record: every value was chosen from source records by rule or put there by a
    person, and identity can say which (`identity.selectors.explain`).
    """

    salutation = models.CharField(max_length=30, blank=True)
    given_name = models.CharField(max_length=100, blank=True)
    middle_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    full_name = models.CharField(max_length=200)
    native_name = models.CharField(
        max_length=200, blank=True, help_text="As written in Arabic, Devanagari or another script."
    )
    alternate_names = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    gender = models.CharField(max_length=20, blank=True)
    lifecycle = models.CharField(max_length=15, choices=Lifecycle, default=Lifecycle.LEAD)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        db_index=False,  # contact_merged serves it
    )
    is_vip = models.BooleanField("VIP", default=False)
    preferred_channel = models.CharField(max_length=10, choices=Channel, default=Channel.WHATSAPP)
    preferred_languages = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, help_text="BCP 47 tags."
    )
    timezone = TimeZoneField(max_length=64, blank=True)
    nationality = CountryField(max_length=2, blank=True, help_text="ISO 3166, two letters.")
    residence_country = CountryField(max_length=2, blank=True, help_text="ISO 3166, two letters.")
    nri_status = models.CharField(
        "NRI status", max_length=10, choices=NriStatus, default=NriStatus.UNKNOWN
    )
    date_of_birth = models.DateField(
        null=True, blank=True, validators=[born_by_now], help_text="Sensitive."
    )
    occupation = models.CharField(max_length=120, blank=True)
    company_name = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=120, blank=True)
    employer = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="employees",
        db_constraint=False,
    )
    budget_min = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    budget_max = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    budget_currency = models.CharField(max_length=3, choices=Currency, blank=True)
    purpose = models.CharField(max_length=15, choices=Purpose, default=Purpose.UNKNOWN)
    purchase_timeline = models.CharField(max_length=10, choices=Timeline, default=Timeline.UNKNOWN)
    financing = models.CharField(max_length=10, choices=Financing, default=Financing.UNKNOWN)
    location_preference = models.CharField(max_length=200, blank=True)
    configuration = models.CharField(max_length=60, blank=True, help_text="3BHK, 4BR + maid.")
    website = models.CharField(max_length=300, blank=True)
    tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    source_first = models.ForeignKey(
        "core.SourceSystem",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    source_latest = models.ForeignKey(
        "core.SourceSystem",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    do_not_contact = models.BooleanField(
        default=False, editable=False, help_text="Set by consent alone."
    )

    class Meta:
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="contact_has_a_name", condition=~models.Q(full_name__regex=r"^\s*$")
            ),
            models.CheckConstraint(
                name="contact_merged_has_target",
                condition=models.Q(state=State.MERGED, merged_into__isnull=False)
                | (~models.Q(state=State.MERGED) & models.Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="contact_not_merged_into_itself",
                condition=~models.Q(merged_into=models.F("id")),
            ),
            models.CheckConstraint(
                name="contact_budget_range",
                condition=models.Q(budget_min__isnull=True)
                | models.Q(budget_max__isnull=True)
                | models.Q(budget_min__lte=models.F("budget_max")),
            ),
            models.CheckConstraint(
                name="contact_budget_not_negative",
                condition=(models.Q(budget_min__isnull=True) | models.Q(budget_min__gte=0))
                & (models.Q(budget_max__isnull=True) | models.Q(budget_max__gte=0)),
            ),
            models.CheckConstraint(
                name="contact_budget_has_currency",
                condition=models.Q(
                    budget_currency="", budget_min__isnull=True, budget_max__isnull=True
                )
                | (
                    ~models.Q(budget_currency="")
                    & (models.Q(budget_min__isnull=False) | models.Q(budget_max__isnull=False))
                ),
            ),
            one_of("contact_lifecycle_known", "lifecycle", Lifecycle),
            one_of("contact_state_known", "state", State),
            one_of("contact_visibility_known", "visibility", Visibility),
            one_of_or_empty("contact_budget_currency_known", "budget_currency", Currency),
            a_number("contact_budget_is_number", "budget_min", "budget_max"),
            one_of("contact_nri_known", "nri_status", NriStatus),
            one_of("contact_channel_known", "preferred_channel", Channel),
        ]
        indexes = [
            # read backwards, newest first: rising, so that new rows are appended
            models.Index(name="contact_recent", fields=["updated_at", "id"]),
            models.Index(
                name="contact_shared_recent",
                fields=["updated_at", "id"],
                condition=models.Q(visibility=Visibility.ORGANISATION),
            ),
            models.Index(name="contact_owner_recent", fields=["owner", "updated_at", "id"]),
            models.Index(name="contact_team_recent", fields=["team", "updated_at", "id"]),
            models.Index(name="contact_lifecycle_recent", fields=["lifecycle", "updated_at"]),
            models.Index(
                name="contact_merged",
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def is_minor(self, today: date) -> bool:
        """Return whether the person is under 18 on a day; somebody of unknown age is not."""
        born = self.date_of_birth
        if born is None:
            return False
        if (born.month, born.day) == (2, 29):  # of age on 1 March where there is no 29 February
            return today < date(born.year + OF_AGE, 3, 1)
        return today < born.replace(year=born.year + OF_AGE)


class ContactSummary(models.Model):
    """What lists and search read of one contact; derived, rebuilt from the rows it sums up.

    `doc` is the folded text of the name, the points and the company. Not canonical: it has no
    history, and `contacts.services.refresh_summaries` can make it anew at any time.
    """

    contact = models.OneToOneField(
        Contact,
        models.CASCADE,
        primary_key=True,
        related_name="summary",
        db_constraint=False,
    )
    doc = models.TextField(default="")
    phone = models.CharField(max_length=200, blank=True, help_text="The primary phone's value.")
    email = models.CharField(max_length=254, blank=True, help_text="The primary e-mail's value.")
    last_interaction_at = models.DateTimeField(null=True)
    next_task_due_at = models.DateTimeField(null=True)
    qd_value = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name_plural = "contact summaries"
        indexes = [
            GinIndex(OpClass("doc", name="gin_trgm_ops"), name="contact_summary_doc"),
            models.Index(name="contact_summary_qd", fields=["-qd_value"]),
        ]

    def __str__(self) -> str:
        return f"summary of {self.contact_id}"


class ContactUserGrant(UserObjectPermissionBase):
    """One contact shared with one person beyond the rules of ownership and team."""

    content_object = models.ForeignKey(Contact, models.CASCADE, related_name="user_grants")
    expires_at = models.DateTimeField(null=True, blank=True, help_text="Empty: until revoked.")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
