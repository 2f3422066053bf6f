"""The client graph around one contact, level by level."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q

from accounts.models import Account
from contacts.models import AccountContact, Contact, Household, HouseholdMember, Relationship
from core.models import User
from core.services import entity_type
from opportunities.models import Opportunity

TYPES = ("contact", "account", "household", "opportunity")
type Node = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie between two nodes, read from `start` to `end`."""

    start: Node
    end: Node
    type: str
    since: Any = None
    source: str = ""
    confidence: float = 1.0


@dataclass(slots=True)
class Graph:
    """Nodes in the order they were reached, and the edges between them."""

    nodes: dict[Node, dict[str, Any]] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    truncated: bool = False


def around(
    subject: Contact | Account, viewer: User, *, depth: int, types: Iterable[str], most: int
) -> Graph:
    """Return what lies within `depth` steps of a contact or an account, at most `most` nodes.

    Records the viewer may not see are nodes without name and uid (`masked`): that there is a
    tie is no secret, with whom is. Nothing is followed beyond them.
    """
    start = (entity_type(subject), subject.pk)
    wanted = {*types, start[0]} if types else set(TYPES)
    found: dict[Node, None] = {start: None}
    graph, seen, frontier = Graph(), set[Edge](), [start]
    for _ in range(depth):
        reached: dict[Node, None] = {}
        for edge in _edges(frontier, wanted, most):
            ends = [end for end in (edge.start, edge.end) if end not in found]
            if len(found) + len(ends) > most:
                graph.truncated = True
                continue
            found |= dict.fromkeys(ends)
            reached |= dict.fromkeys(ends)
            if edge not in seen:
                seen.add(edge)
                graph.edges.append(edge)
        shown = _named(reached, viewer)
        frontier = [node for node in reached if not shown[node]["masked"]]
    graph.nodes = _named(found, viewer)
    return graph


def _edges(frontier: list[Node], wanted: set[str], most: int) -> list[Edge]:
    """Return the ties of the frontier, at most some of each kind."""
    ids: dict[str, list[int]] = {name: [] for name in TYPES}
    for name, pk in frontier:
        ids[name].append(pk)
    found = _people(ids, most)
    if "household" in wanted:
        found += _homes(ids, most)
    if "account" in wanted:
        found += _parts(ids, most)
    if "opportunity" in wanted:
        found += _deals(ids, most)
    return [edge for edge in found if {edge.start[0], edge.end[0]} <= wanted]


def _people(ids: dict[str, list[int]], most: int) -> list[Edge]:
    mine = (
        Q(from_contact__in=ids["contact"])
        | Q(to_contact__in=ids["contact"])
        | Q(to_account__in=ids["account"])
    )
    rows = Relationship.objects.filter(mine, until__isnull=True).order_by("id")[: most + 1]
    return [
        Edge(
            ("contact", row.from_contact_id),
            ("contact", row.to_contact_id)
            if row.to_contact_id
            else ("account", row.to_account_id or 0),
            row.kind,
            row.since,
            "",
            row.confidence,
        )
        for row in rows
    ]


def _homes(ids: dict[str, list[int]], most: int) -> list[Edge]:
    mine = Q(contact__in=ids["contact"]) | Q(household__in=ids["household"])
    rows = HouseholdMember.objects.filter(mine, valid__endswith__isnull=True)
    rows = rows.order_by("id")[: most + 1]
    return [
        Edge(
            ("contact", row.contact_id),
            ("household", row.household_id),
            row.relation,
            row.valid.lower,
        )
        for row in rows
    ]


def _parts(ids: dict[str, list[int]], most: int) -> list[Edge]:
    mine = Q(contact__in=ids["contact"]) | Q(account__in=ids["account"])
    rows = AccountContact.objects.filter(mine, until__isnull=True).order_by("id")[: most + 1]
    return [
        Edge(("contact", row.contact_id), ("account", row.account_id), row.role, row.since)
        for row in rows
    ]


def _deals(ids: dict[str, list[int]], most: int) -> list[Edge]:
    mine = Q(primary_contact__in=ids["contact"]) | Q(account__in=ids["account"])
    mine |= Q(pk__in=ids["opportunity"])
    rows = Opportunity.objects.live().filter(mine).order_by("id").annotate(code=F("source__code"))
    found = []
    for row in rows[: most + 1]:
        deal, source = ("opportunity", row.pk), row.code or ""
        buyer = ("contact", row.primary_contact_id)
        found.append(Edge(buyer, deal, "buyer", row.created_at.date(), source))
        if row.account_id:
            account = ("account", row.account_id)
            found.append(Edge(account, deal, "buying_entity", row.created_at.date(), source))
    return found


def _named(nodes: Iterable[Node], viewer: User) -> dict[Node, dict[str, Any]]:
    """Return uid and label of every node, nothing of those the viewer may not see."""
    wanted = list(nodes)
    known: dict[Node, tuple[Any, str]] = {}
    for name, (rows, label) in _visible(viewer).items():
        ids = [pk for kind, pk in wanted if kind == name]
        for pk, uid, text in rows.filter(pk__in=ids).values_list("pk", "uid", label) if ids else ():
            known[name, pk] = (uid, text)
    return {
        node: {
            "uid": known[node][0] if node in known else None,
            "type": node[0],
            "label": known[node][1] if node in known else "",
            "masked": node not in known,
        }
        for node in wanted
    }


def _visible(viewer: User) -> dict[str, tuple[Any, str]]:
    return {
        "contact": (Contact.objects.live().visible_to(viewer), "full_name"),
        "account": (Account.objects.live().visible_to(viewer), "display_name"),
        "household": (Household.objects.live().visible_to(viewer), "name"),
        "opportunity": (Opportunity.objects.live().visible_to(viewer), "name"),
    }
