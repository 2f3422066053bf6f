"""Enumerations shared by every app."""

from django.db import models


class UserKind(models.TextChoices):
    """Whether a login belongs to a person or to a machine."""

    HUMAN = "human", "Human"
    SERVICE = "service", "Service"


class State(models.TextChoices):
    """The life of a canonical row; nothing canonical is ever deleted."""

    ACTIVE = "active", "Active"
    ARCHIVED = "archived", "Archived"
    MERGED = "merged", "Merged"
    ERASED = "erased", "Erased"


class Visibility(models.IntegerChoices):
    """Who may see a row besides its owner."""

    RESTRICTED = 0, "Restricted"
    TEAM = 1, "Team"
    ORGANISATION = 2, "Organisation"


class Currency(models.TextChoices):
    """The currencies deals are made in (ISO 4217)."""

    INR = "INR", "INR"
    AED = "AED", "AED"
    USD = "USD", "USD"
    GBP = "GBP", "GBP"
    EUR = "EUR", "EUR"
    SGD = "SGD", "SGD"


class SourceKind(models.TextChoices):
    """What kind of place values come from."""

    MANUAL = "manual", "People typing"
    FILE = "file", "Files"
    LEGACY = "legacy", "Legacy tables"
    SERVICE = "service", "Services"


class MembershipRole(models.TextChoices):
    """A person's part in a team."""

    MEMBER = "member", "Member"
    LEAD = "lead", "Lead"
