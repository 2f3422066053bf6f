"""Replays asked for over REST: who asked and what came of it, on the audit log."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from core.models import AuditEvent, User
from core.services import audit
from imports.choices import BatchState
from imports.models import RawBatch
from imports.services.hashing import canonical_hash
from imports.services.replaying import SLOWEST, replay
from imports.services.running import WrongStateError

ASKED, REPLAYED = "import.replay_asked", "import.replayed"
COMPARABLE: Final = (BatchState.APPLIED, BatchState.REVERTED)


class ReplayUnderWayError(Exception):
    """A worker replays this import already."""


@dataclass(frozen=True, slots=True)
class Replay:
    """The last replay: `none`, `running`, `same`, `differs` or `failed`, and both hashes."""

    state: str
    asked_at: datetime | None = None
    at: datetime | None = None
    hash: str = ""
    replayed_hash: str = ""


@transaction.atomic
def ask_replay(batch: RawBatch, *, by: User) -> None:
    """Note that somebody wants a replay; the caller has a worker run `prove`.

    Raises WrongStateError for an import that was never applied, ReplayUnderWayError.
    """
    batch = RawBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in COMPARABLE:
        raise WrongStateError(batch, "replay", list(COMPARABLE))
    if last_replay(batch).state == "running":
        raise ReplayUnderWayError(f"{batch} is being replayed.")
    audit(ASKED, by=by, object_type="import", object_uid=batch.uid, batch_uid=batch.uid)


def prove(batch: RawBatch, *, by: User) -> Replay:
    """Replay an import on an empty database and note whether the hashes are the same.

    What went wrong is noted as failed and raised, so that the worker's log has it.
    """
    told = {"hash": canonical_hash(batch), "replayed_hash": ""}
    try:
        told["replayed_hash"] = replay(batch)
    finally:
        audit(
            REPLAYED,
            by=by,
            object_type="import",
            object_uid=batch.uid,
            batch_uid=batch.uid,
            payload=told,
        )
    return last_replay(batch)


def last_replay(batch: RawBatch) -> Replay:
    """Return how the last replay of an import stands; one that takes too long failed."""
    events = AuditEvent.objects.filter(batch_uid=batch.uid).order_by("-id")
    asked = events.filter(action=ASKED).first()
    if asked is None:
        return Replay("none")
    done = events.filter(action=REPLAYED, id__gt=asked.pk).first()
    if done is None:
        lost = timezone.now() - asked.at > timedelta(seconds=2 * SLOWEST)
        return Replay("failed" if lost else "running", asked.at)
    first, second = done.payload["hash"], done.payload["replayed_hash"]
    state = "same" if first == second else "differs" if second else "failed"
    return Replay(state, asked.at, done.at, first, second)
