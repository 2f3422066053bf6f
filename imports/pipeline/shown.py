"""What rows told again change, value by value, for people to look at before and after."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from django.utils.formats import date_format

from contacts.models import Contact
from contacts.selectors import grouped_number
from core.models import User
from core.selectors.money import format_money
from core.selectors.spelling import country_name
from imports.models import RawBatch
from imports.pipeline.addresses import STANDING
from imports.pipeline.said import RECORDS, Record
from imports.pipeline.taking import SAMPLE, stage_people
from imports.selectors.results import SHOWN
from opportunities.models import Stage

# row, record, field, why it is left, both values, and the currency of each
type Row = tuple[int, int, str, str, str | None, str | None, str | None, str | None]
LONGEST: Final = 200
AMOUNTS: Final = frozenset({"amount", "budget_min", "budget_max"})
CALLED: Final = ("phone", "whatsapp")
NAMELESS: Final = frozenset({"account", "opportunity", "owner", "person", "transcript"})
AGAIN: Final = """
CREATE TEMP TABLE again ON COMMIT DROP AS
SELECT r.row_no, k.kind, k.target_id, coalesce(x.fields, r.changes) AS fields,
       x.version_after - (x.outcome = 'updated')::int AS version_before
FROM imports_resolution r JOIN imports_rowresult k ON k.id = r.known_id
LEFT JOIN imports_rowresult x ON x.batch_id = r.batch_id AND x.kind = k.kind
    AND x.target_id = k.target_id
WHERE r.batch_id = %s AND r.row_no = ANY(%s) AND r.outcome = 'match' AND r.changes IS NOT NULL
"""
# the record before the batch changed it, or as it is now
VALUES: Final = """
SELECT a.row_no, a.target_id, f.key, f.value,
       coalesce(w.was ->> f.key, w.was ->> (f.key || '_id')),
       coalesce(s.said ->> f.key, s.said ->> (f.key || '_id')),
       w.was ->> 'currency', coalesce(nullif(s.said ->> 'currency', ''), w.was ->> 'currency')
FROM again a JOIN ({said}) s USING (row_no) JOIN {table} t ON t.id = a.target_id
LEFT JOIN {history} h ON h.id = t.id AND h.version = a.version_before
CROSS JOIN LATERAL (SELECT coalesce(to_jsonb(h), to_jsonb(t)) AS was) w
CROSS JOIN LATERAL jsonb_each_text(a.fields) f
WHERE a.kind = '{kind}' ORDER BY a.row_no, f.key
"""


@dataclass(frozen=True, slots=True)
class ToldField:
    """One field a row tells anew: both values in words, and why it is left, if it is."""

    field: str
    before: str
    after: str
    left: str


def told_again(batch: RawBatch, numbers: Sequence[int], reader: User) -> dict[int, list[ToldField]]:
    """Return what these rows change on known records, by row; no values this reader may not see."""
    found: dict[int, list[ToldField]] = defaultdict(list)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS again")
        cursor.execute(AGAIN, [batch.pk, list(numbers)])
        for kind, record in RECORDS.items():
            rows = _values(cursor, batch, kind, record)
            manager, _ = SHOWN[kind]
            ids = {row[1] for row in rows}
            seen = set(
                manager.visible_to(reader).filter(pk__in=ids).values_list("pk", flat=True)
                if ids
                else ()
            )
            for row_no, target_id, field, left, *values in rows:
                found[row_no].append(_told(field, left, values, is_seen=target_id in seen))
    return dict(sorted(found.items()))


# both values of what a row would change, and who is behind a value that stays
PEOPLE: Final = """
SELECT k.row_no, s.contact_id, k.key, CASE WHEN k.free THEN '' WHEN k.locked THEN 'locked'
           ELSE coalesce(l.who, 'another value stands') END,
       CASE WHEN jsonb_typeof(v.was) = 'array'
            THEN (SELECT string_agg(t, ', ') FROM jsonb_array_elements_text(v.was) t)
            ELSE v.was #>> '{}' END,
       CASE WHEN jsonb_typeof(k.value) = 'array'
            THEN (SELECT string_agg(t, ', ') FROM jsonb_array_elements_text(k.value) t)
            ELSE k.value #>> '{}' END,
       c.budget_currency, coalesce(nullif(s.entity ->> 'budget_currency', ''), c.budget_currency)
