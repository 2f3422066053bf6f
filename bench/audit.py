"""`python -m bench.audit [EVENTS]`: how long it takes to seal and to prove the audit record.

Runs in the database of DATABASE_URL, which is to be empty of audit events, and fills it
set-based; every event passes the trigger that hashes it, as any event does.
"""

import os
import sys
import time

import django
from django.db import connection

FILL = """
INSERT INTO core_auditevent (actor_kind, action, object_type, object_uid, object_version,
                             request_id, payload)
SELECT 'human', 'contact.updated', 'contact', gen_random_uuid(), 1, '',
       jsonb_build_object('fields', jsonb_build_array('full_name', 'city'), 'n', n)
FROM generate_series(%s, %s) n
"""
PART = 100_000
BAR = 20  # seconds for a million events


def main() -> int:
    """Fill, seal, verify; print the seconds of each and fail above the bar."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "velocity_crm.settings")
    django.setup()
    # the settings have to be read before anything that asks them
    from core.selectors import proof  # noqa: PLC0415
    from core.services import sealing  # noqa: PLC0415

    events = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    started = time.perf_counter()
    for first in range(1, events + 1, PART):
        with connection.cursor() as cursor:
            cursor.execute(FILL, [first, min(first + PART - 1, events)])
    filled = time.perf_counter()
    seals = len(sealing.seal())
    sealed = time.perf_counter()
    faults = [fault for window in proof.windows() for fault in window.faults]
    verified = time.perf_counter() - sealed
    print(
        f"{events:,} events: written in {filled - started:.1f} s, {seals} seals in "
        f"{sealed - filled:.1f} s, verified in {verified:.1f} s, faults {faults}"
    )
    return 0 if not faults and verified < BAR * events / 1_000_000 else 1


if __name__ == "__main__":
    sys.exit(main())
