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


class Mask(models.TextChoices):
    """What stands in the place of a value somebody may not see."""

    HIDDEN = "hidden", "Nothing"
    POINT = "point", "Ends of a number, domain of an address"
    TAIL = "tail", "The last four characters"


class MembershipRole(models.TextChoices):
    """A person's part in a team."""

    MEMBER = "member", "Member"
    LEAD = "lead", "Lead"


class Switch(models.TextChoices):
    """The flags of an installation; each is on unless somebody switched it off or rolls it out.

    The first five are the surfaces in the order they are rolled out: one is open to a person
    when it and all before it are. The next three stop work that runs by itself. `open` off is
    maintenance mode.
    """

    SCHEMA = "schema", "1 Records and administration"
    READ = "read", "2 Client pages"
    REVIEW = "review", "3 Imports and review"
    ORACLE = "oracle", "4 Oracle tabs"
    AUTOMATION = "automation", "5 Automation"
    IMPORTS = "imports", "Imports"
    SYNC = "sync", "Synchronisation"
    AI = "ai", "Machine proposals and scores"
    OPEN = "open", "Open to everybody"


class MoveAction(models.TextChoices):
    """What a merge did to one row."""

    MOVE = "move", "Moved"
    CLOSE = "close", "Closed"
    RETIRE = "retire", "Retired"
    DEMOTE = "demote", "Demoted"
    CHANGE = "change", "Changed"
    ADD = "add", "Added"
    DROP = "drop", "Taken away"
    GRANT = "grant", "Granted"
