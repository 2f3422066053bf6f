"""Records that one open proposal at a time may be about."""

import re
from collections.abc import Iterable, Iterator, Sequence

from django.db import IntegrityError, transaction

from approvals import registry
from approvals.choices import ItemOp
from approvals.models import ExclusiveKey, Proposal, ProposalItem
from approvals.services.errors import ExclusiveLockError

UID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
EXCLUSIVE = (ItemOp.MERGE, ItemOp.UNMERGE, ItemOp.ERASE, ItemOp.REVERT)


def hold(proposal: Proposal, items: Sequence[ProposalItem]) -> None:
    """Take the records a proposal needs alone; the database gives them back when it is over.

    Raises ExclusiveLockError that names the proposal which holds one of them.
    """
    keys = {key for item in items for key in _keys(item)}
    keys -= set(proposal.holds.values_list("key", flat=True))
    rows = [ExclusiveKey(key=key, proposal=proposal) for key in sorted(keys)]
    try:
        with transaction.atomic():
            ExclusiveKey.objects.bulk_create(rows)
    except IntegrityError as error:
        taken = ExclusiveKey.objects.filter(key__in=keys).select_related("proposal").first()
        if taken is None:
            raise
        words = f"“{taken.proposal.title}” is about the same record and still open"
        raise ExclusiveLockError(words, holder=taken.proposal.uid) from error


def _keys(item: ProposalItem) -> Iterable[str]:
    holds = registry.get(item.kind).holds
    if holds is not None:
        return holds(item)
    return _named(item) if item.op in EXCLUSIVE else ()


def _named(item: ProposalItem) -> Iterator[str]:
    """Yield the uid of the target and every uid among the proposed values and lists of them."""
    if item.target_uid is not None:
        yield str(item.target_uid)
    for value in item.after.values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str) and UID.fullmatch(each):
                yield each.lower()
