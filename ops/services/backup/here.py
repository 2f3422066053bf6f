"""The backup of this installation: its server, its vault, what it knows of itself, its record."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from ops.choices import RunKind
from ops.embedded.layout import layout
from ops.embedded.server import SUPERUSER, address
from ops.models import BackupRun
from ops.services.backup.encryption import encryption
from ops.services.backup.errors import BackupError
from ops.services.backup.server import Server
from ops.services.backup.taking import Facts
from ops.services.backup.vault import Vault

SECRET = re.compile(r"SECRET|PASSWORD|TOKEN|KEY|DSN|URL")
NAMED = re.compile(r"^#?([A-Z_]+)=", re.MULTILINE)


def server_here() -> Server:
    """Return the server to back up: BACKUP_DATABASE_URL, the embedded one, or DATABASE_URL."""
    place = layout(settings.HOME)
    database = settings.DATABASES["default"]
    host = database.get("HOST") or database.get("OPTIONS", {}).get("host", "")
    url = settings.BACKUP_DATABASE_URL or os.environ.get("DATABASE_URL", "")
    if not settings.BACKUP_DATABASE_URL and host == str(place.socket):
        url = address(place.socket, SUPERUSER, str(database["NAME"]))
    return Server(url, place, settings.POSTGRES_BIN)


def vault_here() -> Vault:
    """Return the vault of this installation."""
    return Vault(Path(settings.BACKUP_DIR or layout(settings.HOME).vault).absolute())


def encryption_here() -> str:
    """Return what encrypts the vault of this installation; empty when nothing says that it is."""
    return encryption(vault_here().folder, settings.BACKUP_ENCRYPTION)


def facts_here() -> Facts:
    """Return what this installation knows of itself."""
    applied = MigrationRecorder(connection).applied_migrations()
    return Facts(
        version=settings.VERSION,
        migrations=tuple(sorted(f"{app}.{name}" for app, name in applied)),
        settings=manifest(dict(os.environ)),
        media=Path(settings.MEDIA_ROOT),
    )


def manifest(environment: dict[str, str]) -> dict[str, str]:
    """Return the product's variables that are set; of a secret only the start of its sha256."""
    names = NAMED.findall((settings.BASE_DIR / ".env.example").read_text())
    wanted = sorted({*names, *(f"{name}_FILE" for name in names)} & environment.keys())
    return {
        name: _fingerprint(environment[name]) if SECRET.search(name) else environment[name]
        for name in wanted
    }


def _fingerprint(value: str) -> str:
    return f"sha256:{hashlib.sha256(value.encode()).hexdigest()[:12]}"


@dataclass
class Run:
    """What a run of a backup command will be remembered for."""

    label: str = ""
    bytes: int | None = None
    rto_seconds: float | None = None
    rpo_seconds: float | None = None
    detail: dict[str, Any] = field(default_factory=dict)


@contextmanager
def recorded(kind: RunKind) -> Iterator[Run]:
    """Write down how a run went, also if it failed with a BackupError."""
    began, run = timezone.now(), Run()
    try:
        yield run
    except BackupError as error:
        _write(kind, run, began, str(error))
        raise
    _write(kind, run, began, "")


def _write(kind: RunKind, run: Run, began: datetime, error: str) -> None:
    BackupRun.objects.create(
        kind=kind, began_at=began, ended_at=timezone.now(), ok=not error, error=error, **vars(run)
    )
