"""A worker killed in the middle of a commit: each row reaches the graph exactly once."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from approvals import services as approvals
from contacts.models import Contact
from core.models import ChangeEvent
from identity.models import SourceRecord
from imports import services
from imports.services.commit import CHUNK
from imports.services.results.writing import CHUNK as HAPPENINGS_CHUNK
from opportunities.models import Opportunity, StageHistory
from tests.imports.acts import carry_out, csv_of, propose

PROJECT = Path(__file__).parents[2]
pytestmark = [pytest.mark.race, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DIE = """
import os, signal, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {name!r}
settings.MEDIA_ROOT = {media!r}
django.setup()
from django.db import connection
from approvals.models import Proposal
from approvals.services import apply
from imports.services import {module}
calls, known = [], {module}.{function}
def once(*args, **kwargs):
    calls.append(1)
    done = known(*args, **kwargs)
    if len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
{module}.{function} = once
assert connection.settings_dict["NAME"] == {name!r}
apply(Proposal.objects.get(pk={proposal}))
"""


def killed(proposal, settings, *, module: str, function: str) -> int:
    """Apply in another process that dies in its second chunk, after its rows were written."""
    script = DIE.format(
        name=connection.settings_dict["NAME"],
        media=str(settings.MEDIA_ROOT),
        proposal=proposal.pk,
        module=module,
        function=function,
    )
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "velocity_crm.settings"}
    return subprocess.run(  # noqa: S603 -- our own script
        [sys.executable, "-c", script], env=env, cwd=PROJECT, timeout=120, check=False
    ).returncode


@pytest.fixture
def approved(alice, dora, hubspot):
    """Makes a batch of so many rows that Dora let through."""

    def make(count):
        rows = (f"{n},Name{n},Family{n},p{n}@kill.example,,," for n in range(count))
        batch = propose(csv_of(*rows), by=alice, source=hubspot)
        let_through(batch.proposal, by=dora)
        return batch

    return make


@pytest.fixture
def told_again(alice, dora, hubspot):
    """Makes a batch of known deals, all changed at their source, that Dora let through."""
    header = "Deal ID,Deal Name,Amount,Currency,Deal Stage,Email"

    def deals(count, amount, stage):
        rows = (f"{n},Deal {n},{amount},INR,{stage},p@kill.example" for n in range(count))
        return csv_of(*rows, header=header)

    def make(count):
        people = {"by": alice, "source": hubspot}
        carry_out(csv_of("1,Name,Family,p@kill.example,,,"), approver=dora, **people)
        carry_out(deals(count, 1_000_000, "Qualified"), approver=dora, **people)
        batch = propose(deals(count, 1_200_000, "Negotiation"), **people)
        let_through(batch.proposal, by=dora)
        return batch

    return make


def let_through(proposal, *, by) -> None:
    stands = {"revision": proposal.revision, "content_hash": proposal.content_hash}
    approvals.approve(proposal, by=by, **stands)


def test_a_killed_commit_goes_on_with_each_row_exactly_once(approved, settings):
    batch, total = approved(CHUNK + 500), CHUNK + 500

    code = killed(batch.proposal, settings, module="applying", function="commit_chunk")
    halfway = Contact.objects.count()
    resumed = approvals.resume_stuck()

    batch.refresh_from_db()
    assert (code, halfway) == (-signal.SIGKILL, CHUNK)
    assert [proposal.state for proposal in resumed] == ["applied"]
    assert (batch.state, batch.counts["applied_created"]) == ("applied", total)
    rows = Counter(SourceRecord.objects.values_list("row_no", flat=True))
    assert (len(rows), max(rows.values()), Contact.objects.count()) == (total, 1, total)
    assert ChangeEvent.objects.filter(entity_type="contact").count() == total


def test_changes_of_known_deals_are_written_once_however_a_worker_dies(told_again, settings):
    batch, total = told_again(HAPPENINGS_CHUNK + 500), HAPPENINGS_CHUNK + 500

    code = killed(batch.proposal, settings, module="applying", function="commit_happenings")
    halfway = Opportunity.objects.filter(amount=1_200_000).count()
    approvals.resume_stuck()

    batch.refresh_from_db()
    assert (code, halfway) == (-signal.SIGKILL, HAPPENINGS_CHUNK)
    assert (batch.state, batch.counts["applied_updated"]) == ("applied", total)
    states = Opportunity.objects.values_list("amount", "stage__code", "version")
    assert set(states) == {(1_200_000, "negotiation", 2)}
    assert StageHistory.objects.filter(from_stage__isnull=False).count() == total


def test_a_killed_undoing_goes_on_to_the_end(approved, dora, alice, settings):
    batch = approved(2_500)
    approvals.apply(batch.proposal, by=dora)
    batch.refresh_from_db()
    proposal = services.propose_revert(batch, by=alice)
    let_through(proposal, by=dora)

    code = killed(proposal, settings, module="applying", function="revert_chunk")
    halfway = Contact.objects.filter(state="archived").count()
    approvals.resume_stuck()

    batch.refresh_from_db()
    assert (code, halfway, batch.state) == (-signal.SIGKILL, 2_000, "reverted")
    assert batch.counts["reverted"] == {"archived": 2_500}
    assert set(Contact.objects.values_list("state", "version")) == {("archived", 2)}
