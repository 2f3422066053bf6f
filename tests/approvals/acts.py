"""What the tests do all the time, in one word each."""

import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

from django.db import connections
from django.utils import timezone

from approvals import services
from approvals.models import Proposal
from approvals.services import ItemDraft
from contacts.models import Contact
from core.models import User


def update(contact: Contact, **after: Any) -> ItemDraft:
    return ItemDraft(op="update", target_type="contact", target_uid=contact.uid, after=after)


def change(contact: Contact, *, by: User, **after: Any) -> Proposal:
    return services.propose(
        kind="contact.update", title="A change", items=[update(contact, **after)], by=by
    )


def approve(proposal: Proposal, by: User, **more: Any) -> Proposal:
    stands = {"revision": proposal.revision, "content_hash": proposal.content_hash}
    return services.approve(proposal, by=by, **stands | more)


def carry_out(proposal: Proposal, by: User) -> Proposal:
    return services.apply(approve(proposal, by))


def steps(proposal: Proposal) -> list[str]:
    return list(proposal.events.order_by("seq").values_list("type", flat=True))


def expire(proposal: Proposal) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    Proposal.objects.filter(pk=proposal.pk).update(expires_at=yesterday)


def once_applying(proposal: Proposal, job: Callable[[], Any]) -> Any:
    """Run a job when the worker has taken the proposal up, so that the worker may come first."""
    taken = Proposal.objects.filter(pk=proposal.pk).exclude(state="approved")
    while not taken.exists():
        time.sleep(0.001)
    return job()


def at_once(jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run the jobs in as many threads, started together; an exception is a result too."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return job()
        except Exception as error:  # noqa: BLE001 -- the caller looks at it
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def text_of(answer: Any) -> str:
    """Return what a person reads of a page."""
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", bare)
