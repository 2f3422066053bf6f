"""Sessions in the database, and whose they are, each read by a prepared statement.

Every request of a person asks both; composing the two queries anew costs more than asking them.
"""

from functools import lru_cache
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.db import connection
from django.utils.timezone import now

from core.models import User
from core.selectors.prepared import preparing

LIVING = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's store of sessions in the database; only reading is our own."""

    def load(self) -> dict[str, Any]:
        """Return what a session holds; one that ended or never was is empty and gets a new key."""
        key = self.session_key or ""
        with preparing() as cursor:
            row = None if "\0" in key else cursor.execute(LIVING, [key, now()]).fetchone()
        if row is None:
            self._session_key = None
            return {}
        told: dict[str, Any] = self.decode(row[0])
        return told


class People(ModelBackend):
    """Django's people with passwords and permissions; only finding one by key is our own."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session, None for one who may not log in."""
        statement, names = _plan()
        with preparing() as cursor:
            row = cursor.execute(statement, [user_id]).fetchone()
        if row is None:
            return None
        user: User = User.from_db(connection.alias, names, row)
        return user if self.user_can_authenticate(user) else None


@lru_cache(maxsize=1)
def _plan() -> tuple[bytes, list[str]]:
    """Return the statement that takes a key, and the names of its columns."""
    rows = User.objects.order_by().filter(pk=0)
    statement, _ = rows.query.sql_with_params()
    return statement.encode(), [field.attname for field in User._meta.concrete_fields]  # noqa: SLF001 -- Django's documented name
