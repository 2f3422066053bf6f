"""The queue inside PostgreSQL."""

from django.db import connection
from pgmq.install import get_embedded_install_sql


def install_queue() -> None:
    """Create the tables and functions of the queue in PostgreSQL, if they are missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('pgmq') IS NULL")
        if cursor.fetchone() == (True,):
            cursor.execute(get_embedded_install_sql())
