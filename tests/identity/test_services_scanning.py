import pytest
from django.core.management import CommandError, call_command

from identity.choices import CandidateStatus, ScanState, Verdict
from identity.models import MatchCandidate, PairVerdict, ScanRun
from identity.services import scanning
from identity.services.scanning import (
    ScanRunningError,
    resume_scan,
    run_scan,
    start_scan,
    stop_scan,
)

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def small_steps(monkeypatch):
    monkeypatch.setattr(scanning, "STEP", 1)


def test_a_scan_writes_the_pairs_worth_a_look(people, alice):
    run = run_scan(start_scan(by=alice).pk)

    pair = MatchCandidate.objects.get()
    assert (run.state, run.done, run.found) == (ScanState.DONE, 3, 1)
    assert (pair.left, pair.right) == (people.asha, people.again)
    assert pair.features["weight"] == pytest.approx(
        sum(row["points"] for row in pair.features["evidence"]), abs=0.001
    )


def test_a_second_scan_writes_nothing_twice(alice):
    run_scan(start_scan(by=alice).pk)

    run_scan(start_scan(by=alice).pk)

    assert MatchCandidate.objects.count() == 1


def test_a_scan_with_all_keys_in_memory_finds_the_same(monkeypatch, alice):
    run_scan(start_scan(by=alice).pk)
    before = list(MatchCandidate.objects.values("left", "right", "score", "features"))
    MatchCandidate.objects.all().delete()
    monkeypatch.setattr(scanning, "BULK", 0)

    run = run_scan(start_scan(by=alice).pk)

    assert (run.state, run.done) == (ScanState.DONE, 3)
    assert list(MatchCandidate.objects.values("left", "right", "score", "features")) == before


def test_processes_beside_find_the_same(monkeypatch, alice):
    run_scan(start_scan(by=alice).pk)
    before = list(MatchCandidate.objects.values("left", "right", "score", "features"))
    monkeypatch.setattr(scanning, "BULK", 0)
    monkeypatch.setattr(scanning, "BULK_STEP", 1)

    run = run_scan(start_scan(by=alice).pk)

    assert (run.state, run.done, run.found) == (ScanState.DONE, 3, 1)
    assert list(MatchCandidate.objects.values("left", "right", "score", "features")) == before


def test_what_people_decided_is_not_asked_again(people, alice):
    PairVerdict.objects.create(
        left=people.asha, right=people.again, verdict=Verdict.DIFFERENT, by=alice
    )

    run_scan(start_scan(by=alice).pk)

    assert not MatchCandidate.objects.exists()


def test_a_pair_that_is_no_longer_alike_leaves_the_queue(people, alice):
    old = MatchCandidate.objects.create(
        left=people.asha, right=people.husband, score="0.9", model_version="old"
    )

    run_scan(start_scan(by=alice).pk)

    old.refresh_from_db()
    assert old.status == CandidateStatus.SUPERSEDED


def test_one_scan_runs_at_a_time(alice):
    start_scan(by=alice)

    with pytest.raises(ScanRunningError):
        start_scan(by=alice)


@pytest.mark.usefixtures("small_steps")
def test_a_stopped_scan_goes_on_where_it_stopped(alice):
    run = start_scan(by=alice)
    scanning.take_step(run.pk)
    stop_scan(run, by=alice)
    assert run_scan(run.pk).done == 1

    run = run_scan(resume_scan(run, by=alice).pk)

    assert (run.state, run.done, run.found) == (ScanState.DONE, 3, 1)


def test_a_long_scan_stopped_goes_on_where_it_stopped(monkeypatch, alice):
    monkeypatch.setattr(scanning, "BULK", 0)
    monkeypatch.setattr(scanning, "BULK_STEP", 2)
    run = start_scan(by=alice)
    with scanning.steps_of(run) as steps:
        scanning.take_step(run.pk, steps)
        stop_scan(run, by=alice)
        assert not scanning.take_step(run.pk, steps)

    run = run_scan(resume_scan(run, by=alice).pk)

    assert (run.state, run.done, run.found) == (ScanState.DONE, 3, 1)


def test_the_command_scans_and_says_what_it_found(capsys):
    call_command("scan_duplicates")

    assert capsys.readouterr().out == "Done: 3 of 3 people looked at, 1 pairs to review\n"


def test_there_is_nothing_to_resume_before_the_first_scan():
    with pytest.raises(CommandError, match="no scan yet"):
        call_command("scan_duplicates", "--resume")
    assert not ScanRun.objects.exists()
