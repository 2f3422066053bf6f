"""Waiting for what is read only once every older transaction has ended.

The change feed, the audit's seals and the blocking keys leave aside what a running transaction
might still come before. Transaction ids belong to the whole server, so a test of another worker
holds them back too.
"""

import time

from django.db import connection

PATIENCE = 300  # seconds; the longest test holds one transaction for two minutes
HORIZON = "SELECT {}(pg_current_snapshot())::text::bigint"


def settle() -> None:
    """Wait until every transaction that runs now has ended; called outside of one."""
    assert not connection.in_atomic_block, "the test needs django_db(transaction=True)"
    newest = _horizon("pg_snapshot_xmax")
    until = time.monotonic() + PATIENCE
    while _horizon("pg_snapshot_xmin") < newest:
        assert time.monotonic() < until, "some transaction of this server does not end"
        time.sleep(0.02)


def _horizon(end: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(HORIZON.format(end))
        return cursor.fetchone()[0]