FROM comparison k JOIN staged_contact s USING (row_no)
JOIN contacts_contact c ON c.id = s.contact_id
CROSS JOIN LATERAL (SELECT coalesce(k.was, to_jsonb(c) -> k.key) AS was) v
LEFT JOIN LATERAL (
    SELECT CASE WHEN h.history_change_reason LIKE 'import:%' THEN 'given by another import'
                ELSE 'edited by ' || coalesce(nullif(u.full_name, ''), u.username) END AS who
    FROM contacts_historicalcontact h
    LEFT JOIN contacts_historicalcontact p ON p.id = h.id AND p.version = h.version - 1
    LEFT JOIN core_user u ON u.id = h.history_user_id
    WHERE NOT k.free AND h.id = c.id
      AND to_jsonb(h) -> k.key IS DISTINCT FROM to_jsonb(p) -> k.key
    ORDER BY h.version DESC LIMIT 1) l ON true
WHERE k.differs ORDER BY k.row_no, k.free DESC, k.key
"""


def told_people(
    batch: RawBatch, numbers: Sequence[int], reader: User
) -> dict[int, list[ToldField]]:
    """Return what these rows would change on people we know, by row, before they are written."""
    found: dict[int, list[ToldField]] = defaultdict(list)
    with transaction.atomic(), connection.cursor() as cursor:
        which = "r.row_no = ANY(%(numbers)s)"
        if not stage_people(cursor, batch, which, numbers=list(numbers)):
            return {}
        cursor.execute(PEOPLE)
        rows = cursor.fetchall()
    ids = {row[1] for row in rows}
    seen = set(Contact.objects.visible_to(reader).filter(pk__in=ids).values_list("pk", flat=True))
    for row_no, contact_id, field, left, *values in rows:
        found[row_no].append(_told(field, left, values, is_seen=contact_id in seen))
    return dict(found)


def sample_people(batch: RawBatch, reader: User) -> dict[int, list[ToldField]]:
    """Return what the first rows that would change a person we know change."""
    rows = batch.resolutions.filter(outcome="match", changes__isnull=False).order_by("row_no")
    return told_people(batch, list(rows.values_list("row_no", flat=True)[:SAMPLE]), reader)


def sample_again(batch: RawBatch, reader: User, most: int = 5) -> dict[int, list[ToldField]]:
    """Return what the first rows that change something change."""
    rows = batch.resolutions.filter(outcome="match", changes__isnull=False).order_by("row_no")
    return told_again(batch, list(rows.values_list("row_no", flat=True)[:most]), reader)


def _told(field: str, left: str, values: Sequence[str | None], *, is_seen: bool) -> ToldField:
    """Return a field with both values in words, empty where they are not seen.

    `values` are what stands, what the row says, and the currency of each.
    """
    before, after = (
        _words(field, value, currency or "") if is_seen else ""
        for value, currency in zip(values[:2], values[2:], strict=True)
    )
    return ToldField(field.replace("_", " "), before, after, left)


def _values(cursor: CursorWrapper, batch: RawBatch, kind: str, record: Record) -> list[Row]:
    said = record.saying(kind, "%(batch)s", "a.row_no")
    sql = VALUES.format(said=said, table=record.table, history=record.history, kind=kind)
    cursor.execute(sql, {"batch": batch.pk})
    rows: list[Row] = cursor.fetchall()
    return rows


def _words(field: str, value: str | None, currency: str) -> str:
    """Return a value of a record as people write it."""
    if not value or field in NAMELESS:
        return ""
    if field == "stage":
        return str(Stage.objects.filter(pk=value).first() or "")
    if field in AMOUNTS or field.endswith(CALLED):
        return _figures(field, value, currency)
    if field.endswith("address"):
        return _address(json.loads(value))
    if field in ("occurred_at", "due_at"):
        moment = timezone.localtime(datetime.fromisoformat(value))
        return date_format(moment, "j M Y H:i")
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"


def _figures(field: str, value: str, currency: str) -> str:
    """Return an amount with every digit, as it is compared with another; a number in groups."""
    if field not in AMOUNTS:
        return ", ".join(map(grouped_number, value.split(", ")))
    if currency:
        return format_money(Decimal(value), currency, exact=True)
    return f"{Decimal(value):,.2f}".removesuffix(".00")


def _address(parts: dict[str, str]) -> str:
    """Return the parts of an address in one line, with the country by its name."""
    named = parts | {"country": country_name(parts.get("country", ""))}
    return ", ".join(named[name] for name in STANDING if named.get(name))
