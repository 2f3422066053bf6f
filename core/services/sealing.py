"""Sealing the audit record: windows of settled events, chained, and anchored outside."""

import hashlib
from pathlib import Path

import structlog
from django.conf import settings
from django.db import connection, transaction

from core.models import AuditSeal
from core.selectors.proof import DIGEST
from core.services.alone import alone

WINDOW = 1000  # events
log = structlog.get_logger(__name__)

# A transaction below the snapshot's xmin has ended, so no event can come to stand among these.
NEXT = f"""
WITH window_ AS (
    SELECT e.* FROM core_auditevent e
    WHERE (e.xid, e.id) > (%s, %s)
      AND e.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    ORDER BY e.xid, e.id LIMIT {WINDOW}
), last AS (
    SELECT xid, id FROM window_ ORDER BY xid DESC, id DESC LIMIT 1
)
SELECT count(*), min(e.id), (SELECT xid FROM last), (SELECT id FROM last), {DIGEST}
FROM window_ e
"""  # noqa: S608 -- made of the constants above


def seal() -> list[AuditSeal]:
    """Seal every settled event, a window at a time, and return the new seals.

    Events of transactions still running wait for the next call. One sealer works at a time; a
    second one leaves the work to the first.
    """
    made = []
    while sealed := _seal_next():
        made.append(sealed)
        log.info("audit_sealed", number=sealed.number, hash=sealed.hash, events=sealed.events)
    return made


def anchor(path: Path | None = None) -> int:
    """Append the seals the anchor file lacks and return how many those were.

    The file belongs on a disk the database's owner cannot write: the chain alone proves nothing
    against somebody who can compute it anew.
    """
    file = path or Path(settings.AUDIT_ANCHOR)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+", encoding="ascii") as lines:
        lines.seek(0)
        last = max((int(line.split()[0]) for line in lines if line.strip()), default=0)
        missing = AuditSeal.objects.filter(number__gt=last).order_by("number")
        texts = [f"{s.number} {s.hash} {s.events} {s.sealed_at.isoformat()}\n" for s in missing]
        lines.writelines(texts)
    return len(texts)


def _seal_next() -> AuditSeal | None:
    with alone("seal") as mine, transaction.atomic(), connection.cursor() as cursor:
        if not mine:
            return None
        last = AuditSeal.objects.order_by("-number").first()
        cursor.execute(NEXT, [last.last_xid, last.last_id] if last else [0, 0])
        events, first_id, last_xid, last_id, digest = cursor.fetchone()
        if not events:
            return None
        number, previous = (last.number + 1, last.hash) if last else (1, "")
        text = f"{previous}|{number}|{last_xid}|{last_id}|{events}|{digest}"
        return AuditSeal.objects.create(
            number=number,
            first_id=first_id,
            last_xid=last_xid,
            last_id=last_id,
            events=events,
            digest=digest,
            previous=previous,
            hash=hashlib.sha256(text.encode()).hexdigest(),
        )
