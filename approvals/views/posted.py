"""What the forms of the review pages carry: ticked lines, turned-down fields, corrected values."""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from approvals.choices import ItemOp
from approvals.models import Proposal, ProposalItem
from approvals.selectors.showing import as_text
from approvals.services import Choice, ItemDraft


def named_fields(request: HttpRequest, name: str) -> dict[int, list[str]]:
    """Return `1:occupation` and its like as fields by the number of their item."""
    found: dict[int, list[str]] = defaultdict(list)
    for text in request.POST.getlist(name):
        seq, _, field = text.partition(":")
        if seq.isdecimal() and field:
            found[int(seq)].append(field)
    return dict(found)


def chosen_row(text: str) -> Choice | None:
    """Return a ticked line, written `uid:revision:hash`; None for anything else."""
    uid, _, rest = text.partition(":")
    revision, _, content_hash = rest.partition(":")
    try:
        return Choice(UUID(uid), int(revision), content_hash)
    except ValueError:
        return None


def corrected(proposal: Proposal, posted: Mapping[str, Any]) -> list[ItemDraft]:
    """Return the items of a new revision: those that stand, with the values people corrected."""
    return [_corrected(item, posted) for item in proposal.current_items]


def _corrected(item: ProposalItem, posted: Mapping[str, Any]) -> ItemDraft:
    after = {
        name: _value(posted.get(f"value:{item.seq}:{name}"), value)
        for name, value in item.after.items()
    }
    return ItemDraft(
        op=item.op,
        kind=item.kind,
        target_type=item.target_type,
        target_uid=item.target_uid,
        base_version=item.base_version,
        before={} if item.op == ItemOp.UPDATE and after != item.after else item.before,
        after=after,
        evidence=item.evidence,
        unresolved=item.unresolved,
        confidence=item.confidence,
        reverts=item.reverts,
    )


def _value(text: Any, proposed: Any) -> Any:
    """Return a posted text as the kind of value that was proposed; raises ValidationError."""
    if text is None or text == as_text(proposed):
        return proposed
    if proposed is None or isinstance(proposed, str):
        return text
    try:
        return json.loads(text)
    except ValueError:
        raise ValidationError(f"{text} cannot be read in the place of {proposed}") from None
