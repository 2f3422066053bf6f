"""Step 7: approved rows become people and accounts, range by range.

A range is written by a fixed number of statements however many rows it has: companies, new
people, known people, points, addresses and links; history and change events follow by trigger;
the crosswalk row of each source row comes last in its transaction and makes it exactly-once. New
people, and known people by their id, are shared out among writers that work side by side. Rows
the database refuses are split until the one at fault stands alone; that row is refused with the
reason.

Who is who is asked again here, where it cost nothing to find out: a new person claims their
numbers, and the database refuses a claim somebody holds. Then the rows of the range that are
about people known by now become questions, and the others are written.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db import IntegrityError, connection
from django.db.backends.utils import CursorWrapper

from contacts.services.bulk import UID, Origin, complete_people, insert_people, uid_seed
from core.models import User
from core.services import acting, audit
from imports.choices import Entity, RowOutcome
from imports.models import RawBatch, Resolution
from imports.projection import FIELDS
from imports.services.account_rows import apply_accounts
from imports.services.companies import make_companies
from imports.services.comparing import (
    ask_about_new,
    follow_known,
    link_accounts,
    wait_with_first,
)
from imports.services.results.around import write_around
from imports.services.staging import (
    EVERY,
    KNOWN,
    KNOWN_ROW,
    REPEATED,
    Range,
    Share,
    owner_of,
    stage_chunk,
    stage_known_people,
    stage_new_people,
)
from imports.services.writers import MOST, Work, run_together, take_turns

CHUNK = 40_000
WORTH_SHARING = 5_000  # rows; fewer are written by one writer in the caller's transaction

type Pass = Callable[[CursorWrapper, Range], int]
type Write = Callable[[RawBatch, User, CursorWrapper, Range], int]


@dataclass(frozen=True, slots=True)
class ChunkDone:
    """The last row of the chunk that was applied; `rows` is 0 when none was left."""

    last_row: int
    rows: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """The next rows, up to `upto`: how many, of known people, repeated, new as a person said."""

    upto: int
    rows: int
    known: int
    repeated: int
    decided: int


AHEAD = f"""
SELECT max(row_no), count(*), count(*) FILTER (WHERE {KNOWN_ROW}),
       count(*) FILTER (WHERE {REPEATED}),
       count(*) FILTER (WHERE r.outcome = 'create' AND r.decided_by_id IS NOT NULL)
FROM (SELECT * FROM imports_resolution
      WHERE batch_id = %s AND row_no > %s ORDER BY row_no LIMIT %s) r
"""  # noqa: S608 -- made of constants

# whom a person calls somebody new takes the id along from whoever bore it
NEW_CROSSWALK = """
WITH numbered AS (
    SELECT row_no, external_id, contact_id, mask, yields,
           nextval('identity_sourcerecord_id_seq') AS record_id
    FROM staged_contact ORDER BY row_no
), ended AS (
    UPDATE identity_sourcerecord r SET ended_at = now(), superseded_by_id = n.record_id
    FROM numbered n
    WHERE n.yields AND r.external_id = n.external_id AND r.external_id <> ''
      AND r.source_id = %(source)s AND r.contact_id IS NOT NULL AND r.ended_at IS NULL
      AND r.batch_id <> %(batch)s
    RETURNING r.id
)
INSERT INTO identity_sourcerecord (id, uid, source_id, external_id, contact_id, batch_id, row_no,
    mask, outcome, version_after, created_at, reverted, revert_note)
SELECT record_id, {uid}, %(source)s, external_id, contact_id, %(batch)s,
       row_no, mask, 'created', 1, now(), '', ''
