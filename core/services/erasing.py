"""The one way to change what is kept for ever: an erasure, on record and sealed."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from django.db.models import Q

from core.models import AuditEvent, Erasure, User
from core.services.acting import acting
from core.services.auditing import audit


@contextmanager
def erasing(
    *,
    by: User | None,
    object_type: str,
    object_uid: UUID,
    grounds: str,
    proposal_uid: UUID | None = None,
) -> Iterator[tuple[Erasure, dict[str, int]]]:
    """Run one transaction in which tables of record may be redacted, and write down that it ran.

    Yields the erasure and an empty count of rows by table, to be filled inside; the audit event
    `privacy.erased` names the one and holds the other.
    """
    with acting(by, f"erasure:{object_uid}"), connection.cursor() as cursor:
        erasure = Erasure.objects.create(
            by=by,
            object_type=object_type,
            object_uid=object_uid,
            grounds=grounds,
            proposal_uid=proposal_uid,
        )
        cursor.execute("SELECT set_config('app.erasure', %s, true)", [str(erasure.uid)])
        counts: dict[str, int] = {}
        yield erasure, counts
        cursor.execute("SELECT set_config('app.erasure', '', true)")
        audit(
            "privacy.erased",
            by=by,
            object_type="erasure",
            object_uid=erasure.uid,
            proposal_uid=proposal_uid,
            payload={
                "type": object_type,
                "uid": str(object_uid),
                "grounds": grounds,
                "rows": counts,
            },
        )


def redact_audit(erasure: Erasure, *, uids: list[UUID]) -> int:
    """Take the payloads out of the audit events about some objects; their hashes hold.

    Call it inside `erasing`. What erasures themselves say stays. Returns how many were redacted.
    """
    about = Q(object_uid__in=uids) & ~Q(action__startswith="privacy.")
    return AuditEvent.objects.filter(about, salt__isnull=False).update(
        payload={"erased": str(erasure.uid)}, salt=None
    )
