"""What the people of the chaos rounds do, and what is looked at afterwards."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group

from approvals import services as approvals
from approvals.choices import ProposalState
from approvals.models import Proposal
from approvals.tasks import apply_proposal
from contacts.models import Contact
from contacts.services import create_contact
from core.choices import State
from core.models import SourceSystem, User
from identity.choices import MergeState
from identity.models import MergeOperation, SourceRecord
from identity.services.merging import Order
from identity.services.proposing import propose_merge, propose_unmerge
from imports import services
from imports.models import RawBatch
from imports.tasks import advance_batch
from ops.services.consistency import check_consistency

BRINGS, DECIDES = "olivia", "farah"


def people() -> None:
    """Make an operator, a founder and a source."""
    for username, role in ((BRINGS, "operator"), (DECIDES, "founder")):
        user = User.objects.create_user(username, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
    SourceSystem.objects.get_or_create(code="chaos", defaults={"name": "Chaos"})


def receive(file: Path) -> int:
    """Bring a file in, once, and have the worker read it."""
    batch = RawBatch.objects.filter(filename=file.name).first()
    if batch is None:
        with file.open("rb") as content:
            batch = services.receive(
                content,
                filename=file.name,
                source=SourceSystem.objects.get(code="chaos"),
                by=User.objects.get(username=BRINGS),
            )
    advance_batch.delay(batch.pk)
    return batch.pk


def push(pk: int) -> str:
    """Do what a person has to do next, if anything, and return the batch's state."""
    batch = RawBatch.objects.select_related("proposal").get(pk=pk)
    if batch.state == "mapping_proposed":
        services.confirm(batch, by=User.objects.get(username=BRINGS))
        advance_batch.delay(pk)
    if batch.state == "failed":
        services.retry(batch, by=User.objects.get(username=BRINGS))
        advance_batch.delay(pk)
    proposal = batch.proposal
    if batch.state == "pending_approval" and proposal and proposal.state == "pending":
        _approve(proposal, User.objects.get(username=DECIDES))
        apply_proposal.delay(str(proposal.uid))
    return str(RawBatch.objects.values_list("state", flat=True).get(pk=pk))


def pairs(code: str, number: int) -> None:
    """Make pairs of people and propose to merge each, once, whatever came before."""
    by = User.objects.get(username=BRINGS)
    for place in range(number):
        names = [f"Twin {code} {place}", f"Twin {code} {place} B"]
        two = [_person(name, by) for name in names]
        if two[1].state == State.ACTIVE and not MergeOperation.objects.filter(survivor=two[0]):
            propose_merge(Order(survivor=two[0], losers=two[1:]), by=by)


def _person(name: str, by: User) -> Contact:
    known = Contact.objects.filter(full_name=name).first()
    return known or create_contact(full_name=name, by=by)


def push_merges(code: str, number: int) -> bool:
    """Approve what waits, undo every second merge once all are done; true at the end of it."""
    decides = User.objects.get(username=DECIDES)
    merges = MergeOperation.objects.filter(survivor__full_name__startswith=f"Twin {code} ")
    waiting = Proposal.objects.filter(
        kind__in=("identity.merge", "identity.unmerge"), state=ProposalState.PENDING
    )
    for proposal in waiting:
        _approve(proposal, decides)
        apply_proposal.delay(str(proposal.uid))
    if merges.count() < number:
        return False
    halves = list(merges.order_by("survivor_id"))[::2]
    for merge in halves:
        if merge.state == MergeState.DONE:
            # its proposal, if its worker died right after the merge, is open until it is resumed
            with suppress(approvals.ExclusiveLockError):
                propose_unmerge(merge, by=User.objects.get(username=BRINGS), reason="Chaos")
    return all(merge.state == MergeState.UNDONE for merge in halves)


def merged(code: str, number: int) -> dict[str, Any]:
    """Assert that each pair was merged once and every second one is apart again."""
    merges = MergeOperation.objects.filter(survivor__full_name__startswith=f"Twin {code} ")
    twins = Contact.objects.filter(full_name__startswith=f"Twin {code} ")
    one, two = twins.filter(state="merged").count(), twins.filter(state="active").count()
    apart = (number + 1) // 2
    counts = (merges.count(), one, two)
    assert counts == (number, number - apart, number + apart), f"merges, gone, here: {counts}"
    at_one_with_itself()
    return {"merged": number, "undone": apart}


def held(pk: int, rows: int) -> dict[str, Any]:
    """Assert that every row reached the graph once, and that nothing contradicts itself."""
    records = SourceRecord.objects.filter(batch_id=pk, contact__isnull=False, ended_at__isnull=True)
    contacts = records.values("contact").distinct().count()
    assert (records.count(), contacts) == (rows, rows), f"{records.count()} rows, {contacts} people"
    at_one_with_itself()
    return {"rows": rows, "people": contacts}


def at_one_with_itself() -> None:
    """Assert that nothing in the database contradicts itself."""
    broken = [f"{each.name} ({each.found})" for each in check_consistency() if each.found]
    assert broken == [], broken


def _approve(proposal: Proposal, by: User) -> None:
    seen = proposal.content_hash
    approvals.approve(proposal, by=by, revision=proposal.revision, content_hash=seen)
