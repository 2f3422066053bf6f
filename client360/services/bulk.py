"""One act on many people, answered person by person; changes of too many become a proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from activities.choices import TaskKind
from activities.services import add_task
from approvals.choices import ItemOp
from approvals.models import Proposal
from approvals.services import ItemDraft, propose
from contacts.models import Contact
from contacts.services import update_contact
from core.choices import State
from core.models import User
from core.services import VersionConflictError, archive, assign, restore

OPS: Final = ("assign", "tag", "untag", "task", "archive", "restore")
LARGEST: Final = 1000
FREE: Final = 50  # more than this is proposed (governance: bulk reassign)
MOVES: Final = {
    "archive": (ItemOp.ARCHIVE, State.ARCHIVED),
    "restore": (ItemOp.RESTORE, State.ACTIVE),
}
PERMISSIONS: Final = {"task": "activities.add_task"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is done to everybody: `owner` to assign, `tags` to tag and untag, the rest to a task."""

    op: str
    owner: User | None = None
    tags: Sequence[str] = ()
    title: str = ""
    kind: str = TaskKind.FOLLOW_UP
    due_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one person.

    `outcome` is done, unchanged, not_found, forbidden, version_conflict or invalid; `version` is
    the one that stands.
    """

    uid: UUID
    outcome: str
    version: int | None = None
    detail: str = ""

    @property
    def failed(self) -> bool:
        """Whether the person is not as the act wanted."""
        return self.outcome not in ("done", "unchanged")


def permission_for(op: str) -> str:
    """Return the permission an act asks for."""
    return PERMISSIONS.get(op, "contacts.change_contact")


def is_proposed(op: str, number: int) -> bool:
    """Return whether an act on so many is put before a second person; tasks change no record."""
    return number > FREE and op != "task"


def people_for(op: str, by: User) -> "QuerySet[Contact]":
    """Return whom an act may find: the archived to restore, the living for all else."""
    state = State.ARCHIVED if op == "restore" else State.ACTIVE
    found: QuerySet[Contact] = Contact.objects.filter(state=state).visible_to(by)
    return found


def act_on_many(
    act: Act, uids: Sequence[UUID], *, by: User, versions: "Mapping[str, int] | None" = None
) -> list[Outcome] | Proposal:
    """Do one thing to many people, each for itself; return the outcomes in the order asked.

    More than 50 become a proposal, which is returned. `versions` names those the caller saw, by
    uid. Raises ValidationError for somebody who cannot be proposed about, and what `propose`
    raises. That `by` holds `permission_for` the act is the caller's to check.
    """
    people = {row.uid: row for row in people_for(act.op, by).filter(uid__in=uids)}
    if is_proposed(act.op, len(uids)):
        return _proposed(act, uids, people, by)
    changeable = Contact.objects.changeable_by(by).filter(uid__in=uids)
    free = set(changeable.values_list("uid", flat=True))
    return [_one(act, uid, people.get(uid), free, by, versions or {}) for uid in uids]


def _one(
    act: Act,
    uid: UUID,
    row: Contact | None,
    free: set[UUID],
    by: User,
    versions: "Mapping[str, int]",
) -> Outcome:
    """Return what became of one person; a refusal leaves the others alone."""
    if row is None:
        return Outcome(uid, "not_found")
    if uid not in free:
        return Outcome(uid, "forbidden")
    before = row.version
    if versions.get(str(uid), before) != before:
        return Outcome(uid, "version_conflict", before)
    try:
        with transaction.atomic():
            _do(act, row, by)
    except VersionConflictError as error:
        return Outcome(uid, "version_conflict", error.current.version)
    except ValidationError as error:
        return Outcome(uid, "invalid", detail=" ".join(error.messages))
    changed = row.version != before or act.op == "task"
    return Outcome(uid, "done" if changed else "unchanged", row.version)


def _do(act: Act, row: Contact, by: User) -> None:
    cause = act.reason or "bulk"
    if act.op == "assign" and act.owner is not None:
        assign(row, owner=act.owner, by=by, cause=cause)
    elif act.op == "archive":
        archive(row, by=by, cause=cause)
    elif act.op == "restore":
        restore(row, by=by, cause=cause)
    elif act.op == "task":
        add_task(title=act.title, kind=act.kind, due_at=act.due_at, contact=row, by=by)
    else:
        update_contact(row, by=by, cause=cause, tags=_tags(act, row))


def _proposed(act: Act, uids: Sequence[UUID], people: dict[UUID, Contact], by: User) -> Proposal:
    if missing := [str(uid) for uid in uids if uid not in people]:
        raise ValidationError({"uids": f"There is no contact {missing[0]}."})
    whom = "1 client" if len(uids) == 1 else f"{len(uids)} clients"
    return propose(
        kind="contact.archive" if act.op in MOVES else "contact.update",
        title=f"{act.op.capitalize()} {whom}",
        summary=act.reason,
        items=[_item(act, people[uid]) for uid in uids],
        by=by,
    )


def _item(act: Act, row: Contact) -> ItemDraft:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {"tags": _tags(act, row)}
    how = ItemOp.UPDATE
    if act.op in MOVES:
        how, state = MOVES[act.op]
        before, after = {"state": row.state}, {"state": state}
    elif act.op == "assign" and act.owner is not None:
        team = act.owner.team
        after = {"owner": act.owner.username, "team": team.name if team else None}
    return ItemDraft(
        op=how,
        target_type="contact",
        target_uid=row.uid,
        base_version=row.version,
        before=before,
        after=after,
    )


def _tags(act: Act, row: Contact) -> list[str]:
    if act.op == "untag":
        return [tag for tag in row.tags if tag not in act.tags]
    return list(dict.fromkeys([*row.tags, *act.tags]))
