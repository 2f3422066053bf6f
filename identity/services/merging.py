"""Several people become one: every row moves, every move is journalled, everything can go back.

One transaction. The people are locked in the order of their ids, so two merges that want the same
people wait for each other and never for ever; whoever comes second finds somebody merged and is
refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Account
from approvals.models import Proposal
from contacts.choices import PointKind, PointStatus
from contacts.models import Contact, ContactPoint
from core.choices import MoveAction, State
from core.models import ChangeEvent, User
from core.selectors.masking import masks, sees_points
from core.services import acting, audit
from core.services.moving import Moved, change
from core.services.sharing import telling_shares
from core.services.uniting import OWNERS_SHARE, share_with_owner
from identity.models import MergeMove, MergeOperation
from identity.selectors.claims import ATTRIBUTES, COLUMNS, stored
from identity.selectors.obstacles import Obstacle, blockers, warnings
from identity.selectors.saying import said
from identity.selectors.spelling import point_in_words
from identity.services.errors import ArchivedError, BlockedError, GonePartyError
from identity.services.freshening import freshen
from identity.services.owners import tell_owners
from identity.services.repointing import repoint
from identity.services.surviving import settle, strictest
from identity.services.uniting_locks import give_locks, let_go, standing_locks, values_held
from identity.survivorship import columns_of
from opportunities.selectors import buyers_among

BOTH = "both"
STANDS = (State.ACTIVE, State.ARCHIVED)
ENDED = {"is_primary": False, "is_identity": False, "status": PointStatus.RETIRED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be merged and how.

    `choices` maps an attribute to the uid of the person whose value is taken, and a kind of
    contact point to such a uid (the others' points of that kind retire) or to `both`. Whatever
    it leaves open, survivorship decides. `override` merges over blockers.
    """

    survivor: Contact
    losers: Sequence[Contact]
    choices: Mapping[str, str] = field(default_factory=dict)
    override: bool = False
    score: Decimal | None = None
    explanation: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do: rows touched by table and action, the values that would stand.

    `texts` are the values as people read them, `points` the numbers and addresses, both as far as
    the reader may see them; `values` and `provenance` leave out what is masked for them.
    """

    moves: dict[str, dict[str, int]]
    values: dict[str, dict[str, Any]]
    texts: dict[str, str]
    points: list[str]
    provenance: dict[str, Any]
    blockers: list[Obstacle]
    warnings: list[Obstacle]


def merge(order: Order, *, by: User, proposal: Proposal | None = None) -> MergeOperation:
    """Merge the losers into the survivor and return the operation.

    Raises GonePartyError when one of them was merged or erased meanwhile, ArchivedError when the
    survivor is archived, BlockedError when something speaks against it and `override` is not set,
    ValidationError for choices that name nobody.
    """
    with acting(by, "merge:"):
        survivor, *losers = _locked([order.survivor, *order.losers])
        refuse_archived(survivor)
        against = blockers([survivor, *losers])
        if against and not order.override:
            raise BlockedError(
                "; ".join(each.words for each in against),
                blockers=[each.code for each in against],
            )
        operation = _begun(order, survivor, losers, by, proposal)
        with acting(by, f"merge:{operation.uid}"):
            _carry_out(operation, order, survivor, losers, by)
        audit(
            "contact.merged",
            by=by,
            object_type="contact",
            object_uid=survivor.uid,
            proposal_uid=proposal.uid if proposal else None,
            payload={
                "operation": str(operation.uid),
                "losers": [str(loser.uid) for loser in losers],
                "overridden": [each.code for each in against],
            },
        )
    return operation


def preview(order: Order, *, by: User) -> Preview:
    """Say what a merge would do; it is carried out and taken back, nothing stays written."""
    people = [order.survivor, *order.losers]
    against, beware = blockers(people), warnings(order.survivor, order.losers)
    bold = Order(survivor=order.survivor, losers=order.losers, choices=order.choices, override=True)
    with transaction.atomic():
        operation = merge(bold, by=by)
        moves = _counted(operation)
        survivor = Contact.objects.get(pk=operation.survivor_id)
        shown = _shown_to(by, survivor)
        values = {name: stored(survivor, name) for name in shown}
        texts = {name: said(survivor, name) for name in shown}
        told = operation.provenance
        provenance = {name: told[name] for name in shown if name in told}
        points = _points_of(survivor) if sees_points(by) else []
        transaction.set_rollback(True)
    return Preview(moves, values, texts, points, provenance, against, beware)


def _shown_to(user: User, person: Contact) -> list[str]:
    """Return the attributes of a person that are not masked for this reader."""
    hidden = masks(user, "contact", owned=person.owner_id == user.pk).keys()
    return [name for name in ATTRIBUTES if not hidden & {name, *columns_of(name)}]


def _points_of(person: Contact) -> list[str]:
    rows = person.points.exclude(status=PointStatus.RETIRED).order_by("kind", "-is_primary", "pk")
    return [f"{point.get_kind_display()}: {point_in_words(point)}" for point in rows]


def survivor_first(people: Sequence[Contact]) -> list[Contact]:
    """Return people with the one who should stay first.

    That is who is not archived, then the furthest, then who has booked, then the oldest, then the
    lowest id.
    """
    order = {stage: place for place, stage in enumerate(_stages())}
    booked = buyers_among([each.pk for each in people])
    return sorted(
        people,
        key=lambda each: (
            each.state == State.ARCHIVED, -order[each.lifecycle], each.pk not in booked,
            each.created_at, each.pk,
        ),
    )  # fmt: skip


def refuse_archived(survivor: Contact | Account) -> None:
    """Raise ArchivedError for a survivor that is archived."""
    if survivor.state == State.ARCHIVED:
        raise ArchivedError(f"{survivor} is archived: restore it first, or let another one stay")


def _stages() -> tuple[str, ...]:
    return ("disqualified", "lead", "prospect", "dormant", "active", "past_customer", "customer")


def _locked(people: Sequence[Contact]) -> list[Contact]:
    """Return the people as they stand, locked in the order of their ids."""
    ids = [person.pk for person in people]
    if len(set(ids)) != len(ids) or len(ids) == 1:
        raise ValidationError("a merge takes two or more different people")
    rows = Contact.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    standing = {person.pk: person for person in rows}
    gone = [str(p.uid) for p in standing.values() if p.state not in STANDS]
    if gone:
        raise GonePartyError("one of these people was merged or erased meanwhile", gone=gone)
    return [standing[pk] for pk in ids]


def _begun(
    order: Order, survivor: Contact, losers: list[Contact], by: User, proposal: Proposal | None
) -> MergeOperation:
    people = {str(person.uid): person for person in (survivor, *losers)}
    operation = MergeOperation.objects.create(
        survivor=survivor,
        proposal=proposal,
        actor=by,
        score=order.score,
        explanation=dict(order.explanation),
        snapshot={uid: _golden(person) for uid, person in people.items()},
        choices=_chosen(order.choices, people),
    )
    operation.losers.set(losers)
    operation.refresh_from_db()
    return operation


def _carry_out(
    operation: MergeOperation, order: Order, survivor: Contact, losers: list[Contact], by: User
) -> None:
    people = [survivor, *losers]
    locks = standing_locks(people, order.choices)
    held = values_held(people, locks)
    moved = let_go(people, locks)
    with telling_shares(survivor):
        for loser in losers:
            moved += repoint(survivor=survivor, loser=loser, by=by)
            moved += share_with_owner(survivor, loser, by=by, until=operation.at + OWNERS_SHARE)
    moved += _retired(order.choices, moved, survivor, by)
    for loser in losers:
        moved += _ended(survivor, loser, by)
    changed, provenance = settle(survivor, by=by, held=held, **strictest(people))
    moved += [*changed, *give_locks(survivor, locks)]
    operation.provenance = provenance
    operation.save(update_fields=["provenance"])
    journal(operation, moved)
    announce(losers, "merged", f"merge:{operation.uid}")
    tell_owners(operation, survivor, losers, by=by)
    freshen([survivor], ended=losers)


def _retired(
    choices: Mapping[str, str], moved: Sequence[Moved], survivor: Contact, by: User
) -> list[Moved]:
    """Retire the points of the kinds for which one person's were chosen, where they had them not.

    A value both had stays, whoever's copy stands for it, and what stays has a primary.
    """
    ids = dict(Contact.objects.filter(uid__in=_uids(choices)).values_list("uid", "pk"))
    done: list[Moved] = []
    for kind, uid in _points_chosen(choices):
        theirs = _values_of(ids[uid], kind, moved, survivor)
        if not theirs:
            raise ValidationError({"choices": f"{kind}: {uid} has none"})
        standing = survivor.points.filter(kind=kind).exclude(status=PointStatus.RETIRED)
        going = standing.exclude(value_norm__in=theirs)
        done += change(going, by=by, action=MoveAction.RETIRE, **ENDED)
        if not standing.filter(is_primary=True).exists():
            first = next(
                (each for each in theirs if standing.filter(value_norm=each).exists()), None
            )
            rows = standing.filter(value_norm=first)
            done += change(rows, by=by, action=MoveAction.CHANGE, is_primary=True)
    return done


def _values_of(person: int, kind: str, moved: Sequence[Moved], survivor: Contact) -> list[str]:
    """Return the values of a kind somebody had before the merge, their primary first.

    What was retired before is none of them.
    """
    table = ContactPoint._meta.db_table  # noqa: SLF001 -- Django's documented name
    before: dict[int, dict[str, Any]] = {}
    for each in moved:
        if each.table == table:
            before.setdefault(each.row_id, each.before)
    had = []
    for point in survivor.points.filter(kind=kind).order_by("pk"):
        was = before.get(point.pk, {})
        owner = int(was.get("contact_id", survivor.pk))
        status = was.get("status", point.status)
        if owner == person and status != PointStatus.RETIRED:
            primary = str(was.get("is_primary", point.is_primary)) == "True"
            had.append((not primary, point.pk, point.value_norm))
    return [value for _, _, value in sorted(had)]


def _points_chosen(choices: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for kind, uid in choices.items():
        if kind in PointKind.values and uid != BOTH:
            yield kind, _uid(uid)


def _uids(choices: Mapping[str, str]) -> list[Any]:
    return [uid for _, uid in _points_chosen(choices)]


def _uid(text: str) -> Any:
    return Contact._meta.get_field("uid").to_python(text)  # noqa: SLF001 -- Django's documented name


def _chosen(choices: Mapping[str, str], people: Mapping[str, Contact]) -> dict[str, Any]:
    """Return the choices as the journal keeps them: the values taken, column by column."""
    kept: dict[str, Any] = {}
    for name, uid in choices.items():
        if name in PointKind.values and (uid == BOTH or uid in people):
            kept[name] = uid
        elif name in ATTRIBUTES and uid in people:
            kept[name] = {c: _text(v) for c, v in stored(people[uid], name).items()}
        else:
            raise ValidationError({"choices": f"{name}: {uid} is no choice"})
    return kept


def _golden(person: Contact) -> dict[str, Any]:
    values = {column: _text(getattr(person, column)) for column in COLUMNS}
    return values | {"version": person.version, "state": person.state}


def _text(value: Any) -> Any:
    return value if value is None or isinstance(value, str | list | int) else str(value)


def _ended(survivor: Contact, loser: Contact, by: User) -> list[Moved]:
    """End the loser, and let whoever was merged into them earlier lead to the survivor."""
    earlier = Contact.objects.filter(merged_into=loser)
    return [
        *change(earlier, by=by, merged_into=survivor),
        *change(
            Contact.objects.filter(pk=loser.pk),
            by=by,
            action=MoveAction.CLOSE,
            state=State.MERGED,
            merged_into=survivor,
        ),
    ]


def journal(operation: MergeOperation, moved: Sequence[Moved]) -> None:
    """Write down what an operation did, row by row."""
    MergeMove.objects.bulk_create(
        MergeMove(
            operation=operation,
            seq=seq,
            table=each.table,
            row_id=each.row_id,
            action=each.action,
            before=each.before,
            after=each.after,
        )
        for seq, each in enumerate(moved, start=1)
    )


def announce(rows: Sequence[Contact] | Sequence[Account], op: str, cause: str) -> None:
    """Tell the change feed; the changed columns follow from the tables' own triggers."""
    model = type(rows[0])
    versions = dict(
        model._base_manager.filter(pk__in=[row.pk for row in rows]).values_list("pk", "version")  # noqa: SLF001 -- Django's documented name
    )
    ChangeEvent.objects.bulk_create(
        ChangeEvent(
            entity_type=str(model._meta.model_name),  # noqa: SLF001 -- Django's documented name
            entity_uid=row.uid,
            version=versions[row.pk],
            op=op,
            changed_fields=["merged_into_id", "state"],
            cause=cause,
        )
        for row in rows
    )


def _counted(operation: MergeOperation) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for table, action in operation.moves.values_list("table", "action"):
        actions = counts.setdefault(table, {})
        actions[action] = actions.get(action, 0) + 1
    return counts
