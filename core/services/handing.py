"""What a colleague holds, told and given to another: all of it, as somebody leaves; and back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Subquery

from core.models import AuditEvent, User, entity_type
from core.querysets import SEES_EVERYTHING
from core.registry import Belonging, belongings
from core.services.acting import acting
from core.services.auditing import audit
from core.services.moving import change

FREE = 50  # as of one act on many people: more is proposed
CHUNK = 500
CAP = 100
LATEST = 10
ACT = "hand_over"  # of few things, on the audit record: what was proposed is undone by its proposal
GIVEN, BACK = "user.handed_over", "user.handed_back"


class TooMuchError(Exception):
    """More is handed over than one person decides alone."""


@dataclass(frozen=True, slots=True)
class Held:
    """How much of one kind a colleague holds, counted up to 100."""

    name: str
    number: int

    @property
    def told(self) -> str:
        """How many, in words."""
        return f"more than {CAP}" if self.number > CAP else str(self.number)

    def __str__(self) -> str:
        return f"{self.name}: {self.told}"


@dataclass(frozen=True, slots=True)
class Gift:
    """What a hand-over gave somebody: told by its cause in the history of what they hold.

    `records` names it, where the act wrote it down: nothing else is looked through then.
    """

    to: User
    cause: str
    records: list[str] | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """A hand-over of few things, of which something can go back."""

    uid: UUID
    gift: Gift
    by: User | None
    at: datetime
    held: list[Held]


def held_by(user: User) -> list[Held]:
    """Return what a colleague holds, without the kinds they hold nothing of."""
    kinds = belongings()
    keys = [ArraySubquery(each.rows(user).order_by().values("pk")[: CAP + 1]) for each in kinds]
    found = User.objects.filter(pk=user.pk).values_list(*keys).first() or ()
    return [Held(each.name, len(some)) for each, some in zip(kinds, found, strict=False) if some]


def may_hand_over(user: User) -> bool:
    """Return whether somebody may give away what others hold: who sees and may change all of it."""
    rights = {each.right for each in belongings()} | {SEES_EVERYTHING}
    return user.is_active and not user.is_service and user.has_perms(rights)


def hand_over(of: User, *, to: User, by: User) -> dict[str, int]:
    """Give everything one colleague holds to another, and return how much of each kind.

    One transaction. Raises ValidationError for a receiver who cannot, TooMuchError for more than
    50 things: those are proposed.
    """
    with transaction.atomic():
        given = hand_over_some(of, to=to, by=by, most=FREE)
        if held_by(of):
            raise TooMuchError
    return given


def hand_over_some(
    of: User, *, to: User, by: User, cause: str = "", most: int = CHUNK
) -> dict[str, int]:
    """Give some of what one colleague holds to another, and return how much of each kind.

    What was given is theirs no more, so a repeat goes on where this ended; it returns nothing
    once nothing is left. Without a cause it is an act of its own, which `give_back` undoes. Raises
    ValidationError for a receiver who cannot.
    """
    refuse_receiver(of, to)
    given: dict[str, int] = {}
    records: list[str] = []
    act = None if cause else uuid4()
    with acting(by, cause or _cause(act)):
        for each in belongings():
            left = most - sum(given.values())
            keys = list(each.rows(of).order_by("pk").values_list("pk", flat=True)[:left])
            records += _uids(each, of, keys) if act else []
            if keys and (number := each.give(each.rows(of).filter(pk__in=keys), to, by)):
                given[each.name] = number
        if given:
            named = {"records": records} if act else {}
            _note(GIVEN, of, to, by, act, given=given, **named)
    return given


def few_handed_over(of: User) -> list[HandOver]:
    """Return the latest hand-overs of few things of which something can go back.

    One that did not write down what it gave is none of them.
    """
    acts = AuditEvent.objects.filter(object_type=ACT)
    undone = acts.filter(action=BACK, object_uid=OuterRef("object_uid"))
    named = {"payload__of": of.username, "payload__has_key": "records"}
    given = acts.filter(~Exists(undone), action=GIVEN, **named)
    found = list(given.select_related("actor").order_by("-id")[:LATEST])
    people = {user.username: user for user in User.objects.filter(username__in=map(_to, found))}
    told = (
        HandOver(each.object_uid, gift, each.actor, each.at, handed(gift))
        for each in found
        if each.object_uid and (gift := _gift(each, people))
    )
    return [each for each in told if each.held]


def give_back(of: User, act: UUID, *, by: User) -> dict[str, int]:
    """Give back what a hand-over of few things gave, and return how much of each kind.

    Raises ValidationError for one of which nothing can go back.
    """
    known = {each.uid: each.gift for each in few_handed_over(of)}
    back: dict[str, int] = {}
    if act in known:
        back = give_back_some(of, known[act], by=by, cause=f"hand-back:{act}", act=act)
    if not back:  # of two clicks the later may find nothing left
        raise ValidationError("Nothing of that hand-over can go back any more.")
    return back


def handed(gift: Gift) -> list[Held]:
    """Return what somebody still holds of what a hand-over gave them."""
    kinds = [each for each in belongings() if each.column]
    found = {each.name: len(_handed(each, gift)[: CAP + 1]) for each in kinds}
    return [Held(name, number) for name, number in found.items() if number]


def give_back_some(
    of: User, gift: Gift, *, by: User, cause: str, most: int = CHUNK, act: UUID | None = None
) -> dict[str, int]:
    """Give back some of what a hand-over gave, and return how much of each kind.

    Each record returns into the team it was in, with what was written on it since. What was
    closed, archived or given on since stays where it is. A repeat goes on where this ended; it
    returns nothing once nothing is left.
    """
    back: dict[str, int] = {}
    with acting(by, cause):
        for each in belongings():
            left = most - sum(back.values())
            if each.column and (number := _give_back(each, of, gift, by, left)):
                back[each.name] = number
        if back:
            _note(BACK, of, gift.to, by, act, given=back)
    return back


def _note(action: str, of: User, to: User, by: User, act: UUID | None, **told: Any) -> None:
    payload = {"of": of.username, "to": to.username, **told}
    audit(action, by=by, object_type=ACT if act else "user", object_uid=act, payload=payload)


def _cause(act: UUID | None) -> str:
    return f"hand-over:{act}"


def _to(event: AuditEvent) -> str:
    return str(event.payload.get("to", ""))


def _gift(event: AuditEvent, people: dict[str, User]) -> Gift | None:
    to = people.get(_to(event))
    return Gift(to, _cause(event.object_uid), event.payload["records"]) if to else None


def _uids(each: Belonging, of: User, keys: list[int]) -> list[str]:
    """Return what an act writes down of a kind that can go back."""
    if not each.column:
        return []
    return [str(uid) for uid in each.rows(of).filter(pk__in=keys).values_list("uid", flat=True)]


def _give_back(each: Belonging, of: User, gift: Gift, by: User, most: int) -> int:
    number, teams = 0, _teams_before(each, gift, most)
    for team in dict.fromkeys(teams.values()):
        keys = [pk for pk, was in teams.items() if was == team]
        values: dict[str, Any] = {each.column: of} | ({"team": team} if _owned(each) else {})
        number += _give(each.rows(gift.to).filter(pk__in=keys), by, **values)
    return number


def _teams_before(each: Belonging, gift: Gift, most: int) -> dict[int, int | None]:
    """Return some of the records that were handed over, each with the team it was in."""
    found = _handed(each, gift)
    if not _owned(each):
        return dict.fromkeys(found.values_list("pk", flat=True)[:most])
    before = _versions(found).filter(version=OuterRef("given") - 1).values("team")[:1]
    return dict(found.annotate(was=Subquery(before)).values_list("pk", "was")[:most])


def _owned(each: Belonging) -> bool:
    return each.column == "owner"


def _handed(each: Belonging, gift: Gift) -> "models.QuerySet[Any]":
    """Return what was theirs ever since it was given, with its version then."""
    rows = each.rows(gift.to)
    if gift.records is not None:
        rows = rows.filter(uid__in=gift.records)
    given = _versions(rows).filter(history_change_reason=gift.cause).values("version")[:1]
    found: models.QuerySet[Any] = rows.annotate(given=Subquery(given)).order_by("pk")
    since = _versions(rows).filter(version__gt=OuterRef("given"))
    elsewhere = since.exclude(**{each.column: gift.to})
    return found.filter(~Exists(elsewhere), given__isnull=False)


def _versions(rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    model: Any = rows.model
    versions: models.QuerySet[Any] = model.history.model.objects.filter(id=OuterRef("pk"))
    return versions.order_by("version")


def refuse_receiver(of: User, to: User) -> None:
    """Raise ValidationError for who cannot take over what a colleague holds."""
    if to.pk == of.pk or to.is_service or not to.is_active:
        raise ValidationError({"to": [f"{to} cannot take over what {of} holds."]})


def give_owned(rows: "models.QuerySet[Any]", to: User, by: User) -> int:
    """Give records to another owner and their team, and return how many there were."""
    return _give(rows, by, owner=to, team=to.team)


def give_assigned(rows: "models.QuerySet[Any]", to: User, by: User) -> int:
    """Give what is to be done to another person, and return how much it was."""
    return _give(rows, by, assignee=to)


def _give(rows: "models.QuerySet[Any]", by: User, **values: Any) -> int:
    moved = {each.row_id: each for each in change(rows, by=by, **values)}
    kind = entity_type(rows.model)
    every = rows.model._base_manager.filter(pk__in=moved).order_by("pk")  # noqa: SLF001 -- Django's documented name
    for pk, uid, version in every.values_list("pk", "uid", "version"):
        before, after = moved[pk].before, moved[pk].after
        audit(
            f"{kind}.assigned",
            by=by,
            object_type=kind,
            object_uid=uid,
            object_version=version,
            payload={"fields": sorted(name for name in after if after[name] != before[name])},
        )
    return len(moved)
