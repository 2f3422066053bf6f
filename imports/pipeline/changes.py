"""Rows whose record an earlier file of the source made: what differs, compared three ways.

Before is what the earlier row said, theirs what this one says, ours the record as it stands. A
field that differs is taken over where ours still is what the source said last; what somebody
changed since is left and told. A cell that is empty now takes nothing away.
"""

import json
from typing import Any, Final

from django.db import connection
from django.db.backends.utils import CursorWrapper

from imports.models import RawBatch
from imports.pipeline.happenings import FORGET
from imports.pipeline.said import GROUPS, RECORDS, WHY, Record
from opportunities.models import Opportunity, Stage
from opportunities.services import refused_moves

CHUNK: Final = 5_000  # rows compared at a time

# the rows told again, each with its record and the newest row that told of it before
AGAIN: Final = """
CREATE TEMP TABLE again ON COMMIT DROP AS
SELECT r.row_no, k.kind, k.target_id, r.target_id AS person_id, r.changes AS planned,
       l.batch_id AS old_batch, l.row_no AS old_row
FROM imports_resolution r JOIN imports_rowresult k ON k.id = r.known_id
LEFT JOIN LATERAL (
    SELECT x.batch_id, x.row_no
    FROM imports_rowresult x JOIN imports_rawbatch b ON b.id = x.batch_id
    WHERE x.kind = k.kind AND x.target_id = k.target_id AND x.batch_id <> r.batch_id
      AND b.source_id = %(source)s
      AND (x.reverted = '' OR x.reverted = 'kept' AND x.outcome = 'created')
    ORDER BY x.id DESC LIMIT 1) l ON true
WHERE r.batch_id = %(batch)s AND r.row_no > %(after)s AND r.row_no <= %(upto)s
  AND r.outcome = 'match'
  AND NOT EXISTS (SELECT FROM imports_rowresult x
                  WHERE x.batch_id = r.batch_id AND x.row_no = r.row_no);
ANALYZE again;
CREATE TEMP TABLE told (row_no int, kind text, target_id bigint, contact_id bigint, gone boolean,
    changes jsonb, fields jsonb, refusal text) ON COMMIT DROP
"""
LOCK: Final = """
SELECT count(*) FROM (SELECT t.id FROM {table} t
    WHERE t.id IN (SELECT target_id FROM again WHERE kind = '{kind}')
    ORDER BY t.id FOR NO KEY UPDATE) held
"""
# who changed a field last; asked only where it is neither what was said nor what is said
LAST: Final = """
    SELECT CASE WHEN h.history_change_reason LIKE 'import:%%' THEN 'changed since by another import'
                ELSE coalesce('edited since by ' || coalesce(nullif(u.full_name, ''), u.username),
                              'changed since') END AS who,
           EXISTS (SELECT FROM imports_rawbatch b WHERE b.source_id = %(source)s
                   AND h.history_change_reason = 'import:' || b.uid) AS ours
    FROM {history} h
    LEFT JOIN {history} p ON p.id = h.id AND p.version = h.version - 1
    LEFT JOIN core_user u ON u.id = h.history_user_id
    WHERE NOT f.same AND h.id = b.target_id
      AND to_jsonb(h) -> x.key IS DISTINCT FROM to_jsonb(p) -> x.key
    ORDER BY h.version DESC LIMIT 1
"""
COMPARE: Final = """
INSERT INTO told (row_no, kind, target_id, contact_id, gone, changes, fields, refusal)
WITH base AS (
    SELECT a.row_no, a.target_id, a.planned, {contact} AS contact_id, a.person_id, n.said AS new,
           o.said AS old, to_jsonb(t) AS cur, a.old_batch IS NULL OR NOT ({live}) AS gone,
           k.state = 'erased' AS erased
    FROM again a JOIN {table} t ON t.id = a.target_id
    LEFT JOIN ({new}) n USING (row_no) LEFT JOIN ({old}) o USING (row_no)
    LEFT JOIN contacts_contact k ON k.id = {contact}
    WHERE a.kind = '{kind}'
), compared AS (
    SELECT b.row_no, x.key, x.value AS theirs, w.why,
           CASE WHEN x.key LIKE '~%%' THEN x.value IS DISTINCT FROM b.old -> x.key
                     AND (b.old ? x.key OR x.key = '~stage' AND b.old ? 'stage_id')
                     AND (x.key <> '~person' OR b.person_id <> b.contact_id)
                ELSE x.value IS DISTINCT FROM coalesce(b.old -> x.key, 'null')
                     AND x.value IS DISTINCT FROM b.cur -> x.key END AS differs,
           w.why IS NULL AND bool_and(f.same OR coalesce(l.ours, false)) OVER together AS free,
           max(l.who) FILTER (WHERE NOT l.ours) OVER together AS who
    FROM base b CROSS JOIN LATERAL jsonb_each(b.new) x
    LEFT JOIN (VALUES {groups}) g(name, grp) ON g.name = x.key
    LEFT JOIN (VALUES {whys}) w(name, why) ON w.name = x.key
    CROSS JOIN LATERAL (
        SELECT x.key LIKE '~%%' OR coalesce(nullif(b.cur -> x.key, '""'), 'null')
            IN (coalesce(b.old -> x.key, 'null'), x.value) AS same) f
    LEFT JOIN LATERAL ({last}) l ON true
    WHERE b.new <> b.old AND NOT b.gone
    WINDOW together AS (PARTITION BY b.row_no, coalesce(g.grp, x.key))
)
SELECT b.row_no, '{kind}', b.target_id, b.contact_id, b.gone, coalesce(c.changes, '{{}}'),
       coalesce(c.fields, '{{}}') || CASE WHEN b.planned ? 'person' AND NOT b.gone
           THEN jsonb_build_object('person', b.planned -> 'person') ELSE '{{}}' END,
       CASE WHEN b.erased THEN 'erased at the person''s wish' ELSE coalesce(c.refusal, '') END
FROM base b LEFT JOIN (
    SELECT row_no, jsonb_object_agg(key, theirs) FILTER (WHERE free) AS changes,
           jsonb_object_agg(regexp_replace(ltrim(key, '~'), '_id$', ''),
               CASE WHEN free THEN '' ELSE coalesce(why, who, 'changed since') END) AS fields,
           max('no stage here is called “' || (theirs #>> '{{}}') || '”')
               FILTER (WHERE key = '~stage') AS refusal
    FROM compared WHERE differs GROUP BY row_no) c USING (row_no)
"""
MOVES: Final = """
SELECT t.row_no, t.target_id, t.changes::text,
       coalesce(n.entity ->> 'loss_reason', n.extra ->> 'lost_reason', '')
FROM told t JOIN imports_normalisedrow n ON n.batch_id = %s AND n.row_no = t.row_no
WHERE t.kind = 'opportunity' AND t.refusal = '' AND t.changes ? 'stage_id'
"""
REFUSE: Final = """
UPDATE told t SET refusal = r.refusal
FROM jsonb_to_recordset(%s::jsonb) AS r(row_no int, refusal text)
WHERE t.row_no = r.row_no
"""
# a row that changes nothing and has nothing to tell is left out
SETTLE: Final = """
UPDATE imports_resolution r
SET outcome = CASE WHEN t.refusal <> '' THEN 'reject' WHEN t.fields = '{}' THEN 'skip'
                   ELSE 'match' END,
    target_id = t.contact_id, changes = CASE WHEN t.refusal = '' THEN nullif(t.fields, '{}') END,
    reason = CASE WHEN t.refusal <> '' THEN t.refusal
        WHEN t.gone THEN 'known already by its id in this source; it was archived here since'
        WHEN t.fields = '{}' THEN 'known already by its id in this source'
        ELSE concat_ws('; ', 'known by its id in this source', 'changes: ' || f.taken,
                       'left: ' || f.left_alone) END
FROM told t CROSS JOIN LATERAL (
    SELECT string_agg(replace(key, '_', ' '), ', ' ORDER BY key) FILTER (WHERE value = '') AS taken,
           string_agg(replace(key, '_', ' ') || ' (' || value || ')', ', ' ORDER BY key)
               FILTER (WHERE value <> '') AS left_alone
    FROM jsonb_each_text(t.fields)) f
WHERE r.batch_id = %(batch)s AND r.row_no = t.row_no
"""


