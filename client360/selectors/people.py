"""Who the contact is and whom they belong to."""

from typing import Any

from django.db.models import F, Q

from accounts.choices import AccountKind, IdentifierKind
from accounts.models import Account
from client360.registry import Dossier, Queries, Steps
from client360.selectors.shaping import hidden_fields, labelled, masked, seen
from contacts.choices import (
    INVERSE,
    AccountRole,
    ConsentPurpose,
    ConsentStatus,
    ContactRoleKind,
    DecisionRole,
    HouseholdRelation,
    LawfulBasis,
    RelationshipKind,
)
from contacts.models import Contact, HouseholdMember, Relationship
from core.selectors.masking import veiled

# the golden fields a reader looks for, in the order of the page
IDENTITY = (
    "full_name", "native_name", "alternate_names", "gender", "date_of_birth", "preferred_channel",
    "preferred_languages", "timezone", "nationality", "residence_country", "nri_status",
    "occupation", "company_name", "department", "website",
)  # fmt: skip
WISH = (
    "budget", "purpose", "configuration", "location_preference", "purchase_timeline", "financing",
)  # fmt: skip
ACCOUNT_IDENTITY = (
    "display_name", "legal_name", "kind", "industry", "website", "domain", "phone", "city",
    "country", "employee_count", "description",
)  # fmt: skip


def identity(dossier: Dossier) -> Steps:
    """Return the golden fields that have a value, as field, label and value."""
    shown = ACCOUNT_IDENTITY if isinstance(dossier.subject, Account) else IDENTITY
    yield from ()
    return {"facts": _facts(dossier, shown)}


def wish(dossier: Dossier) -> Steps:
    """Return what the contact wants to buy; the budget as amounts with their currency."""
    yield from ()
    return {"facts": _facts(dossier, WISH)}


def identity_fields(subject: Any) -> set[str]:
    """Return the fields with a value that a dossier shows."""
    shown = ACCOUNT_IDENTITY if isinstance(subject, Account) else IDENTITY + WISH
    facts = (_fact(subject, name) for name in shown)
    return {fact["field"] for fact in facts if fact["value"]}


