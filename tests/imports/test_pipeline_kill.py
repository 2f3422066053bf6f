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
from tests.imports.acts import csv_of, propose

PROJECT = Path(__file__).parents[2]
ROWS = 12_000
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
    """A batch of more than two chunks that Dora let through."""
    rows = (f"{n},Name{n},Family{n},p{n}@kill.example,,," for n in range(ROWS))
    batch = propose(csv_of(*rows), by=alice, source=hubspot)
    proposal = batch.proposal
    stands = {"revision": proposal.revision, "content_hash": proposal.content_hash}
    approvals.approve(proposal, by=dora, **stands)
    return batch


def test_a_killed_commit_goes_on_with_each_row_exactly_once(approved, settings):
    code = killed(approved.proposal, settings, module="applying", function="commit_chunk")
    halfway = Contact.objects.count()

    resumed = approvals.resume_stuck()

    approved.refresh_from_db()
    assert (code, halfway) == (-signal.SIGKILL, 5_000)
    assert [proposal.state for proposal in resumed] == ["applied"]
    assert (approved.state, approved.counts["applied_created"]) == ("applied", ROWS)
    rows = Counter(SourceRecord.objects.values_list("row_no", flat=True))
    assert (len(rows), max(rows.values()), Contact.objects.count()) == (ROWS, 1, ROWS)
    assert ChangeEvent.objects.filter(entity_type="contact").count() == ROWS


def test_a_killed_undoing_goes_on_to_the_end(approved, dora, alice, settings):
    approvals.apply(approved.proposal, by=dora)
    approved.refresh_from_db()
    proposal = services.propose_revert(approved, by=alice)
    stands = {"revision": proposal.revision, "content_hash": proposal.content_hash}
    approvals.approve(proposal, by=dora, **stands)

    code = killed(proposal, settings, module="applying", function="revert_chunk")
    approvals.resume_stuck()

    approved.refresh_from_db()
    assert (code, approved.state) == (-signal.SIGKILL, "reverted")
    assert approved.counts["reverted"] == {"archived": ROWS}
    assert set(Contact.objects.values_list("state", "version")) == {("archived", 2)}
