"""Step 7: approved rows become people and accounts, one chunk a transaction.

A chunk is written by a fixed number of statements however many rows it has: people, points,
addresses, accounts and links; history and change events follow by trigger; the crosswalk row of
each source row comes last and makes the chunk exactly-once. A chunk the database refuses is
split until the one row at fault stands alone; that row is refused with the reason.
"""

from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper

from contacts.services.bulk import Origin, insert_people, update_people
from core.models import User
from core.services import acting, audit
from imports.choices import RowOutcome
from imports.models import RawBatch, Resolution
from imports.projection import FIELDS
from imports.services.account_rows import apply_accounts
from imports.services.companies import ensure_companies
from imports.services.staging import Range, names_of, owner_of, stage_chunk, stage_people

CHUNK = 10_000
ONE_IMPORT_AT_A_TIME = 7_361_001  # advisory lock: two imports never claim one number together
LAST_ROW = 2_000_000_000


@dataclass(frozen=True, slots=True)
class ChunkDone:
    """The last row of the chunk that was applied; `rows` is 0 when none was left."""

    last_row: int
    rows: int


CROSSWALK = """
WITH numbered AS (
    SELECT c.*, nextval(pg_get_serial_sequence('identity_sourcerecord', 'id')) AS record_id,
           k.version
    FROM chunk c JOIN {table} k ON k.id = c.entity_id
), ended AS (
    UPDATE identity_sourcerecord r SET ended_at = now(), superseded_by_id = n.record_id
    FROM numbered n
    WHERE n.outcome = 'match' AND r.{entity} = n.entity_id
      AND r.source_id = %(source)s AND r.ended_at IS NULL
      AND r.batch_id <> %(batch)s AND (r.external_id = n.external_id OR r.external_id = ''
                                       OR n.external_id = '')
    RETURNING r.id
)
INSERT INTO identity_sourcerecord (id, uid, source_id, external_id, {entity}, batch_id, row_no,
                                   mask, outcome, version_after, kept, created_at, reverted,
                                   revert_note)
SELECT n.record_id, uuidv7(), %(source)s,
       CASE WHEN n.target_row IS NULL THEN n.external_id ELSE '' END,
       n.entity_id, %(batch)s, n.row_no, n.mask & ~coalesce(s.kept_mask, 0),
       CASE WHEN n.outcome = 'create' THEN 'created'
            WHEN s.changed THEN 'updated' ELSE 'linked' END,
       n.version, s.kept, now(), '', ''
FROM numbered n LEFT JOIN ({summary}) s USING (row_no)
WHERE (SELECT count(*) FROM ended) >= 0
"""

# which golden values each known person did not take over, and whether any was taken
SUMMARY = """
SELECT s.row_no, coalesce(s.changes <> '{{}}', false) AS changed, d.kept, d.kept_mask
FROM staged_contact s LEFT JOIN (
    SELECT c.row_no, jsonb_object_agg(c.key, c.value) AS kept, bit_or(b.bit) AS kept_mask
    FROM comparison c LEFT JOIN (VALUES {bits}) b(name, bit) ON b.name = c.key
    WHERE c.differs AND NOT c.free GROUP BY c.row_no) d USING (row_no)
"""


def commit_chunk(batch: RawBatch, *, by: User, after: int, limit: int = CHUNK) -> ChunkDone:
    """Apply the next rows after `after` in one transaction and say how far that went.

    `by` is the person who approved. Rows that another process applied are skipped.
    """
    with acting(by, f"import:{batch.uid}"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")  # another import's chunk takes seconds
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_IMPORT_AT_A_TIME])
        upto = _last_row(cursor, batch, after, limit)
        if upto is None:
            return ChunkDone(after, 0)
        return ChunkDone(upto, _apply(batch, by, Range(after, upto, limit)))


def _last_row(cursor: CursorWrapper, batch: RawBatch, after: int, limit: int) -> int | None:
    cursor.execute(
        "SELECT max(row_no) FROM (SELECT row_no FROM imports_resolution"
        " WHERE batch_id = %s AND row_no > %s ORDER BY row_no LIMIT %s) r",
        [batch.pk, after, limit],
    )
    last: int | None = cursor.fetchone()[0]
    return last