FROM numbered WHERE (SELECT count(*) FROM ended) >= 0 ORDER BY row_no
"""

# the id of a row goes with it to whom a person chose; of several rows of one id the first has it
CROSSWALK = """
WITH numbered AS (
    SELECT c.*, nextval('identity_sourcerecord_id_seq') AS record_id, k.version
    FROM chunk c JOIN contacts_contact k ON k.id = c.entity_id
), ended AS (
    UPDATE identity_sourcerecord r SET ended_at = now(), superseded_by_id = n.record_id
    FROM numbered n
    WHERE r.contact_id = n.entity_id
      AND r.source_id = %(source)s AND r.ended_at IS NULL
      AND r.batch_id <> %(batch)s AND (r.external_id = n.external_id OR r.external_id = ''
                                       OR n.external_id = '')
    RETURNING r.id
), given_up AS (
    UPDATE identity_sourcerecord r SET ended_at = now(), superseded_by_id = n.record_id
    FROM numbered n
    WHERE n.decided AND r.external_id = n.external_id AND r.external_id <> ''
      AND r.source_id = %(source)s AND r.contact_id IS NOT NULL AND r.ended_at IS NULL
      AND r.batch_id <> %(batch)s AND r.contact_id <> n.entity_id
    RETURNING r.id
), kept AS (  -- golden values a known person did not take over
    SELECT c.row_no, jsonb_object_agg(c.key, c.value) AS fields, bit_or(b.bit) AS mask
    FROM comparison c LEFT JOIN (VALUES {bits}) b(name, bit) ON b.name = c.key
    WHERE c.differs AND NOT c.free GROUP BY c.row_no
)
INSERT INTO identity_sourcerecord (id, uid, source_id, external_id, contact_id, batch_id, row_no,
                                   mask, outcome, version_after, kept, created_at, reverted,
                                   revert_note)
SELECT n.record_id, {uid}, %(source)s,
       CASE WHEN n.target_row IS NULL AND NOT EXISTS (
           SELECT FROM identity_sourcerecord t
           WHERE t.source_id = %(source)s AND t.external_id = n.external_id
             AND t.external_id <> '' AND t.contact_id IS NOT NULL AND t.ended_at IS NULL
             AND t.batch_id = %(batch)s OFFSET 0)
           THEN n.external_id ELSE '' END,
       n.entity_id, %(batch)s, n.row_no, n.mask & ~coalesce(k.mask, 0),
       CASE WHEN s.changes <> '{{}}' THEN 'updated' ELSE 'linked' END,
       n.version, k.fields, now(), '', ''
