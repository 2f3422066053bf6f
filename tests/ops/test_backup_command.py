"""`manage.py backup`: what it writes down, what it tells, what it keeps to itself."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from manage import needs_server
from ops.embedded.layout import layout
from ops.embedded.locks import FileLock
from ops.models import BackupRun
from ops.services import backup
from ops.services.backup import encryption
from ops.services.backup.here import manifest
from ops.services.backup.pruning import needed
from ops.services.backup.taking import due_full
from ops.services.backup.vault import FULL, INCREMENTAL, Backup, backup_id, gaps, segment_of

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def a_backup(kind: str, began: datetime) -> Backup:
    return Backup(
        backup_id(began), kind, None, began, began, 1, "0/2000028", "0/2000120", 1, "18.6", "1"
    )


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("backup", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def vault(settings) -> Iterator[Path]:
    """A vault the account of the test's server can reach."""
    folder = layout(settings.HOME).vault.with_name(f"velocity-{backup_id(timezone.now())}")
    settings.BACKUP_DIR = folder
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.django_db
@pytest.mark.usefixtures("vault")
def test_a_backup_that_fails_is_recorded_with_its_reason(settings):
    settings.BACKUP_DATABASE_URL = "postgresql://velocity@/velocity?host=/nowhere"

    with pytest.raises(CommandError):
        said("take")

    run = BackupRun.objects.get()
    assert (run.ok, run.error.splitlines()[0]) == (False, "pg_basebackup failed (status 1):")


@pytest.mark.django_db
def test_one_drill_runs_at_a_time_and_touches_nothing_of_the_other(vault):
    (vault / "drill" / "pg_wal").mkdir(parents=True)
    lock = FileLock(vault / "drill.lock")
    lock.acquire(wait=False)

    with pytest.raises(CommandError, match="A drill is running already"):
        said("drill")

    assert (vault / "drill" / "pg_wal").exists()
    assert BackupRun.objects.count() == 0
    lock.release()


@pytest.mark.django_db
def test_a_run_without_a_reason_did_not_fail():
    with pytest.raises(DatabaseError), transaction.atomic():
        BackupRun.objects.create(kind="take", began_at=timezone.now(), ok=False)


@pytest.mark.django_db
def test_runs_are_never_changed():
    run = BackupRun.objects.create(kind="take", began_at=timezone.now(), ok=True)

    with pytest.raises(DatabaseError), transaction.atomic():
        BackupRun.objects.filter(pk=run.pk).update(ok=False, error="no")


@pytest.mark.usefixtures("vault")
def test_an_empty_vault_says_what_to_do():
    assert said("list") == "No backup yet; `manage.py backup take` makes one.\n"


@pytest.mark.parametrize("text", ["yesterday", "2999-01-01T00:00:00+00:00"])
@pytest.mark.usefixtures("vault")
def test_a_time_that_is_none_or_to_come_is_refused(text, tmp_path):
    with pytest.raises(CommandError):
        said("restore", "--to", text, "--into", str(tmp_path))


def test_a_restore_to_a_moment_brings_back_what_was_removed_since(vault, tmp_path, monkeypatch):
    hours = {12: ["gone.csv"], 13: ["gone.csv", "kept.csv"], 15: ["kept.csv", "new.csv"], 17: []}
    for hour, names in hours.items():
        made = a_backup(FULL, NOON.replace(hour=hour))
        folder = vault / "base" / made.id
        folder.mkdir(parents=True)
        (folder / "velocity.json").write_text(json.dumps(made.as_json()))
        listed = [{"path": name, "sha256": sha256(name.encode()).hexdigest()} for name in names]
        lines = [line | {"size": 1, "mtime": 0} for line in listed]
        (folder / "media.json").write_text(json.dumps(lines))
        for name, line in zip(names, listed, strict=True):
            kept = vault / "media" / line["sha256"][:2] / line["sha256"]
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(name)
    monkeypatch.setattr(backup, "restored", lambda *_: nullcontext(Mock(seconds=1.0)))
    back = tmp_path / "media"
    places = ("--into", str(tmp_path / "data"), "--media-into", str(back))

    told = said("restore", "--to", "2026-11-21T14:00:00+00:00", *places)

    assert "from 20261121T130000000Z" in told
    assert {path.name for path in back.iterdir()} == {"gone.csv", "kept.csv", "new.csv"}