def _apply(batch: RawBatch, by: User, rows: Range) -> int:
    try:
        with transaction.atomic():
            return _apply_whole(batch, by, rows)
    except IntegrityError as error:
        if rows.upto - rows.after <= 1:
            _refuse(batch, rows.upto, error)
            return 0
    middle = (rows.after + rows.upto) // 2
    return _apply(batch, by, Range(rows.after, middle, rows.limit)) + _apply(
        batch, by, Range(middle, rows.upto, rows.limit)
    )


def _apply_whole(batch: RawBatch, by: User, rows: Range) -> int:
    """Apply the rows of a range, round by round while some repeat others of the range."""
    total = 0
    with connection.cursor() as cursor:
        while count := _apply_round(cursor, batch, by, rows):
            total += count
    return total


def _apply_round(cursor: CursorWrapper, batch: RawBatch, by: User, rows: Range) -> int:
    origin = Origin(by.pk, batch.source_id)
    _drop_temporary(cursor)
    count = stage_chunk(cursor, batch, rows)
    if count:
        if batch.entity == "account":
            apply_accounts(cursor, batch, origin, owner_of(batch, by))
        else:
            _apply_people(cursor, batch, by)
        # deferred foreign keys are checked here, so that a bad row is found in its own chunk
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        _audit(cursor, batch, by, rows, count)
    return count


def _apply_people(cursor: CursorWrapper, batch: RawBatch, by: User) -> None:
    origin = Origin(by.pk, batch.source_id)
    stage_people(cursor, batch, by)
    ensure_companies(cursor, origin)
    update_people(cursor, origin)
    insert_people(cursor, origin)
    bits = ", ".join(
        f"('{name}', {1 << bit}::bigint)" for bit, name in enumerate(FIELDS["contact"])
    )
    write_crosswalk(cursor, batch, SUMMARY.format(bits=bits))
    cursor.execute(
        """
        INSERT INTO identity_sourcerecord (uid, source_id, external_id, account_id, batch_id,
            row_no, mask, outcome, version_after, created_at, reverted, revert_note)
        SELECT uuidv7(), %s, '', account_id, %s, row_no, 1, 'created', 1, now(), '', ''
        FROM new_company
        """,
        [batch.source_id, batch.pk],
    )


def write_crosswalk(cursor: CursorWrapper, batch: RawBatch, summary: str) -> None:
    """Write the crosswalk rows of the chunk; earlier rows of the same source are superseded."""
    entity, table = names_of(batch)
    cursor.execute(
        CROSSWALK.format(entity=entity, table=table, summary=summary),
        {"source": batch.source_id, "batch": batch.pk},
    )


def _drop_temporary(cursor: CursorWrapper) -> None:
    cursor.execute(
        "DROP TABLE IF EXISTS chunk, staged_contact, comparison, new_company, staged_account"
    )


def _refuse(batch: RawBatch, row_no: int, error: IntegrityError) -> None:
    reason = str(error).splitlines()[0]
    Resolution.objects.filter(batch=batch, row_no=row_no).update(
        outcome=RowOutcome.REJECT, reason=f"the database refused this row: {reason}"
    )


def _audit(cursor: CursorWrapper, batch: RawBatch, by: User, rows: Range, count: int) -> None:
    """Write one audit event for the chunk, with the hash of its raw rows."""
    cursor.execute(
        "SELECT encode(sha256(string_agg(r.row_sha256, ''::bytea ORDER BY r.row_no)), 'hex')"
        " FROM imports_rawrecord r JOIN chunk c USING (row_no) WHERE r.batch_id = %s",
        [batch.pk],
    )
    audit(
        "import.chunk_applied",
        by=by,
        batch_uid=batch.uid,
        proposal_uid=batch.proposal.uid if batch.proposal else None,
        payload={
            "after": rows.after,
            "upto": rows.upto,
            "rows": count,
            "raw": cursor.fetchone()[0],
        },
    )
