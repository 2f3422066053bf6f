"""What policies look at in a proposal."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from typing import Any

from approvals import registry
from approvals.choices import RESTRICTED, VIP, ItemOp
from approvals.models import Proposal, ProposalItem
from approvals.selectors.diffing import Rows, gone, targets_of
from approvals.selectors.policies import Facts
from core.choices import Visibility
from core.models import SensitiveField, Team, User
from core.selectors.masking import GRAVE, sensitive_fields

AMOUNTS = ("*amount*", "*price*", "*budget*", "*discount*", "expected_value")


def team_of(proposal: Proposal, items: Sequence[ProposalItem]) -> int | None:
    """Return the id of the team of every record the items are about, if it is one.

    A record to be made comes to the team proposed for it, else to its author's.
    """
    rows = targets_of(items)
    teams = {
        getattr(rows.get((item.target_type, item.target_uid)), "team_id", None)
        if item.target_uid
        else item.after.get("team") or _author(proposal).team_id
        for item in items
    }
    team = teams.pop() if len(teams) == 1 else None
    if isinstance(team, str):
        return Team.objects.filter(name=team).values_list("pk", flat=True).first()
    return team if isinstance(team, int) else None


def _author(proposal: Proposal) -> User:
    return proposal.on_behalf_of or proposal.proposer


@dataclass(frozen=True, slots=True)
class Known:
    """What the facts are looked up in: the records proposed about, and the sensitive fields."""

    rows: Rows
    sensitive: dict[tuple[str, str], SensitiveField]


def facts_of(proposal: Proposal, items: Sequence[ProposalItem], *, person: bool) -> list[Facts]:
    """Return what policies look at, per kind of item; `person` rules automatic approval out."""
    known = Known(targets_of(items), sensitive_fields())
    by_kind: dict[str, list[ProposalItem]] = defaultdict(list)
    for item in items:
        by_kind[item.kind].append(item)
    return [_facts(proposal, kind, part, known, person=person) for kind, part in by_kind.items()]


def owner_of(items: Sequence[ProposalItem]) -> int | None:
    """Return the id of the person who owns every record the items are about, if it is one."""
    rows = targets_of(items)
    owners = {
        getattr(rows.get((item.target_type, item.target_uid)), "owner_id", None)
        if item.target_uid
        else None
        for item in items
    }
    return owners.pop() if len(owners) == 1 else None


def _facts(
    proposal: Proposal, kind: str, items: Sequence[ProposalItem], known: Known, *, person: bool
) -> Facts:
    source, touched = proposal.source, _sensitive(items, known)
    sure = [item.confidence for item in items if item.confidence is not None]
    sure += [Decimal(proposal.confidence)] if proposal.confidence is not None else []
    return Facts(
        kind=kind,
        source=source.code if source else "",
        trust=source.base_trust if source else 0,
        confidence=min(sure, default=None),
        fields=frozenset(name for item in items for name in item.after),
        size=sum(_count(item, "rows", 1) for item in items),
        updates=sum(_count(item, "updates", 0) for item in items),
        fills_only=all(_fills_only(item) for item in items),
        needs_person=person or any(_needs_person(item, known) for item in items),
        entity_types=frozenset(item.target_type for item in items),
        marks=frozenset(mark for item in items for mark in _marks(item, known.rows)),
        sensitivity=max((each.level for each in touched), default=0),
        deciders=tuple(frozenset(each.approved_by) for each in touched if each.approved_by),
        risk=proposal.declared_risk,
        amount=max(_amounts(items), default=None),
    )


def _count(item: ProposalItem, name: str, otherwise: int) -> int:
    """Return how many rows a set-based item says it touches."""
    value = item.after.get(name)
    return value if isinstance(value, int) and item.op == ItemOp.COMMIT else otherwise


def _fills_only(item: ProposalItem) -> bool:
    return item.op == ItemOp.UPDATE and not any(item.before.get(name) for name in item.after)


def _needs_person(item: ProposalItem, known: Known) -> bool:
    """Return whether a person has to look: open questions, sensitive fields, VIPs."""
    row = known.rows.get((item.target_type, item.target_uid)) if item.target_uid else None
    sensitive = any(each.level >= GRAVE for each in _sensitive([item], known))
    return bool(item.unresolved or sensitive or _own_marks(row) or (row and gone(row)))


def _marks(item: ProposalItem, rows: Rows) -> Iterator[str]:
    row = rows.get((item.target_type, item.target_uid)) if item.target_uid else None
    yield from _own_marks(row)
    marks = registry.get(item.kind).marks
    yield from marks(item) if marks else ()


def _own_marks(row: Any) -> list[str]:
    marks = [VIP] if getattr(row, "is_vip", False) else []
    restricted = getattr(row, "visibility", None) == Visibility.RESTRICTED
    return [*marks, RESTRICTED] if restricted else marks


def _sensitive(items: Iterable[ProposalItem], known: Known) -> list[SensitiveField]:
    """Return what stands in the table of sensitive fields about the fields touched."""
    names = {(item.target_type, name) for item in items for name in item.after}
    return [known.sensitive[name] for name in sorted(names & known.sensitive.keys())]


def _amounts(items: Iterable[ProposalItem]) -> Iterator[Decimal]:
    """Yield the amounts proposed: plain numbers, or money as `{amount, currency}`."""
    for item in items:
        for name, value in item.after.items():
            if any(fnmatchcase(name, pattern) for pattern in AMOUNTS):
                given = value.get("amount") if isinstance(value, dict) else value
                try:
                    yield Decimal(str(given))
                except InvalidOperation:
                    continue
