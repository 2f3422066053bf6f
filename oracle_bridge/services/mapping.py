"""Which of our records is which of theirs, as other systems and people say it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from approvals.choices import ItemOp
from approvals.models import Proposal
from approvals.services import ApprovalError, ItemDraft, propose
from core.models import SourceSystem, User
from core.selectors.telling import models_by_type
from core.services import save_canonical
from oracle_bridge.choices import SyncStatus
from oracle_bridge.models import EntityMapping

MOVE = "mapping.move"


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What a system says of one of its records: whose it is, and how it stands there."""

    system: SourceSystem
    entity_type: str
    external_id: str
    local_uid: UUID
    remote_modified_at: datetime | None = None
    remote_hash: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of it: the mapping, whether it is new, and the proposal of a disagreement."""

    mapping: EntityMapping
    created: bool = False
    elsewhere: bool = False
    proposal: Proposal | None = None


class NotInConflictError(Exception):
    """There is nothing to resolve about this mapping."""


@transaction.atomic
def keep_mapping(said: Counterpart, *, by: User) -> Kept:
    """Keep what a system says; saying it again changes nothing.

    Their record may be another one's with us: then that mapping is a conflict from now on, and a
    proposal asks whether to move it. A second record of theirs for one of ours is an alias.
    Raises ValidationError for a record that is not here.
    """
    _require_ours(said)
    known = (
        EntityMapping.objects.select_for_update()
        .filter(system=said.system, entity_type=said.entity_type, external_id=said.external_id)
        .first()
    )
    if known is None:
        return Kept(_add(said, by), created=True)
    if known.local_uid != said.local_uid:
        return _disagree(known, said, by)
    told = (said.remote_modified_at, said.remote_hash)
    if (known.remote_modified_at, known.remote_hash) != told:
        known.remote_modified_at, known.remote_hash = told
        known = save_canonical(known, by=by, cause="mapping: told by its system")
    return Kept(known)


def resolve_mapping(mapping: EntityMapping, *, keep: str, by: User) -> EntityMapping:
    """Decide a conflict: ours is sent again, theirs read again, or both stand as they are (merge).

    Raises NotInConflictError.
    """
    if mapping.status != SyncStatus.CONFLICT:
        raise NotInConflictError(f"It is {mapping.status}, not in conflict.")
    mapping.last_error, mapping.retry_count = "", 0
    mapping.status = SyncStatus.PENDING
    if keep == "local":
        mapping.local_version_at_sync, mapping.local_hash = None, ""
    elif keep == "remote":
        mapping.remote_hash = ""
    else:
        mapping.status = SyncStatus.SYNCED
        mapping.local_version_at_sync = _version(mapping.entity_type, mapping.local_uid)
    return save_canonical(mapping, by=by, cause=f"mapping: keep {keep}")


def disable_mapping(mapping: EntityMapping, *, reason: str, by: User) -> EntityMapping:
    """Exchange this pair no more; the two ids still resolve."""
    mapping.status, mapping.last_error = SyncStatus.DISABLED, reason[:500]
    return save_canonical(mapping, by=by, cause=f"mapping: disabled, {reason}"[:200])


def move_mapping(mapping: EntityMapping, *, local_uid: UUID, by: User, cause: str) -> EntityMapping:
    """Say that their record is another one of ours, as it was approved."""
    others = _primary(mapping.system_id, mapping.entity_type, local_uid)
    mapping.local_uid, mapping.is_primary = local_uid, not others.exists()
    mapping.status, mapping.last_error = SyncStatus.PENDING, ""
    return save_canonical(mapping, by=by, cause=cause)


def _add(said: Counterpart, by: User) -> EntityMapping:
    has_one = _primary(said.system.pk, said.entity_type, said.local_uid).exists()
    mapping = EntityMapping(
        system=said.system,
        entity_type=said.entity_type,
        local_uid=said.local_uid,
        external_id=said.external_id,
        is_primary=not has_one,
        remote_modified_at=said.remote_modified_at,
        remote_hash=said.remote_hash,
    )
    return save_canonical(mapping, by=by, cause="mapping: told by its system")


def _disagree(known: EntityMapping, said: Counterpart, by: User) -> Kept:
    words = f"{said.system} says it is {said.local_uid}"
    if known.status != SyncStatus.CONFLICT or known.last_error != words:
        known.status, known.last_error = SyncStatus.CONFLICT, words
        known = save_canonical(known, by=by, cause="mapping: told otherwise")
    item = ItemDraft(
        op=ItemOp.UPDATE,
        target_type="entitymapping",
        target_uid=known.uid,
        base_version=known.version,
        before={"local_uid": str(known.local_uid)},
        after={"local_uid": str(said.local_uid)},
    )
    title = f"Map {known.entity_type} {known.external_id} of {said.system} to another record"
    key = f"mapping:{known.uid}:{said.local_uid}"
    try:
        proposal = propose(kind=MOVE, title=title, items=[item], by=by, dedupe_key=key)
    except ApprovalError:
        return Kept(known, elsewhere=True)  # it was rejected before, or nobody may decide
    return Kept(known, elsewhere=True, proposal=proposal)


def _primary(system: int, entity_type: str, local_uid: UUID) -> Any:
    return EntityMapping.objects.filter(
        system=system, entity_type=entity_type, local_uid=local_uid, is_primary=True
    )


def _require_ours(said: Counterpart) -> None:
    if _version(said.entity_type, said.local_uid) is None:
        words = f"There is no {said.entity_type} {said.local_uid} here."
        raise ValidationError({"local_uid": [words]})


def _version(entity_type: str, uid: UUID) -> int | None:
    model = models_by_type().get(entity_type)
    if model is None:
        raise ValidationError({"type": [f"There is no {entity_type} here."]})
    rows = model._base_manager.filter(uid=uid)  # noqa: SLF001 -- Django's documented name
    found: int | None = rows.values_list("version", flat=True).first()
    return found
