"""A scan of the whole database, started, watched, stopped and resumed in the browser."""

import pytest
from django.db import connection

from identity.choices import ScanState
from identity.models import MatchCandidate, ScanRun
from identity.services import scanning
from identity.tasks import go_on_scanning
from identity.views import scans

pytestmark = pytest.mark.usefixtures("people", "dora")


@pytest.fixture
def handed(monkeypatch, django_capture_on_commit_callbacks):
    """Return the scans a browser's post hands to a worker."""

    def post(browser, what: str) -> list[int]:
        given: list[int] = []
        monkeypatch.setattr(scans.work, "delay", given.append)
        with django_capture_on_commit_callbacks(execute=True):
            assert browser.post(f"/duplicates/scan/{what}/").url == "/duplicates/"
        return given

    return post


def shown(browser) -> str:
    """Return the queue's page."""
    return " ".join(browser.get("/duplicates/").content.decode().split())


def test_before_the_first_scan_the_queue_says_how_to_begin(browser):
    page = shown(browser)

    assert "Nobody has looked through the database yet." in page
    assert 'action="/duplicates/scan/start/"' in page


def test_a_steward_starts_a_scan_which_a_worker_does(browser, handed, frank):
    given = handed(browser, "start")

    run = ScanRun.objects.get()
    assert given == [run.pk]
    assert (run.state, run.started_by, run.total) == (ScanState.RUNNING, frank, 3)
    assert 'hx-get="/duplicates/scan/"' in shown(browser)


def test_a_running_scan_tells_how_far_it_is(browser, frank):
    run = scanning.start_scan(by=frank)
    ScanRun.objects.filter(pk=run.pk).update(done=1200, total=4500, found=7)

    page = browser.get("/duplicates/scan/").content.decode()

    assert "1,200 of 4,500 people · 7 pairs found" in page
    assert 'max="4500" value="1200"' in page


def test_a_scan_that_ended_has_the_page_drawn_anew(browser, frank):
    scanning.run_scan(scanning.start_scan(by=frank).pk)

    assert browser.get("/duplicates/scan/").headers["HX-Refresh"] == "true"
    assert "3 people looked at, 1 pair found" in shown(browser)


def test_a_second_start_says_that_one_runs_and_hands_nothing_over(browser, handed, frank):
    scanning.start_scan(by=frank)

    assert handed(browser, "start") == []
    assert ScanRun.objects.count() == 1
    assert "A scan runs since" in shown(browser)


def test_a_scan_is_stopped_and_goes_on(browser, handed, frank):
    run = scanning.start_scan(by=frank)

    assert handed(browser, "stop") == []
    assert "The scan was stopped" in shown(browser)
    assert handed(browser, "resume") == [run.pk]

    assert ScanRun.objects.get().state == ScanState.RUNNING


def test_a_scan_that_is_done_does_not_go_on(browser, handed, frank):
    scanning.run_scan(scanning.start_scan(by=frank).pk)

    handed(browser, "resume")

    assert ScanRun.objects.get().state == ScanState.DONE


def test_what_broke_off_is_said_and_can_go_on(browser, monkeypatch, frank):
    run = scanning.start_scan(by=frank)
    monkeypatch.setattr(scanning, "bring_up_to_date", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        scanning.run_scan(run.pk)
    assert "The scan broke off" in shown(browser)
    monkeypatch.undo()

    run = scanning.run_scan(scanning.resume_scan(ScanRun.objects.get(), by=frank).pk)

    assert (run.state, run.found) == (ScanState.DONE, 1)


@pytest.mark.parametrize("what", ["start", "stop", "resume"])
def test_agents_start_and_stop_nothing(client, alice, what):
    client.force_login(alice)

    assert client.post(f"/duplicates/scan/{what}/").status_code == 403
    assert not ScanRun.objects.exists()


def test_a_scan_whose_worker_died_goes_on_by_itself(frank):
    scanning.start_scan(by=frank)

    go_on_scanning()

    assert ScanRun.objects.get().state == ScanState.DONE


def test_a_scan_somebody_works_on_is_left_alone(frank):
    run = scanning.start_scan(by=frank)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"scan:{run.pk}"])
        go_on_scanning()
    other.close()

    assert not MatchCandidate.objects.exists()
    assert ScanRun.objects.get().state == ScanState.RUNNING
