"""What a change event says to one reader: who may read of it, and what became of the record."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.choices import FeedOp, State, Visibility
from core.models import CanonicalModel, ChangeEvent, OwnedModel, User, entity_type
from core.querysets import SEES_EVERYTHING, teams_of
from core.registry import feed_of
from core.selectors.history import canonical_models

ACCESS = frozenset({"owner_id", "team_id", "visibility"})
BECAME = {
    State.ARCHIVED: FeedOp.ARCHIVED,
    State.MERGED: FeedOp.MERGED,
    State.ERASED: FeedOp.ERASED,
}
type Version = tuple[str, UUID, int]


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a reader gets it; `into` is the survivor's uid of a merge."""

    event: ChangeEvent
    op: str
    into: UUID | None = None


def told(events: Iterable[ChangeEvent], user: User) -> list[Told]:
    """Return the events this user may read of, each with what became of the record.

    A record that passed out of the user's sight is told once as `access_lost`, one that came
    into it as `access_gained`; a share is told to its receiver alone.
    """
    events = list(events)
    all_seen = user.has_perm(SEES_EVERYTHING)
    seen = None if all_seen else _seen(events, user)
    past = _past(events, access=not all_seen)
    found = []
    for event in events:
        op, into = _became(event, past)
        if event.op in (FeedOp.ACCESS_GAINED, FeedOp.ACCESS_LOST):
            if event.cause == f"share:{user.username}":
                found.append(Told(event, event.op))
            continue
        if seen is not None:
            here = (event.entity_type, event.entity_uid) in seen
            op = _passed(event, past, user, op, here=here)
            if not here and op != FeedOp.ACCESS_LOST:
                continue
        found.append(Told(event, op, into))
    return found


def models_by_type() -> dict[str, type[CanonicalModel]]:
    """Return every canonical table by the name the feed knows it by."""
    return {entity_type(model): model for model in canonical_models()}


def _seen(events: list[ChangeEvent], user: User) -> set[tuple[str, UUID]]:
    """Return the records the user may see, one query for each entity type."""
    by_type: dict[str, set[UUID]] = {}
    for event in events:
        by_type.setdefault(event.entity_type, set()).add(event.entity_uid)
    seen: set[tuple[str, UUID]] = set()
    for name, uids in by_type.items():
        if rows := feed_of(name):
            found = rows(user).filter(uid__in=uids).values_list("uid", flat=True)
            seen.update((name, uid) for uid in found)
    return seen


def _past(events: list[ChangeEvent], *, access: bool) -> dict[Version, Any]:
    """Return the versions before and after the events that change state or access."""
    watched = {"state", *(ACCESS if access else ())}
    wanted: dict[str, dict[UUID, set[int]]] = {}
    for event in events:
        if event.op == FeedOp.UPDATED and watched & set(event.changed_fields):
            versions = wanted.setdefault(event.entity_type, {}).setdefault(event.entity_uid, set())
            versions |= {event.version - 1, event.version}
    models = models_by_type() if wanted else {}
    found: dict[Version, Any] = {}
    for name, rows in wanted.items():
        versions = set().union(*rows.values())
        history = models[name].history.filter(uid__in=rows, version__in=versions)
        for row in history.select_related(*_merges(models[name])):
            found[name, row.uid, row.version] = row
    return found


def _merges(model: type[CanonicalModel]) -> list[str]:
    return ["merged_into"] if hasattr(model, "merged_into") else []


def _became(event: ChangeEvent, past: dict[Version, Any]) -> tuple[str, UUID | None]:
    before, after = _versions(event, past)
    if "state" not in event.changed_fields or after is None:
        return event.op, None
    if after.state == State.MERGED:
        into = getattr(after, "merged_into", None)
        return FeedOp.MERGED, into.uid if into else None
    if after.state in BECAME:
        return BECAME[after.state], None
    was_merged = before is not None and before.state == State.MERGED
    return FeedOp.UNMERGED if was_merged else FeedOp.RESTORED, None


def _passed(
    event: ChangeEvent, past: dict[Version, Any], user: User, op: str, *, here: bool
) -> str:
    before, after = _versions(event, past)
    if not ACCESS & set(event.changed_fields) or before is None or after is None:
        return op
    had, has = _by_rule(before, user), _by_rule(after, user)
    if had and not has and not here:
        return FeedOp.ACCESS_LOST
    return FeedOp.ACCESS_GAINED if has and not had else op


def _versions(event: ChangeEvent, past: dict[Version, Any]) -> tuple[Any, Any]:
    name, uid, version = event.entity_type, event.entity_uid, event.version
    return past.get((name, uid, version - 1)), past.get((name, uid, version))


def _by_rule(row: OwnedModel, user: User) -> bool:
    """Return whether a version was the user's to see by owner, team or visibility."""
    if row.owner_id == user.pk or row.visibility == Visibility.ORGANISATION:
        return True
    return row.visibility == Visibility.TEAM and row.team_id in teams_of(user)
