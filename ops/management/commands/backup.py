"""`manage.py backup take|list|verify|restore|drill|prune|stream`; see docs/operations/backup.md."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ops.choices import RunKind
from ops.embedded.locks import FileLock
from ops.services import backup
from ops.services.backup.restoring import LATEST

SWITCH_OVER = """\
Restored to {target} from {backup} in {seconds:.1f} s: {folder}
Nothing in service was touched. To switch over:
  1. stop web, workers and scheduler, and the damaged server
  2. move the damaged data folder aside and put this folder in its place
  3. start the server, look at the newest records, start the rest
  4. manage.py backup take --full   (the restored server writes a new timeline)
"""


class Command(BaseCommand):
    """Back up, check, restore and rehearse, over PostgreSQL's own tools."""

    help = "Take, list, verify, restore, drill and prune backups"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare one sub-command each."""
        actions = parser.add_subparsers(dest="action", required=True)
        add: Callable[[str, str], CommandParser] = lambda name, text: actions.add_parser(  # noqa: E731 -- a short name for a long call
            name, help=text, description=text
        )
        take = add("take", "Take a backup: incremental where possible, full every week.")
        kinds = take.add_mutually_exclusive_group()
        for kind in (backup.FULL, backup.INCREMENTAL, backup.AUTO):
            kinds.add_argument(f"--{kind}", dest="kind", action="store_const", const=kind)
        listed = add("list", "List the backups there are.")
        listed.add_argument("--json", action="store_true")
        verify = add("verify", "Read every byte of a backup's chain; look for gaps in the log.")
        verify.add_argument("id", nargs="?", default="", help="default: the newest")
        restore = add("restore", "Restore to a point in time, into a folder of its own.")
        restore.add_argument("--to", default=LATEST, help="2026-11-21T16:30:00+00:00 or latest")
        restore.add_argument("--into", type=Path, required=True)
        restore.add_argument("--media-into", type=Path, help="also bring the uploads back")
        drill = add("drill", "Restore beside the running server, compare, measure, record.")
        drill.add_argument("--json", action="store_true")
        prune = add("prune", "Forget what no moment of the window needs.")
        prune.add_argument("--window", type=_days, default=timedelta(days=30), help="30d")
        prune.add_argument("--dry-run", action="store_true")
        stream = add("stream", "Receive the log as it is written, until stopped.")
        stream.add_argument("--synchronous", action="store_true")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        """Run the sub-command; what goes wrong is one message."""
        try:
            getattr(self, action)(options)
        except backup.BackupError as error:
            raise CommandError(str(error)) from error

    def take(self, options: dict[str, Any]) -> None:
        """Take a backup and record it."""
        with backup.recorded(RunKind.TAKE) as run:
            made = backup.take(
                backup.server_here(),
                backup.vault_here(),
                backup.facts_here(),
                options["kind"] or backup.AUTO,
            )
            run.label, run.bytes = made.id, made.bytes
            run.detail = {"kind": made.kind, "files": made.files}
        self.stdout.write(f"{made.id} {made.kind} {_megabytes(made.bytes)}, {made.files} files")

    def list(self, options: dict[str, Any]) -> None:
        """List the backups, the oldest first."""
        backups = backup.vault_here().backups()
        if options["json"]:
            self.stdout.write(json.dumps([each.as_json() for each in backups], indent=2))
            return
        for each in backups:
            self.stdout.write(
                f"{each.id}  {each.kind:<11}  {each.ended:%Y-%m-%d %H:%M:%S}  "
                f"{_megabytes(each.bytes):>12}  version {each.version}  {each.parent or '-'}"
            )
        if not backups:
            self.stdout.write("No backup yet; `manage.py backup take` makes one.")

    def verify(self, options: dict[str, Any]) -> None:
        """Check a backup and the log after it."""
        vault = backup.vault_here()
        checked = backup.verify(backup.server_here(), vault, vault.find(options["id"]))
        self.stdout.write(
            f"{checked.backup.id} is whole: {len(checked.chain)} backups, "
            f"{checked.segments} log files without a gap"
        )
        kept = backup.encryption_here() or "nothing says what encrypts it (BACKUP_ENCRYPTION)"
        self.stdout.write(f"Kept encrypted by: {kept}")

    def restore(self, options: dict[str, Any]) -> None:
        """Restore, and say how to switch over."""
        vault, moment = backup.vault_here(), _moment(options["to"])
        chosen = vault.before(moment) if moment else vault.find()
        into, target = options["into"].absolute(), backup.Target(moment)
        with backup.restored(backup.server_here(), vault, chosen, target, into) as copy:
            told = SWITCH_OVER.format(
                target=target, backup=chosen.id, seconds=copy.seconds, folder=into
            )
        if options["media_into"]:
            backup.bring_back(vault, vault.media_since(chosen), options["media_into"])
        self.stdout.write(told)

    def drill(self, options: dict[str, Any]) -> None:
        """Take a backup, restore it beside the server, compare, and record what was measured."""
        server, vault = backup.server_here(), backup.vault_here()
        folder = vault.folder / "drill"
        lock = FileLock(vault.folder / "drill.lock")
        if not lock.acquire(wait=False):
            raise CommandError("A drill is running already; wait for its end.")
        # what a killed drill left: its server ends by itself when its files are gone
        shutil.rmtree(folder, ignore_errors=True)
        with backup.recorded(RunKind.DRILL) as run:
            try:
                backup.take(server, vault, backup.facts_here())
                found = backup.drill(server, vault, folder)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
                lock.release()
            run.label, run.detail = found.backup, found.as_json()
            run.bytes = found.database_bytes
            run.rto_seconds, run.rpo_seconds = found.rto_seconds, found.rpo_seconds
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json()))
            return
        exposed = "unknown" if found.rpo_seconds is None else f"{found.rpo_seconds:.0f} s"
        self.stdout.write(
            f"All {found.tables} tables are equal ({found.rows} rows, "
            f"{_megabytes(found.database_bytes)}). Recovery time {found.rto_seconds:.1f} s; "
            f"a loss just now would have cost {exposed} of commits."
        )

    def prune(self, options: dict[str, Any]) -> None:
        """Forget what is older than the window."""
        pretend = options["dry_run"]
        gone = backup.prune(
            backup.server_here(), backup.vault_here(), options["window"], pretend=pretend
        )
        self.stdout.write(
            f"{'Would forget' if pretend else 'Forgot'} {len(gone.backups)} backups, "
            f"{gone.segments} log files, {gone.files} uploads"
        )

    def stream(self, options: dict[str, Any]) -> None:
        """Receive the log until this process is stopped."""
        process = backup.stream(
            backup.server_here(), backup.vault_here(), synchronous=options["synchronous"]
        )
        raise SystemExit(process.wait())


def _moment(text: str) -> datetime | None:
    if text == LATEST:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is no time; write 2026-11-21T16:30:00+00:00.") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment > timezone.now():
        raise CommandError(f"{text} lies in the future.")
    return moment


def _days(text: str) -> timedelta:
    return timedelta(days=int(text.removesuffix("d")))


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:,.1f} MB"
