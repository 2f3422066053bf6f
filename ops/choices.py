"""Enumerations of operations, and what each role may do with which tables: permissions, as data.

Row visibility is another matter (`OwnedQuerySet.visible_to`), and the rights to decide come with
the migrations of approvals.
"""

from django.db import models


class RunKind(models.TextChoices):
    """What a backup command did."""

    TAKE = "take", "Backup"
    VERIFY = "verify", "Check"
    RESTORE = "restore", "Restore"
    DRILL = "drill", "Drill"
    PRUNE = "prune", "Pruning"


class Health(models.TextChoices):
    """How something the product depends on is."""

    HEALTHY = "healthy", "Healthy"
    DEGRADED = "degraded", "Degraded"
    UNHEALTHY = "unhealthy", "Unhealthy"


class ExportKind(models.TextChoices):
    """What an export holds."""

    CONTACTS = "contacts", "People"
    ACCOUNTS = "accounts", "Accounts"
    OPPORTUNITIES = "opportunities", "Deals"


class ExportState(models.TextChoices):
    """How far an export is."""

    WAITING = "waiting", "Waiting for a worker"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"
    EXPIRED = "expired", "Expired"


VIEW, CREATE, EDIT = frozenset({"view"}), frozenset({"view", "add"}), frozenset({"view", "change"})
WRITE = CREATE | EDIT
EVERYBODY = ("founder", "admin", "operator", "steward", "lead", "agent", "read_only")
OFFICE = ("founder", "admin", "operator", "steward")
WRITERS = ("founder", "admin", "operator", "lead", "agent")
HOUSE = ("founder", "admin")

PEOPLE = (
    "contacts.contact",
    "contacts.contactpoint",
    "contacts.contactrole",
    "contacts.household",
    "contacts.householdmember",
    "contacts.accountcontact",
    "contacts.relationship",
    "contacts.postaladdress",
)
ORGANISATIONS = ("accounts.account", "accounts.accountidentifier")
DEALS = (
    "opportunities.opportunity",
    "opportunities.opportunityparty",
    "opportunities.propertyinterest",
    "opportunities.sitevisit",
    "opportunities.campaign",
)
WORK = (
    "activities.interaction",
    "activities.interactionparticipant",
    "activities.note",
    "activities.task",
    "activities.attachment",
)
RECORDS = (*PEOPLE, *ORGANISATIONS, *DEALS, *WORK)
# written by services alone, so nobody is given more than a look
DERIVED = (
    "contacts.contactsummary",
    "opportunities.campaigntouch",
    "opportunities.attribution",
    "opportunities.stagehistory",
    "opportunities.propertymatch",
)
SPOKEN = ("activities.transcript", "activities.transcriptsegment")
SALES = ("opportunities.pipeline", "opportunities.stage", "opportunities.stagetransition")
STOCK = ("inventory.project", "inventory.tower", "inventory.unittype", "inventory.unit")
FILES = ("imports.rawbatch", "imports.mappingmanifest", "imports.columnmapping")
ROWS = ("imports.rawrecord", "imports.normalisedrow", "imports.resolution")
ORIGINS = ("identity.sourcerecord",)
MATCHES = ("identity.matchcandidate", "identity.pairverdict")
MERGES = ("identity.accountmerge", "identity.mergeoperation", "identity.mergemove")
REVIEW = ("approvals.proposal", "approvals.proposalitem", "approvals.approvalevent")
MEMORY = ("approvals.rejectedvalue", "approvals.exclusivekey")
RULES = ("approvals.approvalpolicy", "approvals.delegation", "approvals.autoapplyswitch")
SIGNS = (
    "evidence.evidence",
    "evidence.qdscore",
    "evidence.qdaggregate",
    "evidence.qdsnapshot",
    "oracle_bridge.insight",
)
EXCHANGES = ("oracle_bridge.syncrun", "oracle_bridge.syncwatermark")
SCORING = ("evidence.evidencetype", "evidence.qdconfig")
SHARES = ("contacts.contactusergrant", "accounts.accountusergrant")
OPERATIONS = ("ops.backuprun", "ops.export", "ops.release", "ops.flagchange", "ops.mark")
TRAIL = (
    "core.auditevent",
    "core.auditseal",
    "core.changeevent",
    "core.erasure",
    "contacts.suppression",
)
PRIVACY = ("privacy.legalhold", "privacy.retentionrule")
LOGINS = ("core.user", "core.team", "core.teammembership")

