"""Release gates: each is broken on purpose, and says so in one line."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.models import SourceSystem
from core.services import audit
from imports.models import RawBatch
from ops.models import BackupRun
from ops.services import gates
from ops.services.backup import encryption
from ops.services.gates import GATES, answers
from ops.services.showing import SHOWN
from privacy.services import purge
from tests.api_clients import calls
from tests.approvals.acts import change
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory
from tests.imports.acts import ROWS, carry_out, csv_of
from tests.ops.test_consistency import without_guards
from tests.ops.test_runbooks import sql

pytestmark = pytest.mark.django_db


def reason(area: str, gate: str) -> str:
    return GATES[area][gate]()


def ran(kind: str, *, age: timedelta = timedelta(), rto: float = 60, rpo: float = 30) -> None:
    at = timezone.now() - age
    measured = {"rto_seconds": rto, "rpo_seconds": rpo} if kind == "drill" else {}
    BackupRun.objects.create(kind=kind, began_at=at, ended_at=at, ok=True, **measured)


@pytest.fixture
def shop(alice, dora, settings, tmp_path):
    """A house with clients, an account and an import behind it."""
    settings.MEDIA_ROOT = tmp_path
    dora.is_superuser = True
    dora.save()
    AccountFactory(owner=alice, team=alice.team)
    source = SourceSystem.objects.first()
    return carry_out(csv_of(*ROWS), by=alice, approver=dora, source=source)


@pytest.fixture
def rehearsed():
    ran("take")
    ran("drill")


@pytest.mark.slow
@pytest.mark.usefixtures("shop", "rehearsed")
def test_a_whole_house_passes_every_gate():
    broken = {answer.gate: answer.reason for answer in answers() if answer.reason}

    assert broken == {}


@pytest.mark.usefixtures("shop")
def test_a_broken_gate_is_one_line_and_a_failure(monkeypatch):
    monkeypatch.setattr(gates, "GATES", {"operational": GATES["operational"]})
    out = StringIO()

    with pytest.raises(CommandError, match="gates are broken"):
        call_command("release_gates", stdout=out)

    assert (
        "BROKEN  operational  a backup is at hand: no backup for 25 hours; manage.py backup take"
        in out.getvalue().splitlines()
    )


def test_a_missing_migration_is_seen():
    sql("DELETE FROM django_migrations WHERE app = 'ops'")

    assert reason("technical", "the database is migrated").startswith("not applied: ops.0001")


def test_an_inconsistent_database_is_seen():
    ContactFactory()
    without_guards("UPDATE contacts_contact SET version = 5")

    assert "contacts_contact has every version" in reason(
        "technical", "the database is at one with itself"
    )


def test_another_description_of_the_api_is_seen(settings, tmp_path):
    (tmp_path / "openapi.yaml").write_text("openapi: 3.1.1\n")
    settings.BASE_DIR = tmp_path

    assert reason("technical", "the API is as described") != ""


@pytest.mark.parametrize(
    ("script", "word"),
    [
        ("DROP TRIGGER four_eyes ON approvals_approvalevent", "approvals_approvalevent.four_eyes"),
        ("ALTER TABLE contacts_contact DISABLE TRIGGER no_delete", "contacts_contact.no_delete"),
    ],
)
def test_a_guard_that_fell_is_seen(script, word):
    sql(script)

    assert word in reason("governance", "the guards of the database stand")


def test_a_forged_audit_event_is_seen(alice):
    audit("contact.viewed", by=alice, payload={"rows": 1})
    without_guards("UPDATE core_auditevent SET action = 'contact.exported'")

    assert reason("governance", "the audit log is as written") == (
        "1 audit events are not what was written"
    )


def test_what_was_carried_out_undecided_is_seen(alice, dora):
    dora.groups.add(Group.objects.get(name="founder"))
    change(ContactFactory(), by=alice, occupation="Architect")
    without_guards("UPDATE approvals_proposal SET state = 'approved', decided_at = now()")

    assert "1 proposals" in reason("governance", "nothing is carried out undecided")


def test_a_raw_file_that_changed_or_is_gone_is_seen(shop):
    file = RawBatch.objects.get(pk=shop.pk).file
    gate = ("governance", "raw files are kept as they came")

    with Path(file.path).open("a") as raw:
        raw.write("one more")
    changed = reason(*gate)
    file.storage.delete(file.name)

    assert (changed[-21:], reason(*gate)[-7:]) == ("not the one that came", "is gone")


def test_files_that_were_kept_long_enough_are_missed_by_no_gate(shop, dora):
    later = timezone.now() + timedelta(days=366)

    cleared = [purge(by=dora, now=later)["import_file"] for _ in range(2)]

    assert cleared == [1, 0]
    assert reason("governance", "raw files are kept as they came") == ""
    page, raw, left = (
        calls(dora).get(f"/imports/{shop.uid}/{path}", follow=True)
        for path in ("?step=result", "raw/", "rejects/")
    )
    assert "removed; its rows are kept" in page.content.decode()
    assert ["The file was removed" in each.content.decode() for each in (raw, left)] == [True] * 2


@pytest.mark.parametrize("name", ["10.0.0.5", "127.0.0.1", "192.168.1.2", "localhost", "*"])
def test_an_address_of_the_inside_is_seen(name, settings):
    settings.LOCAL, settings.ALLOWED_HOSTS = False, [name]
    settings.SILENCED_SYSTEM_CHECKS = ["security.E001"]

    assert name in reason("operational", "the settings are fit for their place")


def test_an_old_backup_is_seen():
    ran("take", age=timedelta(hours=26))

    assert reason("operational", "a backup is at hand") != ""


def test_backups_nobody_says_are_encrypted_are_seen(settings, tmp_path):
    settings.BACKUP_EXPECTED, settings.BACKUP_DIR = True, tmp_path
    gate = ("operational", "backups are kept encrypted")

    silent = reason(*gate)
    settings.BACKUP_ENCRYPTION = "EBS volume, key of the account"

    assert ("BACKUP_ENCRYPTION" in silent, reason(*gate)) == (encryption(tmp_path, "") == "", "")


@pytest.mark.parametrize(
    ("age", "rto", "rpo"), [(41, 60, 30), (1, 4000, 30), (1, 60, 1000)], ids=["old", "slow", "loss"]
)
def test_a_drill_that_is_old_or_missed_its_aims_is_seen(age, rto, rpo):
    ran("drill", age=timedelta(days=age), rto=rto, rpo=rpo)

    assert reason("operational", "a restore was rehearsed in time") != ""


def test_an_alert_without_a_runbook_is_seen(settings, tmp_path):
    rules = tmp_path / "deploy/prometheus"
    rules.mkdir(parents=True)
    (rules / "rules.yaml").write_text("          runbook: docs/runbooks/nowhere.md\n")
    settings.BASE_DIR = tmp_path

    assert reason("operational", "every alert has its runbook").endswith("docs/runbooks/nowhere.md")


@pytest.mark.parametrize("part", SHOWN)
def test_a_house_without_anything_to_show_is_seen(part, dora):  # noqa: ARG001 -- a founder alone
    assert reason("sales", part) != ""


def test_a_house_without_a_founder_is_seen():
    assert reason("sales", "the list of clients") == (
        "nobody may see every record: there is no founder"
    )


@pytest.mark.slow
@pytest.mark.usefixtures("shop")
def test_the_flows_of_a_demonstration_work(capsys):
    call_command("demo_check")

    assert capsys.readouterr().out.count("works  ") == len(SHOWN)


@pytest.mark.usefixtures("shop")
def test_no_gate_leaves_a_session_behind():
    for gate in GATES["sales"].values():
        gate()

    assert Session.objects.count() == 0
