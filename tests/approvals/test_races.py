"""Many at once: real threads, a real database, a worker killed in the middle."""

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from approvals import registry, services
from approvals.models import ApprovalEvent, Proposal
from approvals.registry import Applied, Operation
from approvals.selectors import describe_row
from approvals.services import ItemDraft
from approvals.services.patience import patiently
from contacts.models import Contact
from contacts.services import update_contact
from core.models import ChangeEvent
from core.services import VersionConflictError
from tests.approvals.acts import approve, at_once, change, once_applying, update
from tests.factories.contacts import ContactFactory

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("dora", "frank"),
]
PROJECT = Path(__file__).resolve().parents[2]


def test_double_approve_applies_once(proposal, dora, frank, contact):
    people = [dora, frank] * 8

    answers = at_once([partial(approve, proposal, who) for who in people])
    results = at_once([partial(services.apply, proposal)] * 8)

    contact.refresh_from_db()
    lost = [a for a in answers if isinstance(a, services.AlreadyDecidedError)]
    assert (len(lost), contact.version, contact.history.count()) == (15, 2, 2)
    assert ApprovalEvent.objects.filter(proposal=proposal, type="approved").count() == 1
    states = {result.state for result in results}
    assert "applied" in states <= {"approved", "applying", "applied"}


def test_two_approvals_at_once_count_as_two(alice, dora, frank, contact):
    proposal = change(contact, by=alice, date_of_birth="1980-01-01")

    at_once([partial(approve, proposal, who) for who in (dora, frank) * 4])

    proposal.refresh_from_db()
    assert (proposal.state, proposal.events.filter(type="approved").count()) == ("approved", 2)


def test_approval_and_rejection_at_once_leave_one_of_them(contact, alice, dora, frank):
    for value in ("Architect", "Painter", "Sculptor", "Dancer"):
        proposal = change(contact, by=alice, department=value)
        stands = {"revision": 1, "content_hash": proposal.content_hash}
        no = partial(services.reject, proposal, by=frank, reason="no", **stands)

        at_once([partial(approve, proposal, dora), no])

        proposal.refresh_from_db()
        kinds = set(proposal.events.values_list("type", flat=True)) - {"submitted"}
        assert kinds == {proposal.state}


def test_edit_vs_apply_no_lost_update(alice, dora, frank):
    """Whoever comes second either builds on the first or is told: no value disappears."""
    for round_ in range(24):
        contact = ContactFactory()
        proposal = approve(change(contact, by=alice, occupation="Architect"), dora)
        seen = Contact.objects.get(pk=contact.pk)
        by_hand = partial(update_contact, seen, by=frank, department="Sales", expected_version=1)
        hand = partial(once_applying, proposal, by_hand) if round_ % 2 else by_hand

        edited, applied = at_once([hand, partial(services.apply, proposal)])

        contact.refresh_from_db()
        lost_the_race = isinstance(edited, VersionConflictError)
        assert contact.department == ("" if lost_the_race else "Sales")
        assert (applied.state, contact.occupation) == ("applied", "Architect")
        assert contact.version == contact.history.count() == (2 if lost_the_race else 3)


def test_many_proposals_about_one_field_let_one_win(contact, alice, dora):
    values = [f"Job {n}" for n in range(8)]
    proposals = [approve(change(contact, by=alice, occupation=v), dora) for v in values]

    done = at_once([partial(services.apply, each) for each in proposals])

    states = sorted(each.state for each in done)
    assert states == ["applied"] + ["conflict"] * 7
    assert Contact.objects.get(pk=contact.pk).version == 2


def test_crossed_batches_do_not_deadlock(alice, dora):
    people = [ContactFactory() for _ in range(20)]
    there = [update(who, occupation="Architect") for who in people]
    back = [update(who, department="Sales") for who in reversed(people)]
    proposals = [
        services.propose(kind="contact.update", title="x", items=items, by=alice, atomic=True)
        for items in (there, back)
    ]

    done = at_once([partial(services.apply, approve(each, dora)) for each in proposals])

    assert [each.state for each in done] == ["applied", "applied"]
    assert set(Contact.objects.values_list("version", flat=True)) == {3}


def test_the_same_key_submitted_at_once_is_one_proposal(alice, contact):
    draft = [update(contact, occupation="Architect")]
    words = {"kind": "contact.update", "title": "x", "items": draft, "dedupe_key": "once"}

    answers = at_once([partial(services.propose, by=alice, **words)] * 8)

    assert {answer.pk for answer in answers} == {Proposal.objects.get().pk}


def test_the_clock_and_the_worker_do_not_both_win(proposal, dora):
    approve(proposal, dora)

    at_once([partial(services.apply, proposal), services.expire_due, services.resume_stuck])

    proposal.refresh_from_db()
    assert proposal.state == "applied"


