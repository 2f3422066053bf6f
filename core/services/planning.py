"""What the planner is told of rows just written."""

from django.db.backends.utils import CursorWrapper


def glance(cursor: CursorWrapper) -> None:
    """Let each ANALYZE of this transaction read 3,000 rows of a table instead of 30,000.

    That is enough to tell a table that was empty from a large one, in a tenth of the time.
    Autovacuum comes to what has grown by a tenth and reads it in full: an ANALYZE that names
    columns, as ours do, does not count for it.
    """
    cursor.execute("SET LOCAL default_statistics_target = 10")
