"""Enumerations shared by every app."""

import re

from django.db import models

# a family of paths and a verb: contacts:read; all of a verb: *:read; all: *
SCOPE = re.compile(r"\*|(\*|[a-z0-9-]{1,40}):(read|write|resolve)")
# what the machines of the house need, and no more
SERVICE_SCOPES = {
    "svc_oracle": ("*:read", "proposals:write", "insights:write"),
    "svc_nemoclaw": ("imports:read", "proposals:read", "proposals:write"),
    "svc_sentinel": ("contacts:resolve", "evidence:write"),
    "svc_catalyst": (
        "contacts:resolve",
        "campaigns:read",
        "campaigns:write",
        "campaign-touches:write",
        "touches:write",
    ),
    "svc_pulse": (
        "contacts:resolve",
        "entity-mappings:read",
        "entity-mappings:write",
        "interactions:write",
        "proposals:read",
        "proposals:write",
    ),
}


EXPORTED_FREELY = 100  # rows; more only for who sees everything


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


class Obeyed(models.TextChoices):
    """The kill switches a machine's login can obey."""

    IMPORTS = Switch.IMPORTS.value, Switch.IMPORTS.label
    SYNC = Switch.SYNC.value, Switch.SYNC.label
    AI = Switch.AI.value, Switch.AI.label


# what the machines of the house work with: the source they own, and their permissions
SERVICE_PART: dict[str, tuple[str, tuple[str, ...]]] = {
    "svc_oracle": ("oracle", ("core.see_everything",)),
    "svc_nemoclaw": ("nemoclaw", ("core.see_everything",)),
    "svc_sentinel": ("sentinel", ("evidence.add_evidence",)),
    "svc_catalyst": ("catalyst", ("opportunities.add_campaign", "opportunities.add_campaigntouch")),
    "svc_pulse": ("pulse", ("activities.add_interaction",)),
}
# what the machines of the house obey when their login is made; any other concludes and suggests
SERVICE_OBEYS = {"svc_pulse": Obeyed.SYNC, "svc_catalyst": Obeyed.SYNC}


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


class AccessLevel(models.TextChoices):
    """What a share lets somebody do."""

    VIEW = "view", "Read"
    CHANGE = "change", "Read and change"


class FeedOp(models.TextChoices):
    """What the change feed says happened to a record."""

    CREATED = "created", "Created"
    UPDATED = "updated", "Updated"
    MERGED = "merged", "Merged"
    UNMERGED = "unmerged", "Unmerged"
    ARCHIVED = "archived", "Archived"
    RESTORED = "restored", "Restored"
    ERASED = "erased", "Erased"
    ACCESS_GAINED = "access_gained", "Access gained"
    ACCESS_LOST = "access_lost", "Access lost"
