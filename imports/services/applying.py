"""What the approved proposals of imports do: apply a batch, undo a batch, chunk by chunk."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet
from django.utils import timezone

from core.models import User
from core.services.planning import glance
from identity.choices import CrosswalkOutcome, RevertOutcome
from identity.models import SourceRecord
from imports.choices import BatchState, Entity
from imports.models import RawBatch, RowResult
from imports.pipeline.happenings import HAPPENINGS
from imports.pipeline.propose import planned_rows
from imports.selectors.gaining import gained
from imports.services.commit import ChunkDone, commit_chunk
from imports.services.results import commit_happenings, undo_results
from imports.services.reverting import revert_chunk
from imports.services.running import allow

S = BatchState
MANY_ROWS = 1_000  # fewer do not change a plan
WRITTEN = {  # the columns joins and filters go by
    "accounts_account": "id, name_key, owner_id, state, updated_at",
    "contacts_accountcontact": "account_id, contact_id, until",
    "contacts_contact": "id, lifecycle, owner_id, state, team_id, updated_at, visibility",
    "contacts_contactpoint": "contact_id, is_identity, kind, status, value_norm",
    "contacts_postaladdress": "contact_id, until",
    "identity_sourcerecord": "batch_id, contact_id, ended_at, external_id, row_no, source_id",
}
SMALL = """
SELECT relname FROM pg_class
WHERE oid = ANY(%(tables)s::regclass[]) AND reltuples < 10 * %(rows)s
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One chunk's result: whether the batch is finished, and where the next call starts."""

    finished: bool
    after: int
    rows: int


def apply_step(uid: UUID, *, by: User, after: int) -> Step:
    """Apply the next chunk of an approved batch; the last call finishes it.

    Raises WrongStateError for a batch that waits for nothing of the kind.
    """
    batch = _locked(uid)
    allow(batch, "apply", S.PENDING, S.APPLYING)
    if batch.state == S.PENDING:
        batch.state = S.APPLYING
        batch.seconds = {**batch.seconds, "apply_started": timezone.now().timestamp()}
    done = _commit(batch, by=by, after=after)
    finished = done.last_row == after
    batch.progress = batch.row_count if finished else done.last_row
    if finished:
        _finish(batch)
    batch.save()
    return Step(finished, done.last_row, done.rows)


def _commit(batch: RawBatch, *, by: User, after: int) -> ChunkDone:
    if batch.entity in HAPPENINGS:
        return ChunkDone(*commit_happenings(batch, by=by, after=after))
    return commit_chunk(batch, by=by, after=after)


def revert_step(uid: UUID, *, by: User, after: int) -> Step:
    """Undo the next chunk of an applied batch; the last call finishes it.

    `after` is the last crosswalk id undone. Raises WrongStateError likewise.
    """
    batch = _locked(uid)
    allow(batch, "undo", S.APPLIED, S.REVERTING)
    batch.state = S.REVERTING
    undone = undo_results(batch, by=by)  # first: people are kept for what is in use around them
    last, rows = revert_chunk(batch, by=by, after=after)
    finished = rows == 0
    batch.progress += rows + undone
    if finished:
        batch.state, batch.finished_at = S.REVERTED, timezone.now()
        batch.counts = {**batch.counts, **_reverted(batch)}
    batch.save()
    return Step(finished, last, rows)


def _reverted(batch: RawBatch) -> dict[str, Any]:
    """Return what undoing did with what the rows are, and how much around them it took back."""
    around = batch.entity not in HAPPENINGS
    rows = _records(batch) if around else _results(batch)
    counted = dict(rows.values_list("reverted").annotate(n=Count("id")).order_by())
    done = {"reverted": {name or "none": n for name, n in counted.items()}}
    if around and (taken := _results(batch).exclude(reverted__in=["", RevertOutcome.KEPT]).count()):
        return {**done, "reverted_around": taken}
    return done


def _locked(uid: UUID) -> RawBatch:
    # no_key: writers on connections of their own refer to the batch while this one holds it
    return (
        RawBatch.objects.select_for_update(of=("self",), no_key=True)
        .select_related("source", "uploaded_by", "proposal")
        .get(uid=uid)
    )


def _refresh_statistics(rows: int) -> None:
    """Let the planner know of rows just written where they are many beside those it knew of.

    The next import plans its joins by it. Of the other tables it keeps what autovacuum told it.
    """
    with connection.cursor() as cursor:
        cursor.execute(SMALL, {"tables": list(WRITTEN), "rows": rows})
        grown = [f"{table} ({WRITTEN[table]})" for (table,) in cursor.fetchall()]
        if grown:
            glance(cursor)
            cursor.execute(f"ANALYZE {', '.join(grown)}")


def _finish(batch: RawBatch) -> None:
    if batch.row_count >= MANY_ROWS:
        _refresh_statistics(batch.row_count)
    seconds = dict(batch.seconds)
    started = seconds.pop("apply_started", None)
    if started is not None:
        seconds["apply"] = round(timezone.now().timestamp() - started, 3)
    batch.seconds = seconds
    batch.state, batch.finished_at = S.APPLIED, timezone.now()
    batch.applied_at = batch.applied_at or batch.finished_at
    counted = _records(batch).values_list("outcome").annotate(n=Count("id")).order_by()
    applied = {f"applied_{outcome}": n for outcome, n in counted}
    if "applied_linked" in applied and (some := gained(batch).count()):
        applied["applied_gained"] = some
    results = _results(batch).values_list("kind", "outcome").annotate(n=Count("id")).order_by()
    for kind, outcome, n in results:
        name = f"applied_{kind if outcome == CrosswalkOutcome.CREATED else outcome}"
        applied[name] = applied.get(name, 0) + n
    accounts = SourceRecord.objects.filter(batch_id=batch.pk, account__isnull=False).count()
    planned = planned_rows(batch)  # some may have become questions since they were approved
    batch.counts = {**batch.counts, **planned, **applied, "applied_accounts": accounts}


def _records(batch: RawBatch) -> "QuerySet[SourceRecord]":
    """Return the crosswalk of the batch's own rows, without companies made for people's sake."""
    records = SourceRecord.objects.filter(batch_id=batch.pk)
    return records.filter(contact__isnull=batch.entity == Entity.ACCOUNT)


def _results(batch: RawBatch) -> "QuerySet[RowResult]":
    return RowResult.objects.filter(batch=batch)
