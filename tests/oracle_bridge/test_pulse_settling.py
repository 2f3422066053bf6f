"""What becomes of a run of Pulse whose people wait, are turned down, clash, or break it off."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from approvals.models import Proposal
from approvals.services import reject
from contacts.models import Contact
from contacts.services import update_contact
from imports import services as imports
from imports.models import RawBatch
from imports.services import WrongStateError
from ops.services.flags import switch
from oracle_bridge.models import SyncRun, SyncWatermark
from oracle_bridge.services import pulse_sync
from tests.imports.conftest import _files_of_their_own, alice, dora  # noqa: F401 -- fixtures
from tests.oracle_bridge.pulse_server import PulseServer, profile
from tests.oracle_bridge.test_pulse import reach, sync  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def asked() -> list[dict]:
    rows = Proposal.objects.filter(kind="contact.update").order_by("pk")
    return [proposal.current_items.get().after for proposal in rows]


# the database's now() stands still within one transaction
@pytest.mark.django_db(transaction=True)
def test_the_newer_is_asked_about_though_its_import_changed_the_contact(sync, alice):  # noqa: F811 -- the fixtures above
    with PulseServer(count=1).running() as server:
        sync(server)
        update_contact(Contact.objects.get(), by=alice, occupation="Chairman")
        server.profiles["p-0"] = profile(
            0, title="Partner", tags=["garden"], updated_at=moment(timezone.now())
        )
        sync(server, policy="newest_wins")

    assert Contact.objects.get().version == 3
    assert asked() == [{"occupation": "Partner"}]


def test_what_we_changed_later_stands_unasked(sync, alice):  # noqa: F811 -- the fixtures above
    with PulseServer(count=1).running() as server:
        sync(server)
        theirs = timezone.now()
        update_contact(Contact.objects.get(), by=alice, occupation="Chairman")
        server.profiles["p-0"] = profile(
            0, title="Partner", tags=["garden"], updated_at=moment(theirs)
        )
        run = sync(server, policy="newest_wins")

    assert (run.counts["conflicts"], run.counts["proposed"], asked()) == (1, 0, [])


def test_the_key_of_a_question_tells_apart_what_is_asked_and_says_none_of_it(sync, alice):  # noqa: F811 -- the fixtures above
    with PulseServer(count=1).running() as server:
        sync(server)
        update_contact(Contact.objects.get(), by=alice, occupation="Chairman")
        for day, title in enumerate(("Partner", "Partner of the firm"), 1):
            server.profiles["p-0"] = profile(0, title=title, updated_at=f"2026-05-0{day}T00:00:00Z")
            sync(server)

    keys = list(Proposal.objects.filter(kind="contact.update").values_list("dedupe_key", flat=True))
    assert len(set(keys)) == 2
    assert not any("Partner" in key or "p-0" in key for key in keys)


def test_profiles_that_were_turned_down_come_again(sync, alice, dora):  # noqa: F811 -- the fixtures above
    with PulseServer(count=2).running() as server:
        first = sync(server, approver=None)
        server.profiles["p-2"] = profile(2, updated_at="2026-05-01T00:00:00Z")
        second = sync(server, approver=None)
        _turn_down(first.batch, by=dora, author=alice)
        imports.approve_commit(second.batch, by=dora, reason="one person")
        server.failures = 1.0
        cut = sync(server)
        server.failures = 0.0
        last = sync(server)

    assert (second.counts["fresh"], cut.state) == (1, "failed")
    assert (last.state, last.counts["fresh"]) == ("done", 2)
    assert Contact.objects.count() == 3
    assert SyncWatermark.objects.get().cursor == datetime(2026, 5, 1, tzinfo=UTC)


def _turn_down(batch, *, by, author) -> None:
    stands = {"revision": batch.proposal.revision, "content_hash": batch.proposal.content_hash}
    reject(batch.proposal, by=by, reason="not ours", **stands)
    batch.refresh_from_db()
    imports.cancel(batch, by=author)


def test_a_run_that_imports_may_not_follow_is_failed_and_the_next_one_goes_on(sync, dora):  # noqa: F811 -- the fixtures above
    with PulseServer(count=2).running() as server:
        switch("imports", 0, by=dora, reason="a bad file")
        with pytest.raises(Exception, match=r"mapping"):
            sync(server)
        switch("imports", 100, by=dora, reason="mended")
        broken = SyncRun.objects.get()
        run = sync(server)

    assert (broken.state, run.state) == ("failed", "done")
    assert broken.error
    assert set(RawBatch.objects.values_list("state", flat=True)) == {"cancelled", "applied"}


def test_a_run_whose_people_came_waits_for_them_however_it_ends(sync, monkeypatch):  # noqa: F811 -- the fixture above
    def refuse(*_args, **_kwargs):
        raise WrongStateError(RawBatch.objects.get(), "approve")

    monkeypatch.setattr(pulse_sync, "_approve", refuse)
    with PulseServer(count=2).running() as server:
        with pytest.raises(WrongStateError):
            sync(server)
        again = sync(server, approver=None)

    assert SyncRun.objects.earliest("pk").state == "waiting"
    assert again.counts["fresh"] == 0