FROM numbered n JOIN staged_contact s USING (row_no) LEFT JOIN kept k USING (row_no)
WHERE (SELECT count(*) FROM ended) + (SELECT count(*) FROM given_up) >= 0
"""


HASH_OF_RAW = """
SELECT encode(sha256(string_agg(r.row_sha256, ''::bytea ORDER BY r.row_no)), 'hex'), count(*)
FROM imports_rawrecord r JOIN {staged} USING (row_no)
WHERE r.batch_id = %s AND r.row_no > %s AND r.row_no <= %s
"""


def commit_chunk(batch: RawBatch, *, by: User, after: int, limit: int = CHUNK) -> ChunkDone:
    """Apply the next rows after `after` and say how far that went.

    `by` is the person who approved. Rows that another process applied are skipped. A large chunk
    is written on connections of its own and is committed before the caller's transaction is.
    """
    with acting(by, f"import:{batch.uid}"), connection.cursor() as cursor:
        take_turns(cursor)
        ahead = _ahead(cursor, batch, after, limit)
        if not ahead.rows:
            return ChunkDone(after, 0)
        return ChunkDone(ahead.upto, _commit(batch, by, Range(after, ahead.upto), ahead))


def _ahead(cursor: CursorWrapper, batch: RawBatch, after: int, limit: int) -> Ahead:
    cursor.execute(AHEAD, [batch.pk, after, limit])
    upto, *counted = cursor.fetchone()
    return Ahead(upto or after, *counted)


def _commit(batch: RawBatch, by: User, rows: Range, ahead: Ahead) -> int:
    """Run the passes over a range one after the other: the later ones find what the first made."""

    def apply(write: Write, part: Range) -> Callable[[], int]:
        return partial(_apply, batch, by, partial(write, batch, by), part)

    if batch.entity == Entity.ACCOUNT:
        return apply(_accounts, rows)()
    writers = MOST if ahead.rows >= WORTH_SHARING else 1
    together = partial(run_together, aside=writers > 1)
    for ask in _asking(batch, rows, ahead):
        together([ask])
    shares = [Share(writers, rest) for rest in range(writers)]
    together([apply(partial(_companies, s), rows) for s in shares])
    written = together([apply(_new_people, part) for part in rows.split(writers)])
    if ahead.known:
        written += together([apply(partial(_known_people, KNOWN, s), rows) for s in shares])
    if ahead.repeated:
        together([partial(wait_with_first, batch, rows)])
        written += together([apply(partial(_known_people, REPEATED, Share()), rows)])
    return written


def _asking(batch: RawBatch, rows: Range, ahead: Ahead) -> Iterator[Work]:
    """Yield what asks about rows the database would not refuse."""
    if ahead.known:
        yield partial(follow_known, batch, rows)
    if ahead.decided:  # they yield their claims
        yield partial(ask_about_new, batch, rows, decided=True)


def _apply(batch: RawBatch, by: User, write: Pass, rows: Range) -> int:
    """Write a range in one transaction; halve it while the database refuses a row of it.

    What it refuses because somebody came in the meantime is asked about, and the rest is written.
    """
    try:
        with acting(by, f"import:{batch.uid}"), connection.cursor() as cursor:
            written = write(cursor, rows)
            # deferred foreign keys are checked here, so that a bad row is found in its own range
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return written
    except IntegrityError as error:
        if batch.entity == Entity.CONTACT and ask_about_new(batch, rows):
            return _apply(batch, by, write, rows)
        if rows.upto - rows.after <= 1:
            _refuse(batch, rows.upto, error)
            return 0
    return sum(_apply(batch, by, write, half) for half in rows.split(2))


def _companies(share: Share, batch: RawBatch, by: User, cursor: CursorWrapper, rows: Range) -> int:
    make_companies(cursor, batch, rows, share, by=by, owner=owner_of(batch, by))
    return 0


def _accounts(batch: RawBatch, by: User, cursor: CursorWrapper, rows: Range) -> int:
    link_accounts(batch, rows)
    total = 0
    while count := stage_chunk(cursor, batch, rows, EVERY, Share()):
        apply_accounts(cursor, batch, Origin(by.pk, batch.source_id), owner_of(batch, by))
        _audit(cursor, batch, by, rows, "chunk")
        total += count
    return total


def _new_people(batch: RawBatch, by: User, cursor: CursorWrapper, rows: Range) -> int:
    count = stage_new_people(cursor, batch, rows, owner_of(batch, by))
    if count:
        insert_people(cursor, Origin(by.pk, batch.source_id))
        _crosswalk(cursor, batch, NEW_CROSSWALK.format(uid=UID.format("row_no")))
        write_around(cursor, batch, by)
        _audit(cursor, batch, by, rows, "staged_contact")
    return count


def _known_people(
    which: str, share: Share, batch: RawBatch, by: User, cursor: CursorWrapper, rows: Range
) -> int:
    """Complete people the graph knows, round by round while rows repeat others of the range."""
    total = 0
    bits = ", ".join(
        f"('{name}', {1 << bit}::bigint)" for bit, name in enumerate(FIELDS["contact"])
    )
    while count := stage_chunk(cursor, batch, rows, which, share):
        stage_known_people(cursor, batch, owner_of(batch, by))
        complete_people(cursor, Origin(by.pk, batch.source_id))
        _crosswalk(cursor, batch, CROSSWALK.format(bits=bits, uid=UID.format("n.row_no")))
        write_around(cursor, batch, by)
        _audit(cursor, batch, by, rows, "chunk")
        total += count
    return total


def _crosswalk(cursor: CursorWrapper, batch: RawBatch, statement: str) -> None:
    parameters = {"source": batch.source_id, "batch": batch.pk, **uid_seed(cursor)}
    cursor.execute(statement, parameters)


def _refuse(batch: RawBatch, row_no: int, error: IntegrityError) -> None:
    reason = str(error).splitlines()[0]
    Resolution.objects.filter(batch=batch, row_no=row_no).update(
        outcome=RowOutcome.REJECT, reason=f"the database refused this row: {reason}"
    )


def _audit(cursor: CursorWrapper, batch: RawBatch, by: User, rows: Range, staged: str) -> None:
    """Write one audit event for the staged rows, with the hash of what they were in the file."""
    cursor.execute(HASH_OF_RAW.format(staged=staged), [batch.pk, rows.after, rows.upto])
    raw, count = cursor.fetchone()
    audit(
        "import.chunk_applied",
        by=by,
        batch_uid=batch.uid,
        proposal_uid=batch.proposal.uid if batch.proposal else None,
        payload={"after": rows.after, "upto": rows.upto, "rows": count, "raw": raw},
    )