def test_the_manifest_names_settings_and_only_fingerprints_secrets():
    found = manifest({"QD_LABEL": "QD", "SECRET_KEY": "hunter2", "HOME": "here"})

    assert found == {"QD_LABEL": "QD", "SECRET_KEY": "sha256:f52fbd32b2b3"}


def device(folder: Path, name: str, uuid: str = "", *, on: tuple[Path, ...] = ()) -> Path:
    """Make a block device as Linux shows it, lying on others."""
    for part in ("dm", "slaves"):
        (folder / name / part).mkdir(parents=True)
    if uuid:
        (folder / name / "dm" / "uuid").write_text(f"{uuid}\n")
    for below in on:
        (folder / name / "slaves" / below.name).symlink_to(below)
    return folder / name


@pytest.mark.parametrize(
    ("below", "words"),
    [
        (["CRYPT-LUKS2-0123"], "an encrypted disk (dm-crypt)"),
        (["CRYPT-LUKS2-0123", "CRYPT-PLAIN-1"], "an encrypted disk (dm-crypt)"),
        (["CRYPT-LUKS2-0123", "LVM-1"], "a safe (as declared)"),
        ([], "a safe (as declared)"),
    ],
)
def test_a_vault_on_encrypted_disks_is_seen_to_be(below, words, tmp_path):
    number = tmp_path.stat().st_dev
    disks = [device(tmp_path, f"d{n}", uuid) for n, uuid in enumerate(below)]
    device(tmp_path, f"{os.major(number)}:{os.minor(number)}", "LVM-2", on=tuple(disks))

    assert encryption(tmp_path / "vault", "a safe", block=tmp_path) == words


def test_where_nothing_is_seen_or_said_nothing_is_claimed(tmp_path):
    assert encryption(tmp_path, " ", block=tmp_path) == ""


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [("take", True), ("drill", True), ("restore", False), ("verify", False), ("list", False)],
)
def test_what_brings_a_lost_server_back_does_not_start_one(arguments, needed):
    assert needs_server(["backup", arguments]) == needed


@pytest.mark.parametrize(
    ("backups", "due"),
    [
        ([], True),
        ([(FULL, 1)], False),
        ([(FULL, 8)], True),
        ([(FULL, 6)] + [(INCREMENTAL, 5)] * 6, False),
        ([(FULL, 6)] + [(INCREMENTAL, 5)] * 7, True),
    ],
)
def test_a_full_backup_is_due_weekly_and_after_seven_others(backups, due):
    made = [a_backup(kind, NOON - timedelta(days=days)) for kind, days in backups]

    assert due_full(made, NOON) == due


def test_the_window_keeps_whole_chains_back_to_its_beginning():
    days = [(FULL, 50), (FULL, 40), (INCREMENTAL, 35), (FULL, 20), (INCREMENTAL, 10)]
    made = [a_backup(kind, timezone.now() - timedelta(days=age)) for kind, age in days]

    assert needed(made, timedelta(days=30)) == made[1:]
    assert needed(made[-1:], timedelta(days=30)) == made[-1:]


def test_a_position_lies_in_its_segment():
    assert segment_of(1, "1A/BC000028") == "000000010000001A000000BC"


@given(st.integers(0, 2**20), st.sets(st.integers(0, 40)))
def test_every_missing_segment_before_the_last_is_named(first, offsets):
    def name(number: int) -> str:
        return f"00000001{number // 256:08X}{number % 256:08X}"

    found = gaps(name(first), {name(first + offset) for offset in offsets})

    wanted = set(range(max(offsets, default=-1))) - offsets
    assert found == [name(first + offset) for offset in sorted(wanted)]
