"""How a person was formed: the merges that made them and where their values come from."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Count, Q

from contacts.models import Contact
from core.models import User
from core.selectors.masking import masks
from identity.choices import MergeState
from identity.models import FieldLock, MergeOperation
from identity.selectors.claims import claims_of, members_of, survivors
from identity.selectors.describing import label_of
from identity.selectors.saying import in_words, said
from identity.survivorship import ONLY, Choice, Claim, columns_of

ONE_TAKEN = "the only one taken over"


@dataclass(frozen=True, slots=True)
class Told:
    """One golden value, the claim that won, the rule it won by, and the lock that keeps it.

    `others` are the values other source records give, each with its claim.
    """

    key: str
    attribute: str
    value: str
    why: str
    claim: Claim | None
    lock: FieldLock | None
    others: list[tuple[str, Claim]]


def operations_of(contact: Contact) -> list[MergeOperation]:
    """Return the merges and splits that made a person, the first first, undone ones too.

    Those of the people merged into them are among them.
    """
    members = members_of(contact)
    part = Q(survivor__in=members) | Q(losers__in=members)
    return list(
        MergeOperation.objects.filter(part)
        .distinct()
        .select_related("survivor", "actor", "proposal", "undone_by")
        .prefetch_related("losers")
        .order_by("pk")
    )


def values_of(contact: Contact, *, by: User) -> list[Told]:
    """Return every golden value this reader may see, with where it comes from."""
    hidden = masks(by, "contact", owned=contact.owner_id == by.pk).keys()
    locks = {lock.attribute: lock for lock in contact.locks.select_related("by")}
    claims = claims_of(contact)
    told = []
    for name, each in survivors(contact).items():
        if hidden & {name, *columns_of(name)}:
            continue
        stands = said(contact, name)
        others = _others(name, claims.get(name, ()), each, stands)
        why = ONE_TAKEN if others and each.why == ONLY else each.why
        told.append(Told(name, label_of(name), stands, why, each.claim, locks.get(name), others))
    return told


def _others(
    attribute: str, claims: Iterable[Claim], chosen: Choice, stands: str
) -> list[tuple[str, Claim]]:
    """Return what else source records say, once a source, in words that differ from what stands.

    An employer is told by the name of the company.
    """
    if attribute == "employer_id":
        return []
    unlike = [each for each in claims if each.record and each.value != chosen.value]
    texts = {(in_words(attribute, each.value), each.source): each for each in unlike}
    silent = {"", stands, in_words(attribute, chosen.value)}
    return [(text, each) for (text, _), each in texts.items() if text not in silent]


def undoable(operations: list[MergeOperation]) -> MergeOperation | None:
    """Return the one merge that can be undone now: the last that stands."""
    standing = [each for each in operations if each.state == MergeState.DONE]
    return standing[-1] if standing and standing[-1].kind == "merge" else None


def moved(operation: MergeOperation) -> dict[str, int]:
    """Return how many rows an operation touched, by what they are in words."""
    counted = operation.moves.values_list("table").annotate(rows=Count("pk")).order_by()
    return dict(sorted((table_words(table), rows) for table, rows in counted))


def table_words(table: str) -> str:
    """Return what the rows of a table are: `contacts_contactpoint` gives `contact points`."""
    return TABLES.get(table) or _plurals()[table]


@cache
def _plurals() -> dict[str, str]:
    """Return the tables of all models, with what Django calls many of their rows."""
    metas = (model._meta for model in apps.get_models(include_auto_created=True))  # noqa: SLF001 -- Django's documented name
    return {meta.db_table: str(meta.verbose_name_plural) for meta in metas}


def counted(moves: dict[str, dict[str, Any]]) -> list[tuple[str, int]]:
    """Return the rows of a preview by what they are, the most first."""
    totals = [(table_words(table), sum(actions.values())) for table, actions in moves.items()]
    return sorted(totals, key=lambda each: (-each[1], each[0]))


TABLES = {
    "contacts_contact": "people",
    "contacts_contactpoint": "contact points",
    "contacts_postaladdress": "addresses",
    "contacts_contactrole": "roles",
    "contacts_accountcontact": "company links",
    "contacts_householdmember": "household places",
    "contacts_consentrecord": "consents",
    "contacts_contactusergrant": "shares",
    "opportunities_opportunity": "deals",
    "opportunities_opportunityparty": "parts in deals",
    "opportunities_propertyinterest": "interests",
    "opportunities_partnertag": "brokers' tags",
    "opportunities_sitevisit": "site visits",
    "opportunities_campaigntouch": "campaign touches",
    "activities_interactionparticipant": "parts in conversations",
    "activities_transcriptsegment": "utterances",
    "evidence_evidence": "signs",
    "evidence_qdscore": "scores",
    "evidence_qdaggregate": "parts of scores",
    "evidence_qdsnapshot": "points of the score's timeline",
    "identity_sourcerecord": "source records",
    "identity_matchcandidate": "other candidates",
    "identity_pairverdict": "verdicts",
    "identity_fieldlock": "locks",
    "approvals_proposalitem": "open proposals",
    "oracle_bridge_entitymapping": "external ids",
}