def test_a_deadlock_is_tried_again():
    first, second = ContactFactory(), ContactFactory()
    tries = []

    def lock(*rows):
        tries.append(1)
        with transaction.atomic():
            for row in rows:
                Contact.objects.select_for_update().get(pk=row.pk)
                connection.cursor().execute("SELECT pg_sleep(0.2)")
        return "done"

    jobs = [partial(lock, first, second), partial(lock, second, first)]
    answers = at_once([partial(patiently, job) for job in jobs])

    assert (answers, len(tries)) == (["done", "done"], 3)


def test_another_database_error_is_not_tried_again():
    with pytest.raises(OperationalError):
        patiently(
            lambda: connection.cursor().execute("SET statement_timeout = 1; SELECT pg_sleep(1)")
        )
    connection.close()


def test_crash_mid_batch_resumes(alice, dora):
    people = [ContactFactory() for _ in range(70)]
    items = [update(who, occupation="Architect") for who in people]
    proposal = services.propose(kind="contact.update", title="x", items=items, by=alice)
    approve(proposal, dora)

    killed = apply_and_die(proposal, after=60)

    halfway = Contact.objects.filter(occupation="Architect").count()
    assert (killed, halfway) == (-signal.SIGKILL, 50)
    assert [each.state for each in services.resume_stuck()] == ["applied"]
    assert set(Contact.objects.values_list("version", flat=True)) == {2}
    assert ChangeEvent.objects.filter(cause=f"proposal:{proposal.uid}").count() == 70


def apply_and_die(proposal, *, after):
    """Apply in another process that kills itself with SIGKILL in the item after `after`."""
    known = connection.settings_dict
    script = f"""
import os, signal, django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {known["NAME"]!r}
from django.db import connection
connection.settings_dict["NAME"] = {known["NAME"]!r}
from approvals import registry, services
from approvals.models import Proposal
from contacts import handlers
calls = []
def update(item, actor):
    calls.append(item)
    if len(calls) > {after}:
        os.kill(os.getpid(), signal.SIGKILL)
    return handlers.update(item, actor)
known = registry.get("contact.update")
registry._operations["contact.update"] = registry.Operation(
    known.kind, known.name, apply=update, describe=known.describe, model=known.model
)
services.apply(Proposal.objects.get(uid={str(proposal.uid)!r}))
"""
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "velocity_crm.settings"}
    return subprocess.run(  # noqa: S603 -- our own script
        [sys.executable, "-c", script], env=env, cwd=PROJECT, timeout=60, check=False
    ).returncode


def count_up(item, actor):
    """Do one step of three and ask to be called again."""
    done = item.result.get("done", 0) + 1
    contact = Contact.objects.get(uid=item.target_uid)
    update_contact(contact, by=actor, department=f"Step {done}")
    if item.after.get("fails_at") == done:
        raise OSError("the disk is full")
    return Applied(state="more" if done < 3 else "applied", result={"done": done})


@pytest.fixture
def counting(monkeypatch):
    """An operation in chunks, known for one test."""
    monkeypatch.setattr(registry, "_operations", dict(registry._operations))
    registry.register(Operation("contact.count", "Count", apply=count_up, describe=describe_row))


def counted(contact, alice, **after):
    draft = ItemDraft(
        op="commit", target_type="contact", target_uid=contact.uid, after={"rows": 3} | after
    )
    return services.propose(kind="contact.count", title="Count", items=[draft], by=alice)


@pytest.mark.usefixtures("counting")
def test_an_operation_in_chunks_commits_each_of_them(contact, alice, dora):
    done = services.apply(approve(counted(contact, alice), dora))

    contact.refresh_from_db()
    changes = ChangeEvent.objects.filter(entity_uid=contact.uid, op="updated")
    assert (done.state, done.items.get().result) == ("applied", {"done": 3})
    assert (contact.department, len(set(changes.values_list("xid", flat=True)))) == ("Step 3", 3)


@pytest.mark.usefixtures("counting")
def test_an_unexpected_error_fails_the_proposal_and_keeps_earlier_chunks(contact, alice, dora):
    proposal = approve(counted(contact, alice, fails_at=2), dora)

    with pytest.raises(OSError, match="the disk is full"):
        services.apply(proposal)

    proposal.refresh_from_db()
    contact.refresh_from_db()
    assert (proposal.state, proposal.error) == ("failed", "OSError: the disk is full")
    assert (contact.department, proposal.items.get().result) == ("Step 1", {"done": 1})


@pytest.mark.usefixtures("counting")
def test_what_failed_can_be_tried_again_where_it_stopped(contact, alice, dora, monkeypatch):
    proposal = approve(counted(contact, alice, fails_at=2), dora)
    with pytest.raises(OSError, match="the disk is full"):
        services.apply(proposal)
    healthy = Operation("contact.count", "Count", apply=finish_counting, describe=describe_row)
    monkeypatch.setitem(registry._operations, "contact.count", healthy)

    done = services.apply(proposal)

    assert (done.state, done.items.get().result) == ("applied", {"started_from": 1})


def finish_counting(item, actor):  # noqa: ARG001 -- the signature of an operation
    return Applied(state="applied", result={"started_from": item.result["done"]})
