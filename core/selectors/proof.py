"""Proof of the audit record: every window of events is computed anew and compared with its seal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from core.models import AuditSeal

SHOWN = 5  # ids named in one finding
STRETCH = 50  # windows computed by one statement

# The events of a window in the order of commit, and what they come to.
DIGEST = (
    "encode(sha256(coalesce(string_agg(e.row_hash, '' ORDER BY e.xid, e.id), '')::bytea), 'hex')"
)

WINDOWS = f"""
SELECT s.number, s.first_id, s.last_id, s.events, s.digest, s.previous, s.hash, p.hash,
       encode(sha256(concat_ws('|', s.previous, s.number, s.last_xid, s.last_id, s.events,
                               s.digest)::bytea), 'hex'),
       w.events, w.digest, w.edited, w.rewritten
FROM core_auditseal s
LEFT JOIN core_auditseal p ON p.number = s.number - 1
CROSS JOIN LATERAL (
    SELECT count(*) AS events, {DIGEST} AS digest,
           (array_agg(e.id) FILTER (
                WHERE e.row_hash <> core_audit_row_hash(e)))[:{SHOWN}] AS edited,
           (array_agg(e.id) FILTER (WHERE e.payload_hash IS DISTINCT FROM
                core_audit_payload_hash(e.salt, e.payload) AND NOT EXISTS (
                    SELECT FROM core_auditevent r WHERE r.object_type = 'erasure'
                    AND r.action = 'privacy.erased' AND e.salt IS NULL
                    AND r.object_uid::text = e.payload ->> 'erased')
                ))[:{SHOWN}] AS rewritten
    FROM core_auditevent e
    WHERE (e.xid, e.id) > (coalesce(p.last_xid, 0), coalesce(p.last_id, 0))
      AND (e.xid, e.id) <= (s.last_xid, s.last_id)
) w
WHERE s.number BETWEEN %s AND %s
ORDER BY s.number
"""  # noqa: S608 -- made of the constants above


@dataclass(frozen=True, slots=True)
class Window:
    """One sealed window as it stands, and what is wrong with it."""

    number: int
    first_id: int
    last_id: int
    events: int
    hash: str
    faults: tuple[str, ...]


def windows(since: datetime | None = None, until: datetime | None = None) -> Iterator[Window]:
    """Yield every window sealed in a time, oldest first, each computed anew.

    A gap in the numbers of the seals is a fault of the window behind it.
    """
    numbers = list(_sealed(since, until).order_by("number").values_list("number", flat=True))
    expected = numbers[0] if since and numbers else 1
    for start in range(0, len(numbers), STRETCH):
        part = numbers[start : start + STRETCH]
        with connection.cursor() as cursor:
            cursor.execute(WINDOWS, [part[0], part[-1]])
            for row in cursor.fetchall():
                yield _window(row, expected)
                expected = row[0] + 1


def count_windows(since: datetime | None = None, until: datetime | None = None) -> int:
    """Return how many windows were sealed in a time."""
    return _sealed(since, until).count()


def unsealed() -> int:
    """Return how many events no seal holds yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM core_auditevent e WHERE (e.xid, e.id) > (SELECT"
            " coalesce(max(last_xid), 0), coalesce(max(last_id) FILTER (WHERE number ="
            " (SELECT max(number) FROM core_auditseal)), 0) FROM core_auditseal)"
        )
        return int(cursor.fetchone()[0])


def anchor_faults(lines: Sequence[str]) -> list[str]:
    """Return where the seals differ from an anchor kept outside the database.

    A line is `number hash ...`, as core.services.sealing writes it; the seals written after the
    last line are not anchored yet, which is no fault.
    """
    anchored: dict[int, str] = {}
    faults = []
    for place, line in enumerate(lines, 1):
        parts = line.split()
        if len(parts) < 2 or not parts[0].isdecimal():  # noqa: PLR2004 -- a number and a hash
            faults.append(f"anchor line {place} cannot be read")
        elif anchored.setdefault(int(parts[0]), parts[1]) != parts[1]:
            faults.append(f"anchor line {place} gives seal {parts[0]} a second hash")
    known = dict(AuditSeal.objects.filter(number__in=anchored).values_list("number", "hash"))
    for number, wanted in sorted(anchored.items()):
        if number not in known:
            faults.append(f"seal {number} is anchored and gone from the database")
        elif known[number] != wanted:
            faults.append(f"seal {number} is another one than was anchored")
    return faults


def _sealed(since: datetime | None, until: datetime | None) -> "QuerySet[AuditSeal]":
    seals = AuditSeal.objects.all()
    seals = seals.filter(sealed_at__gte=since) if since else seals
    return seals.filter(sealed_at__lt=until) if until else seals


def _window(row: Sequence[Any], expected: int) -> Window:
    number, first, last, events, digest, previous, stored, before, hashed, found, now, *ids = row
    edited, rewritten = ids
    checks = (
        (number == expected, f"seals {expected} to {number - 1} are gone"),
        (previous == (before or ""), "it does not continue the seal before it"),
        (stored == hashed, "the seal itself was changed"),
        (events == found, f"{events} events were sealed, {found} are there"),
        (not edited, f"changed events: {_listed(edited)}"),
        (not rewritten, f"changed payloads: {_listed(rewritten)}"),
        (digest == now or events != found or edited, "an event was replaced"),
    )
    faults = tuple(text for good, text in checks if not good)
    return Window(number, first, last, events, stored, faults)


def _listed(ids: Sequence[int] | None) -> str:
    return ", ".join(map(str, ids or ())) + (" …" if ids and len(ids) == SHOWN else "")
