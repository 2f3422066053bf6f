"""Where background work is queued: inside PostgreSQL by default, or at BROKER_URL."""

from typing import Any

from celery import Celery

from velocity_crm.env import Environment

VISIBILITY_SECONDS = 3600  # above the longest task: an import chunk takes seconds, not minutes


def broker_url(env: Environment) -> str:
    """Return the broker's URL; `pgmq://` means the project's own PostgreSQL."""
    return env.broker_url or "pgmq://"


def transport_options(env: Environment) -> dict[str, Any]:
    """Return kombu's transport options for the chosen broker.

    The connection is given in keyword form: kombu 5.7 misreads a URL whose host is a socket
    folder.
    """
    options: dict[str, Any] = {"visibility_timeout": VISIBILITY_SECONDS}
    if broker_url(env).startswith("pgmq"):
        options |= {
            "conn_string": keyword_form(env.database),
            "init_extension": False,
        }
    return options


class Queue(Celery):
    """Celery whose consumers alone are woken by PostgreSQL.

    With `use_notify` every connection of the pgmq transport listens, but only consumers ever read
    what they hear: after some minutes the backend of a process that sends tasks stands with a
    full buffer, and whoever makes or drops a database waits for it for ever.
    """

    def connection_for_read(self, url: str | None = None, **options: Any) -> Any:
        """Return a connection to take tasks by, woken by NOTIFY where the broker is PostgreSQL."""
        if str(self.conf.broker_url).startswith("pgmq"):
            options["transport_options"] = {"use_notify": True} | options.get(
                "transport_options", {}
            )
        return super().connection_for_read(url, **options)


def keyword_form(database: dict[str, Any]) -> str:
    """Return the database's address as libpq's `key=value` string."""
    parts = {
        "host": database.get("HOST") or database.get("OPTIONS", {}).get("host", ""),
        "port": database.get("PORT") or "5432",
        "dbname": database.get("NAME", ""),
        "user": database.get("USER", ""),
        "password": database.get("PASSWORD", "") or "x",
    }
    return " ".join(f"{key}={_quoted(str(value))}" for key, value in parts.items() if value)


def _quoted(value: str) -> str:
    if value and not set(value) & set(" '\\"):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
