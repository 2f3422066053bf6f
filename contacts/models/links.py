"""What ties people to roles, households, accounts and each other."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from contacts.choices import (
    AccountRole,
    ContactRoleKind,
    DecisionRole,
    HouseholdRelation,
    RelationshipKind,
)
from contacts.models.points import only_one
from core.choices import State, Visibility
from core.models import CanonicalModel, OwnedModel, one_of

UNIT_INTERVAL = [MinValueValidator(0), MaxValueValidator(1)]


class ContactRole(CanonicalModel):
    """One part a person plays for the business, for a time."""

    contact = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="roles")
    role = models.CharField(max_length=25, choices=ContactRoleKind)
    is_primary = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["contact", "-is_primary", "role"]
        constraints = [
            one_of("role_known", "role", ContactRoleKind),
            models.UniqueConstraint(
                name="role_once_while_current",
                fields=["contact", "role"],
                condition=Q(until__isnull=True),
            ),
            models.UniqueConstraint(
                name="role_one_primary",
                fields=["contact"],
                condition=Q(is_primary=True, until__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class Household(OwnedModel):
    """People who decide and live together."""

    name = models.CharField(max_length=200)
    primary_contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, null=True, blank=True, related_name="heads_households"
    )

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            one_of("household_state_known", "state", State),
            one_of("household_visibility_known", "visibility", Visibility),
        ]

    def __str__(self) -> str:
        return self.name


class HouseholdMember(CanonicalModel):
    """One person's place in one household for a time."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, related_name="household_memberships"
    )
    relation = models.CharField(max_length=10, choices=HouseholdRelation)
    decision_role = models.CharField(max_length=12, choices=DecisionRole, default=DecisionRole.NONE)
    valid = DateRangeField(help_text="First day included, last day excluded.")

    class Meta:
        ordering = ["household", "id"]
        constraints = [
            one_of("member_relation_known", "relation", HouseholdRelation),
            one_of("member_decision_known", "decision_role", DecisionRole),
            ExclusionConstraint(
                name="member_once_at_a_time",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("contact", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="household_one_head",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(relation=HouseholdRelation.HEAD),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} in {self.household}"


class AccountContact(CanonicalModel):
    """One person's part in one account for a time."""

    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        related_name="people",
        db_constraint=False,
        db_index=False,  # account_contact_once_while_current serves it
    )
    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, related_name="accounts", db_constraint=False
    )
    role = models.CharField(max_length=20, choices=AccountRole, default=AccountRole.EMPLOYEE)
    title = models.CharField(max_length=120, blank=True)
    is_primary = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["account", "-is_primary", "id"]
        constraints = [
            one_of("account_contact_role_known", "role", AccountRole),
            models.UniqueConstraint(
                F("account"),
                F("contact"),
                F("role"),
                only_one(Q(until__isnull=True)),
                name="account_contact_once_while_current",
            ),
            models.UniqueConstraint(
                name="account_one_primary_contact",
                fields=["account"],
                condition=Q(is_primary=True, until__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} at {self.account}"


class Relationship(CanonicalModel):
    """One edge of the client graph, stored once and read in both directions."""

    from_contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, related_name="relationships_out"
    )
    kind = models.CharField(max_length=20, choices=RelationshipKind)
    to_contact = models.ForeignKey(
        "contacts.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="relationships_in",
    )
    to_account = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, blank=True, related_name="relationships_in"
    )
    strength = models.FloatField(
        null=True,
        blank=True,
        validators=UNIT_INTERVAL,
        help_text="How close the two are, from 0 to 1. Empty where nobody said.",
    )
    confidence = models.FloatField(default=1, validators=UNIT_INTERVAL)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            one_of("relationship_kind_known", "kind", RelationshipKind),
            models.CheckConstraint(
                name="relationship_has_one_target",
                condition=Q(to_contact__isnull=True, to_account__isnull=False)
                | Q(to_contact__isnull=False, to_account__isnull=True),
            ),
            models.CheckConstraint(
                name="relationship_not_with_oneself",
                condition=~Q(to_contact=models.F("from_contact")) | Q(until__isnull=False),
            ),
            models.UniqueConstraint(
                name="relationship_once_while_open",
                fields=["from_contact", "kind", "to_contact", "to_account"],
                condition=Q(until__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="relationship_confidence_range",
                condition=Q(confidence__gte=0, confidence__lte=1),
            ),
            models.CheckConstraint(
                name="relationship_strength_range",
                condition=Q(strength__isnull=True) | Q(strength__gte=0, strength__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_contact} {self.get_kind_display()} {self.to_contact or self.to_account}"