def settle_known(cursor: CursorWrapper, batch: RawBatch) -> None:
    """Say of every row whose record is known what it would change, chunk by chunk.

    One that differs in nothing is left out, one whose move of stage is refused is refused.
    """
    after, erased = -1, False
    while (upto := _chunk_end(cursor, batch, after)) is not None:
        compare(cursor, batch, after, upto)
        cursor.execute(SETTLE, {"batch": batch.pk})
        cursor.execute("SELECT bool_or(refusal LIKE 'erased at%') FROM told")
        erased = bool(cursor.fetchone()[0]) or erased
        after = upto
    if erased:
        cursor.execute(FORGET, {"batch": batch.pk})


def compare(
    cursor: CursorWrapper, batch: RawBatch, after: int, upto: int, *, lock: bool = False
) -> int:
    """Compare the rows of a range with their records, in the temporary table `told`.

    Its `changes` hold new values by column, its `fields` what differs: empty where it is taken
    over, else why it is not. Locked, the records stay as compared. Returns how many rows it holds.
    """
    bounds = {"batch": batch.pk, "source": batch.source_id, "after": after, "upto": upto}
    cursor.execute("DROP TABLE IF EXISTS again, told")
    for statement in AGAIN.split(";\n"):
        cursor.execute(statement, bounds if "%(" in statement else None)
    cursor.execute("SELECT DISTINCT kind FROM again")
    for kind in sorted(row[0] for row in cursor.fetchall()):
        record = RECORDS[kind]
        if lock:
            cursor.execute(LOCK.format(table=record.table, kind=kind))
        cursor.execute(_comparison(kind, record), bounds)
    _refuse_moves(cursor, batch)
    cursor.execute("SELECT count(*) FROM told")
    return int(cursor.fetchone()[0])