# (tables, roles, verbs); a role has the union of its lines
MATRIX: tuple[tuple[tuple[str, ...], tuple[str, ...], frozenset[str]], ...] = (
    (RECORDS, WRITERS, WRITE),
    (RECORDS, ("steward",), EDIT),
    (RECORDS, ("read_only",), VIEW),
    (("contacts.consentrecord",), EVERYBODY, VIEW),
    (("contacts.consentrecord",), ("founder", "operator", "lead", "agent"), CREATE),
    (DERIVED, EVERYBODY, VIEW),
    (SPOKEN, (*OFFICE, "lead", "agent"), VIEW),
    (SALES, EVERYBODY, VIEW),
    (SALES, HOUSE, WRITE),
    (STOCK, EVERYBODY, VIEW),
    (STOCK, ("operator",), EDIT),
    (STOCK, HOUSE, WRITE),
    (("inventory.pricerevision",), EVERYBODY, VIEW),
    ((*FILES, *ROWS, *ORIGINS), OFFICE, VIEW),
    (FILES, ("operator",), WRITE),
    (("imports.mappingprofile",), OFFICE, VIEW),
    (("imports.mappingprofile",), ("operator",), WRITE),
    ((*MATCHES, *MERGES), ("founder", "admin", "steward"), VIEW),
    (REVIEW, (*OFFICE, "lead", "agent"), VIEW),
    (REVIEW[:1], (*OFFICE, "lead", "agent"), CREATE),
    (MEMORY, OFFICE, VIEW),
    ((*RULES, *SCORING), OFFICE, VIEW),
    (SIGNS, (*OFFICE, "lead", "agent"), VIEW),
    (("oracle_bridge.entitymapping", *EXCHANGES), OFFICE, VIEW),
    (("oracle_bridge.entitymapping",), ("admin",), EDIT),
    (SHARES, HOUSE, VIEW),
    (SHARES, ("founder",), WRITE),
    (OPERATIONS, HOUSE, VIEW),
    (("ops.flag",), HOUSE, EDIT),
    ((*TRAIL, *LOGINS, "auth.group"), HOUSE, VIEW),
    (LOGINS, ("admin",), WRITE),
    (PRIVACY, ("founder", "admin", "steward"), VIEW),
    (PRIVACY, ("founder", "admin"), WRITE),
    (("core.sensitivefield",), HOUSE, WRITE),
    (("core.tokengrant", "oracle_bridge.webhookdelivery"), HOUSE, VIEW),
    (("oracle_bridge.webhookendpoint",), HOUSE, VIEW),
    (("oracle_bridge.webhookendpoint",), ("admin",), WRITE),
    (("core.sourcesystem",), EVERYBODY, VIEW),
    (("core.sourcesystem",), HOUSE, WRITE),
)

# rights that are not view, add or change
SPECIAL: dict[str, tuple[str, ...]] = {
    "evidence.view_perception": ("founder",),
    "privacy.break_glass": ("admin",),
    "privacy.answer_requests": ("founder", "admin", "steward"),
    "knox.view_authtoken": HOUSE,
    "knox.add_authtoken": ("admin",),
    "knox.delete_authtoken": ("admin",),
}


def rights() -> dict[str, frozenset[str]]:
    """Return the permissions of every role as `app.codename`."""
    found: dict[str, set[str]] = {role: set() for role in EVERYBODY}
    for tables, roles, verbs in MATRIX:
        names = {
            f"{app}.{verb}_{model}"
            for app, _, model in (table.partition(".") for table in tables)
            for verb in verbs
        }
        for role in roles:
            found[role] |= names
    for name, roles in SPECIAL.items():
        for role in roles:
            found[role].add(name)
    return {role: frozenset(names) for role, names in found.items()}


HAND_OVER = "records.hand_over"
"""The operation that hands over what a colleague holds."""
