"""What the people of the chaos rounds do, and what is looked at afterwards."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group

from approvals import services as approvals
from approvals.tasks import apply_proposal
from core.models import SourceSystem, User
from identity.models import SourceRecord
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
        services.retry(batch)
        advance_batch.delay(pk)
    proposal = batch.proposal
    if batch.state == "pending_approval" and proposal and proposal.state == "pending":
        stands = {"revision": proposal.revision, "content_hash": proposal.content_hash}
        approvals.approve(proposal, by=User.objects.get(username=DECIDES), **stands)
        apply_proposal.delay(str(proposal.uid))
    return str(RawBatch.objects.values_list("state", flat=True).get(pk=pk))


def held(pk: int, rows: int) -> dict[str, Any]:
    """Assert that every row reached the graph once, and that nothing contradicts itself."""
    records = SourceRecord.objects.filter(batch_id=pk, contact__isnull=False, ended_at__isnull=True)
    contacts = records.values("contact").distinct().count()
    assert (records.count(), contacts) == (rows, rows), f"{records.count()} rows, {contacts} people"
    broken = [f"{each.name} ({each.found})" for each in check_consistency() if each.found]
    assert broken == [], broken
    return {"rows": rows, "people": contacts}
