"""Prepared statements hold on connections that are lost and found again."""

import pytest
from django.db import connections

from core.selectors.prepared import preparing


@pytest.mark.django_db(transaction=True)
def test_a_prepared_statement_finds_a_lost_connection_again(monkeypatch):
    connection = connections["default"]
    monkeypatch.setattr(connection, "health_check_enabled", True)
    monkeypatch.setattr(connection, "health_check_done", False)
    other = connection.copy()
    with connection.cursor() as cursor, other.cursor() as beside:
        cursor.execute("SELECT pg_backend_pid()")
        beside.execute("SELECT pg_terminate_backend(%s, 5000)", cursor.fetchone())
    other.close()
    connection.health_check_done = False

    with preparing() as found:
        assert found.execute("SELECT 1").fetchone() == (1,)
