"""Backups of a real server: taken, changed after, brought back to a moment, row for row."""

import json
import shutil
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from ops.choices import RunKind
from ops.selectors import last_good
from ops.services.backup import (
    FULL,
    INCREMENTAL,
    BackupError,
    Server,
    Target,
    bring_back,
    drill,
    prune,
    restored,
    take,
    verify,
)
from ops.services.backup.fingerprints import fingerprint

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def chain(house) -> list[str]:
    """A full backup and an incremental one upon it, with changes after each."""
    full = take(house.server, house.vault, house.facts, FULL)
    house.run("UPDATE client SET name = name || '!' WHERE id < 100")
    more = take(house.server, house.vault, house.facts, INCREMENTAL)
    house.run("DELETE FROM visit WHERE id > 1900; INSERT INTO client (name) VALUES ('late')")
    return [full.id, more.id]


def test_a_backup_says_what_it_holds(house, chain):
    full, more = (house.vault.find(each) for each in chain)

    assert (full.kind, full.parent, more.kind, more.parent) == (FULL, None, INCREMENTAL, full.id)
    assert (more.version, more.migrations, more.files) == ("1.2.3", ["core.0001_initial"], 1)
    assert more.bytes < full.bytes


def test_a_point_in_time_comes_back_row_for_row(house, chain):
    moment, before = timezone.now(), house.rows()
    time.sleep(0.01)
    house.run("DELETE FROM visit; UPDATE client SET name = 'gone'")
    house.archived()

    with house.restored("t1", Target(moment)) as copy, copy.server.connected() as connection:
        found = fingerprint(connection)

    assert (house.vault.before(moment).id, found) == (chain[-1], before)
    assert house.rows() != before


@pytest.mark.usefixtures("chain")
def test_what_was_restored_starts_as_a_server_of_a_new_timeline(house):
    house.archived()
    backup = house.vault.find()

    with restored(house.server, house.vault, backup, Target(), house.empty("t2")) as copy:
        assert copy.server.setting("archive_mode") == "off"

    data = house.empty("t2")
    assert not (data / "postmaster.pid").exists()
    assert not (data / "recovery.signal").exists()
    assert (data / "pg_wal/archive_status/00000002.history.ready").exists()
    shutil.rmtree(data)


@pytest.mark.usefixtures("chain")
def test_the_newest_state_comes_back_when_the_server_is_lost(house):
    house.archived()
    lost = house.rows()
    house.cluster.stop()
    away = house.cluster.layout.data.rename(house.cluster.layout.folder / "lost")

    with house.restored("t3", Target()) as copy, copy.server.connected() as connection:
        found = fingerprint(connection)

    away.rename(house.cluster.layout.data)
    house.cluster.start()
    assert found == lost


@pytest.mark.usefixtures("chain")
def test_a_restore_is_never_in_place(house):
    into = house.empty("full")
    into.mkdir()
    (into / "something").touch()

    with pytest.raises(BackupError, match="is not empty"), house.restored("full", Target()):
        pass


def test_a_moment_before_the_first_backup_is_refused(house, chain):
    first = house.vault.find(chain[0])

    with pytest.raises(BackupError, match="No backup ended before"):
        house.vault.before(first.began)


@pytest.mark.usefixtures("chain")
def test_a_moment_the_log_does_not_reach_is_told(house):
    house.archived()
    moment = Target(timezone.now())

    with pytest.raises(BackupError, match="restores everything"), house.restored("t4", moment):
        pass


def test_a_whole_chain_is_verified_with_its_log(house, chain):
    house.archived()

    checked = verify(house.server, house.vault, house.vault.find(chain[-1]))

    assert checked.chain == chain
    assert checked.segments > 0


def test_a_damaged_file_is_found(house, chain):
    file = house.vault.data(house.vault.find(chain[0])) / "PG_VERSION"
    file.write_text("17\n")

    with pytest.raises(BackupError, match="PG_VERSION"):
        verify(house.server, house.vault, house.vault.find(chain[-1]))

    file.write_text("18\n")


