"""Probes and the state of what the product depends on: the truth, as an HTTP status."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from health_check.exceptions import ServiceUnavailable, ServiceWarning

from core.models import AuditEvent, AuditSeal, SourceSystem
from core.services import audit
from ops.choices import Health, RunKind
from ops.models import BackupRun, Mark
from ops.selectors import checks, examine, overall
from ops.selectors.lags import Archiving, archiving, outbox_lag, seal_lag, sync_ages
from ops.selectors.memory import used_memory
from ops.services import mark, sync_roles
from oracle_bridge.models import SyncRun
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory

TOKEN = "only-for-tests-only-for-tests-000"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def scraper() -> Client:
    """A client that knows the token."""
    with override_settings(METRICS_TOKEN=TOKEN):
        yield Client(headers=BEARER)


@pytest.fixture
def admin_user(db):  # noqa: ARG001 -- opens the database
    user = UserFactory(username="adam")
    sync_roles()
    user.groups.add(Group.objects.get(name="admin"))
    return user


class Broken(checks.Database):
    """A database that does not answer."""

    def run(self) -> None:
        """Fail."""
        raise OSError("connection to 10.0.0.1 refused for user crm")


class Slow(checks.Database):
    """A database that answers late."""

    def run(self) -> None:
        """Warn."""
        raise ServiceWarning("answers after 1.4 s")


def test_liveness_asks_nothing(client):
    response = client.get("/healthz", headers={"host": "10.1.2.3:8000"})

    assert (response.status_code, response.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_ready_means_database_and_migrations(client):
    body = client.get("/readyz").json()

    assert (body["status"], list(body["checks"])) == ("healthy", ["database", "migrations"])


@pytest.mark.django_db
def test_a_missing_migration_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(checks, "known_migrations", lambda: frozenset({("core", "9999_later")}))

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"]["migrations"]["words"] == (
        "1 are not applied, first core.9999_later"
    )


@pytest.mark.django_db
def test_a_migration_this_version_does_not_know_is_fine(monkeypatch):
    monkeypatch.setattr(checks, "known_migrations", frozenset)

    checks.Migrations().run()


def test_without_the_database_the_rest_is_not_asked_and_no_address_is_told():
    findings = examine([Broken(), checks.Migrations(), checks.Worker()])

    assert [each.words for each in findings] == [
        "failed: OSError",
        "not asked: the database does not answer",
        "not asked: the database does not answer",
    ]
    assert overall(findings) == Health.UNHEALTHY


def test_slow_is_degraded_and_nothing_is_healthy():
    assert overall(examine([Slow()])) == Health.DEGRADED
    assert overall([]) == Health.HEALTHY


@pytest.mark.django_db
def test_degraded_answers_200_and_unhealthy_503(scraper, monkeypatch):
    answers = []
    for asked in ([Slow()], [Broken()]):
        monkeypatch.setattr("ops.views.state.dependencies", lambda asked=asked: asked)
        answers.append(scraper.get("/health/"))

    assert [(each.status_code, each.json()["status"]) for each in answers] == [
        (200, "degraded"),
        (503, "unhealthy"),
    ]


@pytest.mark.django_db
def test_health_is_for_the_token_and_for_those_who_run_the_house(scraper, admin_user, charlie):
    browser, stranger = Client(), Client()
    browser.force_login(admin_user)
    stranger.force_login(charlie)
    wrong = Client(headers={"Authorization": "Bearer nonsense"})

    codes = [each.get("/health/").status_code for each in (scraper, browser, stranger, wrong)]

    assert codes == [503, 503, 401, 401]  # no worker runs in a test, so all is not well


@pytest.mark.django_db
def test_without_a_configured_token_no_token_fits():
    blank = Client(headers={"Authorization": "Bearer "})

    assert blank.get("/health/").status_code == 401


@pytest.mark.django_db
def test_a_heartbeat_is_young_old_or_missing():
    worker = checks.Worker()
    with pytest.raises(ServiceUnavailable, match="no worker has answered yet"):
        worker.run()

    mark("worker")
    worker.run()

    Mark.objects.update(at=timezone.now() - timedelta(minutes=3))
    with pytest.raises(ServiceUnavailable, match="3 min old"):
        worker.run()


@pytest.mark.django_db
def test_a_mark_stands_once_and_moves():
    mark("worker", host="a")
    mark("worker", host="b")

    assert list(Mark.objects.values_list("name", "detail")) == [("worker", {"host": "b"})]


@pytest.mark.parametrize(
    ("share", "error"), [(0.5, None), (0.85, ServiceWarning), (0.95, ServiceUnavailable)]
)
def test_a_disk_fills(share, error, monkeypatch):
    monkeypatch.setattr(checks, "used_share", lambda _: share)
    disk = checks.Disk("media", Path("/"))

    if error is None:
        disk.run()
    else:
        with pytest.raises(error, match=f"media is {share:.0%} full"):
            disk.run()


def test_a_folder_that_is_not_there_yet_counts_for_the_one_above(tmp_path):
    assert checks.used_share(tmp_path / "a" / "b") == checks.used_share(tmp_path)


@pytest.mark.django_db
def test_a_backup_older_than_25_hours_is_an_error(settings):
    settings.BACKUP_EXPECTED = True
    with pytest.raises(ServiceUnavailable, match="there is no backup yet"):
        checks.Backup().run()

    now = timezone.now()
    old = {"began_at": now - timedelta(hours=27), "ended_at": now - timedelta(hours=26)}
    BackupRun.objects.create(kind=RunKind.TAKE, ok=True, **old)

    with pytest.raises(ServiceUnavailable, match="26 h old"):
        checks.Backup().run()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (Archiving(on=True, failing=True, age=200, moving=True), "archiving fails since 3 min"),
        (Archiving(on=True, failing=False, age=1800, moving=True), "nothing was archived for 30"),
    ],
)
def test_an_archive_that_falls_behind_is_an_error(state, words, monkeypatch):
    monkeypatch.setattr(checks, "archiving", lambda: state)

    with pytest.raises(ServiceUnavailable, match=words):
        checks.WalArchive().run()


@pytest.mark.django_db
def test_a_server_without_archiving_says_so():
    assert archiving().on is False


@pytest.mark.django_db
def test_changes_consumers_may_read_do_not_lag_and_running_ones_do():
    before = outbox_lag()
    ContactFactory()

    assert (before, outbox_lag() >= 0) == (0, True)


@pytest.mark.django_db
def test_no_system_is_behind_before_anything_was_synchronised():
    assert SourceSystem.objects.exists()
    assert sync_ages() == {}


@pytest.mark.django_db
def test_a_system_is_in_step_by_its_last_exchange_though_nothing_had_changed(eve):
    pulse = SourceSystem.objects.get(code="pulse")
    now = timezone.now()
    ran = {"system": pulse, "mode": "incremental", "by": eve}
    ended = {"done": 120, "failed": 5}
    for state, minutes in ended.items():
        at = now - timedelta(minutes=minutes)
        SyncRun.objects.create(state=state, finished_at=at, error="away", **ran)
    with pytest.raises(ServiceWarning, match="last in step: pulse 2 h"):
        checks.Sync().run()

    SyncRun.objects.create(state="done", finished_at=now - timedelta(minutes=10), **ran)

    assert sync_ages()["pulse"] == pytest.approx(600, abs=60)
    checks.Sync().run()


@pytest.mark.django_db
def test_people_who_wait_for_an_approval_do_not_put_a_system_out_of_step(eve):
    pulse = SourceSystem.objects.get(code="pulse")
    ran = {"system": pulse, "mode": "full", "state": "waiting", "by": eve}
    SyncRun.objects.create(finished_at=timezone.now() - timedelta(hours=3), **ran)
    SyncRun.objects.create(finished_at=timezone.now(), **ran)

    assert sync_ages()["pulse"] < 60


@pytest.mark.django_db
def test_the_queue_in_the_database_has_to_be_installed():
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('pgmq.meta') IS NOT NULL")
        installed = cursor.fetchone()[0]

    found = examine([checks.Broker()])[0]

    assert found.state == (Health.HEALTHY if installed else Health.UNHEALTHY)


def test_a_redis_that_is_away_is_unhealthy(settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"

    assert examine([checks.Broker()])[0].words == "does not answer: ConnectionError"


@pytest.mark.parametrize(("seconds", "words"), [(90, "90 s"), (1500, "25 min"), (111600, "31 h")])
def test_spans_are_told_in_one_unit(seconds, words):
    assert checks.spoken(seconds) == words


@pytest.mark.django_db
def test_the_status_page_shows_every_check_to_an_administrator(admin_user, charlie):
    browser, stranger = Client(), Client()
    browser.force_login(admin_user)
    stranger.force_login(charlie)

    page = browser.get("/admin/system/")

    assert [each.name for each in page.context["findings"]][:4] == [
        "database",
        "migrations",
        "broker",
        "worker",
    ]
    assert stranger.get("/admin/system/").status_code in {302, 403}


@pytest.mark.django_db(transaction=True)
def test_the_container_probe_tells_by_its_exit_status(live_server):
    def probe(url: str) -> int:
        command = [sys.executable, "-m", "ops.probe", "/readyz"]
        return subprocess.run(command, env={"PROBE_URL": url}, check=False).returncode  # noqa: S603 -- our own module

    assert (probe(live_server.url), probe("http://127.0.0.1:1")) == (0, 1)


@pytest.mark.django_db
def test_unsealed_events_are_measured_by_the_oldest(alice):
    before = seal_lag()
    audit("test", by=alice)

    assert (before, 0 <= seal_lag() < 60) == (0, True)
    checks.Seal().run()


@pytest.mark.django_db
@pytest.mark.parametrize(("xid", "number", "sealed"), [(1, -9, True), (-1, 9, False)])
def test_seals_end_by_transaction_and_only_then_by_number(alice, xid, number, sealed):
    audit("test", by=alice)
    event = AuditEvent.objects.latest("id")
    AuditSeal.objects.create(
        number=1, first_id=1, last_xid=event.xid + xid, last_id=event.pk + number,
        events=1, digest="0" * 64, hash="1" * 64,
    )  # fmt: skip

    assert (seal_lag() == 0.0) is sealed


def cgroup(folder: Path, most: str) -> Path:
    """A container that uses 900 of its bytes, 300 of them for cached files."""
    parts = {
        "memory.max": most,
        "memory.current": "900",
        "memory.stat": "anon 600\ninactive_file 300",
    }
    for name, text in parts.items():
        (folder / name).write_text(f"{text}\n")
    return folder


@pytest.mark.parametrize(("most", "share"), [("1000", 0.6), ("max", 0.25)])
def test_memory_is_the_containers_or_the_machines(most, share, tmp_path):
    machine = tmp_path / "meminfo"
    machine.write_text("MemTotal: 1000 kB\nMemAvailable: 750 kB\n")

    assert used_memory(cgroup(tmp_path, most), machine) == pytest.approx(share)


def test_a_system_that_does_not_tell_its_memory_is_well(tmp_path):
    assert used_memory(tmp_path, tmp_path / "meminfo") is None


def test_memory_that_runs_out_is_told(monkeypatch):
    monkeypatch.setattr(checks, "used_memory", lambda: 0.93)

    found = examine([checks.Memory()])[0]

    assert (found.state, found.words) == (Health.DEGRADED, "93% of the memory is in use")
