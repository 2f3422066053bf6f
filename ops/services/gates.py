"""The release gates: technical, governance, operational and sales, each a question with an answer.

A gate returns nothing when it holds and the reason when it does not. Nothing is changed: what
needs a write is rolled back.
"""

import hashlib
import ipaddress
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.utils import timezone

from core.selectors import proof
from imports.models import RawBatch
from ops.choices import RunKind
from ops.selectors import last_good
from ops.services.backup import encryption_here
from ops.services.consistency import check_consistency
from ops.services.migrating import pending
from ops.services.showing import SHOWN, ShowError, shown

SEALED_SINCE = timedelta(days=7)
BACKUP_AGE, DRILL_AGE = timedelta(hours=25), timedelta(days=40)
LONGEST_RECOVERY, MOST_LOSS = 3600, 900  # seconds
GUARDS = {
    "four_eyes": "approvals_approvalevent",
    "append_only": "core_auditevent",
    "no_delete": "contacts_contact",
    "version_moves": "contacts_contact",
    "capture_update": "contacts_contact",
}
DISABLED = """
    SELECT string_agg(tgrelid::regclass || '.' || tgname, ', ')
    FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'
"""
FORGED = """
    SELECT count(*) FROM (SELECT * FROM core_auditevent ORDER BY id DESC LIMIT 1000) e
    JOIN core_auditevent whole ON whole.id = e.id
    WHERE whole.row_hash <> core_audit_row_hash(whole)
"""
UNDECIDED = """
    SELECT count(*) FROM approvals_proposal p
    WHERE p.state IN ('approved', 'applying', 'applied', 'partially_applied')
      AND NOT EXISTS (SELECT FROM approvals_approvalevent e WHERE e.proposal_id = p.id
                      AND e.type IN ('approved', 'auto_approved'))
"""


@dataclass(frozen=True)
class Answer:
    """What a gate said: an empty `reason` means that it holds."""

    area: str
    gate: str
    reason: str

    @property
    def holds(self) -> bool:
        """Whether the gate lets the release through."""
        return not self.reason


def answers() -> Iterator[Answer]:
    """Ask every gate, in the order of the areas."""
    for area, gates in GATES.items():
        for name, gate in gates.items():
            yield Answer(area, name, gate())


def _migrated() -> str:
    waiting = [str(migration) for migration, _ in pending()]
    return f"not applied: {', '.join(waiting)}" if waiting else ""


def _modelled() -> str:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except SystemExit:
        return "the models say more than the migrations; run makemigrations"
    return ""


def _described() -> str:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "openapi.yaml"
        call_command("spectacular", "--file", str(target))
        same = target.read_text() == (settings.BASE_DIR / "openapi.yaml").read_text()
    return "" if same else "openapi.yaml is not what the code gives; run spectacular"


def _consistent() -> str:
    broken = [f"{each.name} ({each.found})" for each in check_consistency() if each.found]
    return f"manage.py check_consistency: {'; '.join(broken)}" if broken else ""


def _guarded() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname, tgrelid::regclass::text FROM pg_trigger")
        there = set(cursor.fetchall())
        cursor.execute(DISABLED)
        row = cursor.fetchone()
    missing = [f"{table}.{name}" for name, table in GUARDS.items() if (name, table) not in there]
    if missing:
        return f"guards are missing: {', '.join(missing)}"
    return f"triggers are switched off: {row[0]}" if row and row[0] else ""


def _hashed() -> str:
    """Prove the seals of the last days, and the newest events that no seal holds yet."""
    sealed = proof.windows(timezone.now() - SEALED_SINCE)
    if faults := [f"window {each.number}: {fault}" for each in sealed for fault in each.faults]:
        return f"manage.py audit_verify: {'; '.join(faults)}"
    forged = _count(FORGED)
    return f"{forged} audit events are not what was written" if forged else ""


def _decided() -> str:
    count = _count(UNDECIDED)
    return f"{count} proposals are carried out and nobody said yes" if count else ""


def _retained() -> str:
    """Hash the newest raw files again; those removed on purpose bear no name any more."""
    for batch in RawBatch.objects.exclude(file="").order_by("-id")[:20]:
        if not batch.file.storage.exists(str(batch.file.name)):
            return f"the file of import {batch.uid} is gone"
        with batch.file.open("rb") as file:
            if _digest(file) != batch.sha256:
                return f"the file of import {batch.uid} is not the one that came"
    return ""


def _configured() -> str:
    try:
        call_command("check", deploy=not settings.LOCAL, fail_level="ERROR", stdout=StringIO())
    except SystemCheckError as error:
        return str(error).strip().splitlines()[0]
    inward = [name for name in _outward() if _is_inward(name)] if not settings.LOCAL else []
    return f"addresses of the inside are told outside: {', '.join(inward)}" if inward else ""


def _count(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _outward() -> list[str]:
    """Return the host names this installation is known by."""
    origins = [origin.split("//")[-1] for origin in settings.CSRF_TRUSTED_ORIGINS]
    return [name.rsplit(":", 1)[0].strip("[]") for name in (*settings.ALLOWED_HOSTS, *origins)]


def _is_inward(name: str) -> bool:
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        return name in {"localhost", "*"}


def _backed_up() -> str:
    last = last_good(RunKind.TAKE)
    if last is None or timezone.now() - last.ended_at > BACKUP_AGE:
        return "no backup for 25 hours; manage.py backup take"
    return ""


def _kept_secret() -> str:
    if not settings.BACKUP_EXPECTED or encryption_here():
        return ""
    return "nothing says what encrypts the backups; docs/operations/backup.md, BACKUP_ENCRYPTION"


def _rehearsed() -> str:
    last = last_good(RunKind.DRILL)
    if last is None or timezone.now() - last.ended_at > DRILL_AGE:
        return "no restore was rehearsed for 40 days; manage.py backup drill"
    if (last.rto_seconds or 0) > LONGEST_RECOVERY or (last.rpo_seconds or 0) > MOST_LOSS:
        return f"recovery took {last.rto_seconds:.0f} s at a loss of {last.rpo_seconds:.0f} s"
    return ""


def _documented() -> str:
    alerts = (settings.BASE_DIR / "deploy/prometheus/rules.yaml").read_text()
    named = {
        line.split("runbook:")[1].strip() for line in alerts.splitlines() if "runbook:" in line
    }
    missing = sorted(path for path in named if not (settings.BASE_DIR / path).is_file())
    return f"alerts name runbooks there are not: {', '.join(missing)}" if missing else ""


def _showing(part: str) -> Callable[[], str]:
    def gate() -> str:
        try:
            shown(part)
        except ShowError as error:
            return str(error)
        return ""

    return gate


def _digest(file: Any) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()


GATES: dict[str, dict[str, Callable[[], str]]] = {
    "technical": {
        "the database is migrated": _migrated,
        "the migrations say all the models say": _modelled,
        "the API is as described": _described,
        "the database is at one with itself": _consistent,
    },
    "governance": {
        "the guards of the database stand": _guarded,
        "the audit log is as written": _hashed,
        "nothing is carried out undecided": _decided,
        "raw files are kept as they came": _retained,
    },
    "operational": {
        "the settings are fit for their place": _configured,
        "a backup is at hand": _backed_up,
        "backups are kept encrypted": _kept_secret,
        "a restore was rehearsed in time": _rehearsed,
        "every alert has its runbook": _documented,
    },
    "sales": {name: _showing(name) for name in SHOWN},
}
