"""Where background work is queued: inside PostgreSQL by default, or at BROKER_URL."""

from typing import Any

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
            "use_notify": True,
        }
    return options


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
