"""What the planner is told of rows just written, and what autovacuum still counts."""

import pytest
from django.db import connection, transaction

from core.services.planning import glance

CHANGES = "SELECT n_mod_since_analyze FROM pg_stat_all_tables WHERE relid = 'written'::regclass"


def changes(cursor) -> int:
    """Return how many changes of the table autovacuum counts."""
    cursor.execute("SELECT pg_stat_force_next_flush()")
    cursor.execute(CHANGES)
    return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_glance_at_columns_leaves_autovacuum_its_count_of_changes():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE written AS SELECT generate_series(1, 100) AS row_no")
        written = changes(cursor)
        with transaction.atomic():
            glance(cursor)
            cursor.execute("ANALYZE written (row_no)")
        glanced = changes(cursor)
        cursor.execute("ANALYZE written")
        read_in_full = changes(cursor)
        cursor.execute("DROP TABLE written")

    assert (written, glanced, read_in_full) == (100, 100, 0)