def test_a_gap_in_the_log_is_found(house, chain):
    for _ in range(2):
        house.run("INSERT INTO client (name) VALUES ('more')")
        house.archived()
    lost = sorted(house.vault.wal.glob("0*.gz"))[-2]
    aside = lost.rename(house.vault.folder / lost.name)

    with pytest.raises(BackupError, match=lost.stem):
        verify(house.server, house.vault, house.vault.find(chain[-1]))

    aside.rename(lost)


@pytest.mark.usefixtures("chain")
def test_a_drill_holds_every_table_equal_and_measures(house):
    found = drill(house.server, house.vault, house.empty("drill"))

    assert (found.tables, found.rows > 2000, found.rto_seconds > 0) == (2, True, True)
    assert found.rpo_seconds <= 60
    shutil.rmtree(house.empty("drill"))


@pytest.mark.django_db
@pytest.mark.usefixtures("chain")
def test_a_drill_clears_away_what_a_killed_one_left(house, settings):
    settings.BACKUP_DATABASE_URL, settings.BACKUP_DIR = house.server.url, house.vault.folder
    left = house.empty("drill")
    (left / "pg_wal").mkdir(parents=True)
    (left / "PG_VERSION").write_text("18\n")
    out = StringIO()

    call_command("backup", "drill", "--json", stdout=out)

    assert json.loads(out.getvalue())["backup"] == last_good(RunKind.DRILL).label
    assert not left.exists()


def test_uploads_come_back_and_a_damaged_one_is_told(house, chain, tmp_path):
    vault = house.vault
    listed = vault.media(vault.find(chain[-1]))

    bring_back(vault, listed, tmp_path / "back")

    assert (tmp_path / "back/leads.csv").read_text() == "name\nMeera Rao\n"
    kept = next((vault.folder / "media").rglob(listed[0]["sha256"]))
    kept.write_text("other")
    with pytest.raises(BackupError, match=r"leads\.csv is missing or damaged"):
        bring_back(vault, listed, tmp_path / "again")
    kept.write_text("name\nMeera Rao\n")


@pytest.mark.usefixtures("chain")
def test_a_server_that_is_away_is_told_in_words(house):
    away = Server("host=/nowhere dbname=velocity user=postgres", house.server.place)

    with pytest.raises(BackupError, match="pg_basebackup failed"):
        take(away, house.vault, house.facts, FULL)

    assert list(house.vault.base.glob(".part-*")) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("chain")
def test_the_command_takes_lists_and_records(house, settings):
    settings.BACKUP_DATABASE_URL = house.server.url
    settings.BACKUP_DIR, out = house.vault.folder, StringIO()

    call_command("backup", "take", "--incremental", stdout=StringIO())
    call_command("backup", "list", "--json", stdout=out)

    listed, run = json.loads(out.getvalue()), last_good(RunKind.TAKE)
    assert (listed[-1]["id"], listed[-1]["bytes"]) == (run.label, run.bytes)
    assert "core.0001_initial" in listed[-1]["migrations"]


def test_where_the_server_does_not_know_what_changed_a_full_backup_is_taken(house):
    full = take(house.server, house.vault, house.facts, FULL)
    house.run("INSERT INTO client (name) VALUES ('unseen')")
    house.archived()
    for summary in (house.cluster.layout.data / "pg_wal" / "summaries").iterdir():
        summary.unlink()  # as the server itself does after wal_summary_keep_time

    with pytest.raises(BackupError, match="Set it if it is off, then take a full"):
        take(house.server, house.vault, house.facts, INCREMENTAL)
    again = take(house.server, house.vault, house.facts)
    after = take(house.server, house.vault, house.facts)

    assert [full.kind, again.kind, after.kind] == [FULL, FULL, INCREMENTAL]
    assert after.parent == again.id


def test_pruning_keeps_the_chain_the_window_needs(house, chain):
    new = take(house.server, house.vault, house.facts, FULL)
    window = timezone.now() - new.ended

    gone = prune(house.server, house.vault, window)

    assert gone.backups[:2] == chain
    assert [backup.id for backup in house.vault.backups()] == [new.id]
    house.archived()
    verify(house.server, house.vault, new)
