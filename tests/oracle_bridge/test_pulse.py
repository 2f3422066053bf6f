"""Pulse over a real socket: everybody arrives once, whatever the server does."""

import json
import os
from datetime import timedelta
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from activities.models import Interaction
from approvals.models import Proposal
from contacts.models import Contact
from contacts.services import update_contact
from core.models import SourceSystem
from imports.services.legacy.reading import conninfo_of
from oracle_bridge.adapters import pulse
from oracle_bridge.adapters.http import AdapterError, CircuitOpenError, Door, UnavailableError
from oracle_bridge.adapters.pulse import DIALECTS, door_of, profile_of
from oracle_bridge.models import EntityMapping, SyncRun, SyncWatermark
from oracle_bridge.services import (
    SyncBusyError,
    send_changes,
    sync_pulse,
    take_interactions,
)
from tests.imports.conftest import _files_of_their_own, alice, dora  # noqa: F401 -- fixtures
from tests.oracle_bridge.pulse_server import PulseServer, profile

pytestmark = pytest.mark.django_db
# `make pulse-drill` lets 10,000 arrive, by pages of their real size
FEW, SHORT_PAGE = 120, 50
PROFILES = int(os.environ.get("PULSE_PROFILES", FEW))


@pytest.fixture
def reach():
    """Ways to the server, closed when the test ends."""
    doors = []

    def open_door(server, dialect="a"):
        doors.append(door_of(dialect, server.url, "secret", timeout=0.5, sleep=lambda _: None))
        return DIALECTS[dialect](doors[-1])

    yield open_door
    for door in doors:
        door.close()


@pytest.fixture
def sync(alice, dora, reach):  # noqa: F811 -- the fixtures above
    """One exchange in Alice's name, approved by Dora."""

    def run(server, dialect="a", mode="incremental", approver=dora, **options):
        return sync_pulse(reach(server, dialect), mode=mode, by=alice, approver=approver, **options)

    return run


def versions():
    return dict(Contact.objects.values_list("uid", "version"))


def until_done(run, *args, **options):
    """Exchange as the scheduler does: a run that Pulse cut short is followed by another."""
    return next(one for _ in range(20) if (one := run(*args, **options)).state == "done")


# large imports are written on connections of their own, which see no open transaction
@pytest.mark.django_db(transaction=PROFILES > FEW)
@pytest.mark.parametrize("dialect", ["a", "b"])
def test_everybody_arrives_once_through_a_server_that_fails(sync, dialect, monkeypatch):
    if PROFILES == FEW:
        monkeypatch.setattr(pulse, "PAGE", SHORT_PAGE)
    with PulseServer(count=PROFILES, failures=0.3).running() as server:
        until_done(sync, server, dialect)
        stood = versions()
        again = until_done(sync, server, dialect)
        full = until_done(sync, server, dialect, mode="full")

    assert Contact.objects.count() == PROFILES
    assert EntityMapping.objects.filter(status="synced").count() == PROFILES
    assert (again.counts["fresh"], full.counts["fresh"]) == (0, 0)
    assert full.counts["unchanged"] == PROFILES
    assert versions() == stood
    assert server.failed > 0


def test_what_changed_there_is_taken_over(sync):
    with PulseServer(count=3).running() as server:
        sync(server)
        server.profiles["p-1"] = profile(1, title="Partner", updated_at="2026-05-01T00:00:00Z")
        run = sync(server)

    assert run.counts["fresh"] == 1
    assert Contact.objects.get(full_name="Person B").occupation == "Partner"
    assert SyncWatermark.objects.get().cursor.isoformat() == "2026-05-01T00:00:00+00:00"


def test_where_both_changed_a_person_is_asked(sync, alice):  # noqa: F811 -- the fixture above
    with PulseServer(count=1).running() as server:
        sync(server)
        update_contact(Contact.objects.get(), by=alice, occupation="Chairman")
        server.profiles["p-0"] = profile(0, title="Partner", updated_at="2026-05-01T00:00:00Z")
        run = sync(server)

    proposal = Proposal.objects.get(kind="contact.update")
    assert (run.counts["conflicts"], run.counts["proposed"]) == (1, 1)
    assert proposal.current_items.get().after == {"occupation": "Partner"}
    assert Contact.objects.get().occupation == "Chairman"
    assert EntityMapping.objects.get().status == "conflict"


def test_people_wait_for_approval_and_are_settled_by_the_next_run(sync):
    with PulseServer(count=2).running() as server:
        waiting = sync(server, approver=None)
        again = sync(server, approver=None)

    assert (waiting.state, again.counts["fresh"]) == ("waiting", 0)
    assert (Contact.objects.count(), SyncWatermark.objects.count()) == (0, 0)


def test_a_dead_server_leaves_the_watermark_where_it_was(sync):
    with PulseServer(count=2, failures=1.0).running() as server:
        run = sync(server)

    assert (run.state, SyncWatermark.objects.count()) == ("failed", 0)
    assert run.error


