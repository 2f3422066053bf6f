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


def variables() -> list[str]:
    """Return every variable the product reads, in the order of the example."""
    return [name for _, name, _ in LINE.findall((BASE_DIR / ".env.example").read_text())]


def values(path: Path) -> dict[str, str]:
    """Return what a file sets; lines that are commented out set nothing."""
    return {name: value for off, name, value in LINE.findall(path.read_text()) if not off}
