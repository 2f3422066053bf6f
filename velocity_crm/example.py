"""The variables of .env.example, and files of the same form."""

import re
from pathlib import Path

from velocity_crm.env import BASE_DIR

LINE = re.compile(r"^(#?)([A-Z][A-Z0-9_]*)=(.*)$", re.MULTILINE)
# never shown, and never the same in two installations
SECRETS = frozenset(
    {"SECRET_KEY", "DATABASE_URL", "BACKUP_DATABASE_URL", "BROKER_URL", "CACHE_URL"}
    | {"METRICS_TOKEN", "PRIVACY_KEY", "SENTRY_DSN"}
)


# what belongs together on a list; a variable nobody named here is among the others
GROUPS = {
    "Place": (
        "VELOCITY_ENV", "VELOCITY_HOME", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "STATIC_URL",
        "PROXY_COUNT",
    ),
    "Secrets": ("SECRET_KEY", "PRIVACY_KEY", "METRICS_TOKEN"),
    "Database, queue, cache": ("DATABASE_URL", "DATABASE_POOL", "BROKER_URL", "CACHE_URL"),
    "Storage and backups": (
        "MEDIA_ROOT", "BACKUP_DIR", "BACKUP_DATABASE_URL", "BACKUP_ENCRYPTION", "POSTGRES_BIN",
        "WAL_ARCHIVE", "AUDIT_ANCHOR",
    ),
    "Oracle and its neighbours": (
        "PULSE_URL", "PULSE_SECRET", "PULSE_DIALECT", "NEMOCLAW_URL", "NEMOCLAW_SECRET",
        "COMFY_PUBLIC_URL",
    ),
    "Policy": ("SOLO_MODE", "PULSE_CONFLICTS"),
    "Watching": ("LOG_LEVEL", "LOG_JSON", "SENTRY_DSN"),
}  # fmt: skip


def grouped() -> dict[str, list[str]]:
    """Return every variable the product reads, by group; no group is empty."""
    known = {name: group for group, names in GROUPS.items() for name in names}
    found: dict[str, list[str]] = {group: [] for group in (*GROUPS, "Others")}
    for name in variables():
        found[known.get(name, "Others")].append(name)
    return {group: names for group, names in found.items() if names}


def variables() -> list[str]:
    """Return every variable the product reads, in the order of the example."""
    return [name for _, name, _ in LINE.findall((BASE_DIR / ".env.example").read_text())]


def values(path: Path) -> dict[str, str]:
    """Return what a file sets; lines that are commented out set nothing."""
    return {name: value for off, name, value in LINE.findall(path.read_text()) if not off}