@pytest.fixture
def elsewhere():
    """A connection of another process, which holds the lock of a run."""
    with psycopg.connect(conninfo_of("default"), autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(hashtextextended('sync:pulse', 0))")
        yield other
        let_go(other)


def let_go(other: psycopg.Connection) -> None:
    """End a connection and its lock; closing alone lets the server take its time with the lock."""
    if not other.closed:
        other.execute("SELECT pg_advisory_unlock_all()")
    other.close()


def left_running(by) -> SyncRun:
    pulse = SourceSystem.objects.get(code="pulse")
    return SyncRun.objects.create(system=pulse, mode="full", by=by)


def test_two_runs_at_once_are_one(sync, alice, elsewhere):  # noqa: F811 -- the fixture above
    running = left_running(alice)

    with PulseServer().running() as server, pytest.raises(SyncBusyError):
        sync(server)

    running.refresh_from_db()
    assert (running.state, elsewhere.closed) == ("running", False)


def test_a_run_that_was_killed_holds_up_no_other(sync, alice, elsewhere):  # noqa: F811 -- the fixture above
    killed = left_running(alice)
    let_go(elsewhere)

    with PulseServer(count=2).running() as server:
        run = sync(server)

    killed.refresh_from_db()
    assert (run.state, killed.state, killed.error) == ("done", "failed", "it did not end")


def test_what_changed_here_is_sent(sync, alice, reach):  # noqa: F811 -- the fixture above
    with PulseServer(count=2).running() as server:
        run = sync(server, "b")
        update_contact(Contact.objects.get(full_name="Person B"), by=alice, occupation="Chair")
        sent = send_changes(reach(server, "b"), run, by=alice)
        again = send_changes(reach(server, "b"), run, by=alice)

    assert server.enriched["person1@example.com"]["title"] == "Chair"
    assert (sent.counts["sent"], len(server.enriched)) == (1, 1)
    assert again.counts["sent"] == 1


def talk(number: int, **more) -> dict:
    return {
        "id": f"t-{number}", "interaction_type": "email_received", "subject": "The corner unit",
        "interaction_date": "2026-03-01T10:00:00Z", "snippet": "Is it still free?",
    } | more  # fmt: skip


def test_what_was_said_there_is_kept_once(sync, alice, reach):  # noqa: F811 -- the fixture above
    with PulseServer(count=2).running() as server:
        server.talks["p-1"] = [talk(1), talk(2, interaction_type="note_added"), talk(1)]
        run = sync(server)
        first = dict(take_interactions(reach(server), run, by=alice).counts)
        again = take_interactions(reach(server), run, by=alice).counts

    kept = Interaction.objects.order_by("external_id").values_list("contact__full_name", "kind")
    assert list(kept) == [("Person B", "email"), ("Person B", "note_event")]
    assert ((first["talks_read"], first["talks"]), again["talks_read"]) == ((3, 2), 0)


def test_talks_go_on_where_pulse_failed(sync, alice, reach):  # noqa: F811 -- the fixture above
    with PulseServer(count=2).running() as server:
        run = sync(server)
        server.talks["p-1"] = [talk(1)]
        server.failures = 1.0
        cut = dict(take_interactions(reach(server), run, by=alice).counts)
        server.failures = 0.0
        whole = take_interactions(reach(server), run, by=alice).counts

    assert (cut["talks"], whole["talks"]) == (0, 1)


def test_dialect_a_says_that_it_cannot_be_written_to(sync, alice, reach):  # noqa: F811 -- the fixture above
    with PulseServer(count=1).running() as server:
        run = sync(server)
        update_contact(Contact.objects.get(), by=alice, occupation="Chair")
        send_changes(reach(server), run, by=alice)

    mapping = EntityMapping.objects.get()
    assert (mapping.status, mapping.retry_count) == ("failed", 1)
    assert "cannot be written to" in mapping.last_error


def test_a_profile_says_the_same_in_both_dialects():
    found = profile_of(profile(1))

    assert (found.trend, found.channel, found.frequency) == ("declining", "chat", "rarely")
    assert (found.email, found.updated_at) == (
        "person1@example.com", "2026-01-01T00:01:00+00:00",
    )  # fmt: skip


def test_a_profile_without_an_id_is_refused():
    with pytest.raises(AdapterError):
        profile_of({"display_name": "Nobody"})


def test_a_call_is_tried_four_times_and_then_the_circuit_opens():
    clock = iter(range(1_000)).__next__
    with PulseServer(failures=1.0, silence=0.1).running() as server:
        door = Door("Pulse", server.url, timeout=2.0, sleep=lambda _: None, clock=clock)
        for _ in range(5):
            with pytest.raises(UnavailableError):
                door.get("/x")
        with pytest.raises(CircuitOpenError):
            door.get("/x")
        door.close()

    assert (door.calls, server.requests) == (20, 20)


def test_the_command_says_that_there_is_no_pulse():
    with pytest.raises(CommandError, match="PULSE_URL"):
        call_command("sync_pulse")


def test_the_command_exchanges_and_reports(settings, dora):  # noqa: F811, ARG001 -- the fixture above
    out = StringIO()
    with PulseServer(count=2).running() as server:
        settings.PULSE_URL, settings.PULSE_SECRET = server.url, "secret"
        call_command("sync_pulse", approve_as="dora", stdout=out)

    told = json.loads(out.getvalue().splitlines()[-1])
    assert (told["state"], told["counts"]["mapped"]) == ("done", 2)


def test_what_was_said_is_kept_though_the_person_could_not_be_sent(sync, alice, reach):  # noqa: F811 -- the fixture above
    with PulseServer(count=2).running() as server:
        run = sync(server)
        update_contact(Contact.objects.get(full_name="Person B"), by=alice, occupation="Chair")
        run = send_changes(reach(server), run, by=alice)
        server.talks["p-1"] = [talk(1)]
        run = take_interactions(reach(server), run, by=alice)

    assert (run.counts["send_failed"], run.counts["talks"]) == (1, 1)


@pytest.mark.parametrize(
    ("at", "kept"),
    [("2026-03-01T10:00:00", 2), ("2026-02-30T10:00:00Z", 1), ("soon", 1), ("", 1)],
)
def test_a_moment_that_is_none_holds_up_no_talk(sync, alice, reach, at, kept):  # noqa: F811 -- the fixture above
    with PulseServer(count=2).running() as server:
        server.talks["p-1"] = [talk(1, interaction_date=at), talk(2)]
        run = take_interactions(reach(server), sync(server), by=alice)

    assert run.counts["talks"] == kept


def test_a_profile_changed_on_a_day_there_is_not_arrives(sync):
    with PulseServer(count=2).running() as server:
        server.profiles["p-1"] = profile(1, updated_at="2026-02-30T10:00:00Z")
        run = sync(server)

    assert (run.state, EntityMapping.objects.filter(status="synced").count()) == ("done", 2)


def test_a_profile_pulse_refuses_to_tell_of_holds_up_no_other(sync, alice, reach):  # noqa: F811 -- the fixture above
    with PulseServer(count=3).running() as server:
        server.talks["p-1"] = [talk(1)]
        run = sync(server)
        server.answers["p-0"] = 422
        first = dict(take_interactions(reach(server), run, by=alice).counts)
        again = take_interactions(reach(server), run, by=alice).counts

    assert (first["talks"], first["talks_refused"]) == (1, 1)
    assert (again["talks"], again["talks_refused"]) == (0, 0)


def test_a_secret_that_holds_no_more_loses_no_talk(sync, alice, reach):  # noqa: F811 -- the fixture above
    with PulseServer(count=3).running() as server:
        server.talks["p-1"] = [talk(1)]
        run = sync(server)
        server.answers = dict.fromkeys(server.profiles, 401)
        take_interactions(reach(server), run, by=alice)
        server.answers = {}
        run = take_interactions(reach(server), run, by=alice)

    assert run.counts["talks"] == 1


def test_whom_pulse_does_not_know_is_not_taken_for_sent(sync, alice, reach):  # noqa: F811 -- the fixture above
    with PulseServer(count=1).running() as server:
        run = sync(server, "b")
        server.answers["person0@example.com"] = 404
        update_contact(Contact.objects.get(), by=alice, occupation="Chair")
        run = send_changes(reach(server, "b"), run, by=alice)

    assert (run.counts["sent"], EntityMapping.objects.get().status) == (0, "failed")


def test_who_was_given_up_is_sent_again_once_they_change(sync, alice, reach):  # noqa: F811 -- the fixture above
    with PulseServer(count=1).running() as server:
        run = sync(server, "b")
        server.answers["person0@example.com"] = 422
        contact = update_contact(Contact.objects.get(), by=alice, occupation="Chair")
        for _ in range(4):
            send_changes(reach(server, "b"), run, by=alice)
        given_up = EntityMapping.objects.get().retry_count
        server.answers = {}
        still = dict(send_changes(reach(server, "b"), run, by=alice).counts)
        in_another_transaction(contact, occupation="Partner")
        sent = send_changes(reach(server, "b"), run, by=alice).counts

    assert (given_up, still["send_failed"], sent["sent"]) == (3, 1, 1)
    assert server.enriched["person0@example.com"]["title"] == "Partner"


def in_another_transaction(contact: Contact, **fields) -> None:
    """Change somebody a little later: within one transaction the database's clock stands still."""
    later = timezone.now() + timedelta(seconds=1)
    Contact.objects.filter(pk=contact.pk).update(
        version=contact.version + 1, updated_at=later, **fields
    )


def test_an_address_with_signs_of_a_path_is_sent_as_it_is(reach):
    with PulseServer().running() as server:
        reach(server, "b").push("sales/a?b#c@example.com", {})

    assert list(server.enriched) == ["sales/a?b#c@example.com"]


@pytest.mark.parametrize("total", [None, "absent", 700])
def test_pages_are_read_to_the_end_whatever_is_said_of_their_number(total):
    class Silent:
        def get(self, _path, *, limit, offset, **_):
            rows = [profile(number) for number in range(700)][offset : offset + limit]
            return {"contacts": rows} | ({} if total == "absent" else {"total": total})

    pages = DIALECTS["b"](Silent()).profiles(None)

    assert sum(len(page) for page in pages) == 700