def _chunk_end(cursor: CursorWrapper, batch: RawBatch, after: int) -> int | None:
    cursor.execute(
        "SELECT max(row_no) FROM (SELECT row_no FROM imports_resolution WHERE batch_id = %s"
        " AND row_no > %s AND outcome = 'match' AND known_id IS NOT NULL"
        " ORDER BY row_no LIMIT %s) r",
        [batch.pk, after, CHUNK],
    )
    last: int | None = cursor.fetchone()[0]
    return last


def _comparison(kind: str, record: Record) -> str:
    return COMPARE.format(
        kind=kind,
        table=record.table,
        contact=record.contact,
        live=record.live,
        new=record.saying(kind, "%(batch)s", "a.row_no"),
        old=record.saying(kind, "a.old_batch", "a.old_row"),
        groups=", ".join(f"('{name}', '{group}')" for name, group in GROUPS.items()),
        whys=", ".join(f"('{name}', '{why}')" for name, why in WHY.items()),
        last=LAST.format(history=record.history),
    )


def _refuse_moves(cursor: CursorWrapper, batch: RawBatch) -> None:
    """Let the guards of the pipeline look at every move of stage, as the deal would then be."""
    cursor.execute(MOVES, [batch.pk])
    found = [(row, deal, json.loads(text), why) for row, deal, text, why in cursor.fetchall()]
    if not found:
        return
    deals = Opportunity.objects.select_related("stage").in_bulk([deal for _, deal, _, _ in found])
    stages = Stage.objects.in_bulk({changes["stage_id"] for _, _, changes, _ in found})
    moves = []
    for _, deal_id, changes, why in found:
        deal, to = deals[deal_id], stages[changes.pop("stage_id")]
        for name, value in changes.items():
            setattr(deal, name, value)
        moves.append((deal, to, why))
    refused: list[dict[str, Any]] = [
        {"row_no": row[0], "refusal": refusal.removesuffix(".")}
        for row, refusal in zip(found, refused_moves(moves), strict=True)
        if refusal
    ]
    if refused:
        cursor.execute(REFUSE, [json.dumps(refused)])


def changed_fields(batch: RawBatch) -> dict[str, dict[str, int]]:
    """Return how many rows change, and how many leave, which field of a known record."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.key, count(*) FILTER (WHERE f.value = ''),"
            " count(*) FILTER (WHERE f.value <> '')"
            " FROM imports_resolution r, jsonb_each_text(r.changes) f"
            " WHERE r.batch_id = %s AND r.outcome = 'match' AND r.changes IS NOT NULL"
            " GROUP BY 1 ORDER BY 2 DESC, 1",
            [batch.pk],
        )
        rows = cursor.fetchall()
    return {
        "changes": {field: taken for field, taken, _ in rows if taken},
        "left": {field: left for field, _, left in rows if left},
    }
