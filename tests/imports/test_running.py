"""Who may stop or start an import while a worker is at it, or after one died."""

from contextlib import closing, contextmanager

import pytest
from django.db import connection

from approvals.models import Proposal
from core.models import AuditEvent
from imports import services
from imports.models import RawBatch
from imports.services import running
from imports.services.reading import Reading
from tests.imports.acts import ROWS, bring, csv_of, propose

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)


@pytest.fixture
def worked_on():
    """Hold a batch as a worker in another process does while a step runs."""

    @contextmanager
    def hold(batch):
        with closing(connection.copy()) as other, other.cursor() as cursor:
            name = f"import:{batch.pk}"
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
            yield

    return hold


def test_an_import_is_not_cancelled_under_the_worker_that_runs_its_step(alice, hubspot, worked_on):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    services.confirm(batch, by=alice)

    with worked_on(batch), pytest.raises(services.WrongStateError, match="while a step runs"):
        services.cancel(batch, by=alice)

    batch.refresh_from_db()
    assert batch.state == "mapping_approved"


def test_what_is_cancelled_before_a_worker_takes_it_stays_cancelled(alice, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    services.confirm(batch, by=alice)

    services.cancel(batch, by=alice)

    assert services.advance(batch.pk).state == "cancelled"
    assert not batch.normalised.exists()


@pytest.mark.usefixtures("dora")
def test_what_a_worker_proposed_before_it_died_is_withdrawn_with_its_import(alice, hubspot):
    batch = propose(csv_of(*ROWS), by=alice, source=hubspot)
    RawBatch.objects.filter(pk=batch.pk).update(state="resolved")  # it came no further

    services.cancel(batch, by=alice)

    batch.proposal.refresh_from_db()
    assert (batch.state, batch.proposal.state) == ("cancelled", "withdrawn")


@pytest.mark.usefixtures("dora")
def test_a_proposal_and_its_import_know_each_other_or_there_is_none(alice, hubspot, monkeypatch):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    services.confirm(batch, by=alice)
    known = RawBatch.save

    def dies(self, *args, **kwargs):
        if "proposal" in (kwargs.get("update_fields") or ()):
            raise KeyboardInterrupt
        known(self, *args, **kwargs)

    monkeypatch.setattr(RawBatch, "save", dies)
    with pytest.raises(KeyboardInterrupt):
        services.advance(batch.pk)

    assert not Proposal.objects.exists()


def test_trying_again_is_on_record_and_done_once(alice, hubspot):
    batch = bring(PICTURE, by=alice, source=hubspot)
    stale = RawBatch.objects.get(pk=batch.pk)

    services.retry(batch, by=alice)
    with pytest.raises(services.WrongStateError):
        services.retry(stale, by=alice)

    told = AuditEvent.objects.filter(action="import.retried")
    assert [event.actor for event in told] == [alice]
    assert batch.state == "received"


def test_a_file_is_not_read_again_under_the_worker_that_reads_it(alice, hubspot):
    batch = bring(PICTURE, by=alice, source=hubspot)
    stale = RawBatch.objects.get(pk=batch.pk)
    RawBatch.objects.filter(pk=batch.pk).update(state="parsed", error="", resume_state="")

    with pytest.raises(services.WrongStateError):
        services.reread(stale, Reading(delimiter=";"), by=alice)

    batch.refresh_from_db()
    assert (batch.state, batch.delimiter) == ("parsed", "")


def test_a_worker_that_read_an_import_before_its_cancelling_stood_leaves_it(
    alice, hubspot, monkeypatch
):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    services.confirm(batch, by=alice)

    def meanwhile(_switch):
        RawBatch.objects.filter(pk=batch.pk).update(state="cancelled")
        return True

    monkeypatch.setattr(running, "is_on", meanwhile)

    assert services.advance(batch.pk).state == "cancelled"
    assert not batch.normalised.exists()