def _facts(dossier: Dossier, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    hidden = hidden_fields(dossier)
    facts = [_fact(dossier.subject, name) for name in fields if name not in hidden]
    return [fact for fact in facts if fact["value"]]


def _fact(subject: Any, name: str) -> dict[str, Any]:
    """Return one golden field for reading: the label of an enumeration, a list as one line."""
    if name == "budget":
        known = subject.budget_currency
        money = {p: getattr(subject, f"budget_{p}") for p in ("min", "max", "currency")}
        return {"field": "budget_max", "label": "Budget", "value": money if known else None}
    field = subject._meta.get_field(name)  # noqa: SLF001 -- Django's documented name
    value = getattr(subject, name)
    if field.choices:
        value = "" if value == "unknown" else getattr(subject, f"get_{name}_display")()
    elif isinstance(value, list):
        value = ", ".join(value)
    label = str(field.verbose_name)
    return {"field": name, "label": label[:1].upper() + label[1:], "value": value}


def roles(dossier: Dossier) -> Steps:
    """Return the parts the contact plays now, the primary one first."""
    (found,) = yield lambda: (
        dossier.subject.roles.filter(until__isnull=True)
        .order_by("-is_primary", "id")
        .values("uid", "role", "is_primary", "since"),
    )
    return labelled(found, role=ContactRoleKind)


def household(dossier: Dossier) -> Steps:
    """Return the households of today with their members, the head first."""

    def ask() -> Queries:
        now = HouseholdMember.objects.filter(valid__contains=dossier.today)
        mine = now.filter(contact=dossier.subject)
        return (
            now.filter(household__in=mine.values("household"))
            .order_by("household", "id")
            .values(
                "relation", "decision_role",
                household_uid=F("household__uid"), household_name=F("household__name"),
                member_uid=F("contact__uid"), name=F("contact__full_name"),
                known=seen(dossier, Contact, "contact_id"),
            ),
        )  # fmt: skip

    (members,) = yield ask
    members = masked(members, known="known", hide=("member_uid", "name"))
    members = labelled(members, relation=HouseholdRelation, decision_role=DecisionRole)
    homes: dict[Any, dict[str, Any]] = {}
    for member in sorted(members, key=lambda row: row["relation"] != HouseholdRelation.HEAD):
        home = homes.setdefault(
            member["household_uid"],
            {"uid": member["household_uid"], "name": member["household_name"], "members": []},
        )
        member["is_subject"] = member["member_uid"] == dossier.subject.uid
        home["members"].append(member)
    return list(homes.values())


def relationships(dossier: Dossier) -> Steps:
    """Return the open edges to other people and accounts, read from the subject's side."""
    me = dossier.subject

    def ask() -> Queries:
        edge = {
            "from_uid": F("from_contact__uid"), "from_name": F("from_contact__full_name"),
            "from_known": seen(dossier, Contact, "from_contact_id"),
            "to_uid": F("to_contact__uid"), "to_name": F("to_contact__full_name"),
            "to_known": seen(dossier, Contact, "to_contact_id"),
            "account_uid": F("to_account__uid"), "account_name": F("to_account__display_name"),
            "account_known": seen(dossier, Account, "to_account_id"),
        }  # fmt: skip
        own = Q(to_account=me) if isinstance(me, Account) else Q(from_contact=me) | Q(to_contact=me)
        rows = Relationship.objects.filter(own, until__isnull=True).order_by("id")
        return (rows.values("uid", "kind", "since", "confidence", **edge),)

    (found,) = yield ask
    return [_edge(row, me.uid) for row in found]


def _edge(row: dict[str, Any], mine: Any) -> dict[str, Any]:
    outward = row["from_uid"] == mine
    kind = RelationshipKind(row["kind"])
    side = "from" if not outward else ("to" if row["to_uid"] else "account")
    known = row[f"{side}_known"]
    return {
        "uid": row["uid"],
        "kind": row["kind"],
        "words": kind.label if outward else INVERSE[kind],
        "other_type": "account" if side == "account" else "contact",
        "other_uid": row[f"{side}_uid"] if known else None,
        "other_name": row[f"{side}_name"] if known else None,
        "since": row["since"],
        "confidence": row["confidence"],
    }


def accounts(dossier: Dossier) -> Steps:
    """Return the accounts the contact has a part in now."""
    (found,) = yield lambda: (
        dossier.subject.accounts.filter(until__isnull=True)
        .order_by("-is_primary", "id").values(
            "role", "title", "is_primary", "since",
            account_uid=F("account__uid"), name=F("account__display_name"),
            kind=F("account__kind"), known=seen(dossier, Account, "account_id"),
        ),
    )  # fmt: skip
    found = masked(found, known="known", hide=("account_uid", "name"))
    return labelled(found, role=AccountRole, kind=AccountKind)


def members(dossier: Dossier) -> Steps:
    """Return the people of an account: who they are and what part they play."""
    (found,) = yield lambda: (
        dossier.subject.people.filter(until__isnull=True)
        .order_by("-is_primary", "id").values(
            "id", "role", "title", "is_primary", "since",
            contact_uid=F("contact__uid"), name=F("contact__full_name"),
            phone=F("contact__summary__phone"), email=F("contact__summary__email"),
            known=seen(dossier, Contact, "contact_id"),
        )[:200],
    )  # fmt: skip
    found = masked(found, known="known", hide=("contact_uid", "name", "phone", "email"))
    found = veiled(
        found, dossier.viewer, phone="contactsummary.phone", email="contactsummary.email"
    )
    return labelled(found, role=AccountRole)


def identifiers(dossier: Dossier) -> Steps:
    """Return the account's numbers in public registers."""
    (found,) = yield lambda: (
        dossier.subject.identifiers.order_by("kind", "number")
        .values("uid", "kind", "number", "verified_at"),
    )  # fmt: skip
    found = veiled(found, dossier.viewer, number="accountidentifier.number")
    return labelled(found, kind=IdentifierKind)


def group(dossier: Dossier) -> Steps:
    """Return the account's parent and subsidiaries the reader may see, as uid, name and tie."""
    visible = Account.objects.live().visible_to(dossier.viewer)
    shown = ("uid", "display_name", "kind", "city")
    parents, children = yield (
        visible.filter(pk=dossier.subject.parent_id).values(*shown),
        visible.filter(parent=dossier.subject).order_by("display_name").values(*shown)[:50],
    )
    rows = [row | {"tie": "parent"} for row in parents]
    rows += [row | {"tie": "subsidiary"} for row in children]
    return labelled(rows, kind=AccountKind)


def consent(dossier: Dossier) -> Steps:
    """Return the answer that holds for every purpose ever asked about."""
    (found,) = yield lambda: (
        dossier.subject.consents.order_by("purpose", "-at", "-id")
        .distinct("purpose")
        .values("uid", "purpose", "status", "lawful_basis", "channel", "at", "expires_at"),
    )
    return labelled(found, purpose=ConsentPurpose, status=ConsentStatus, lawful_basis=LawfulBasis)
