"""Handing over what a colleague holds: little at once, much after somebody else agreed."""

from approvals.choices import ItemOp
from approvals.models import Proposal
from approvals.services import ItemDraft, NoApproverError, propose
from core.models import User
from core.services.handing import FREE, TooMuchError, hand_over, hand_over_some, refuse_receiver
from ops.choices import HAND_OVER


def hand_over_or_propose(
    of: User, *, to: User, by: User, reason: str = "", part: bool = False
) -> Proposal | None:
    """Give everything one colleague holds to another, or propose to where it is more than 50.

    Returns the proposal, None for what is done. Where nobody else could decide, `part` gives the
    next 50, as much as one person decides. Raises ValidationError for a receiver who cannot, and
    what `propose` raises.
    """
    refuse_receiver(of, to)
    try:
        hand_over(of, to=to, by=by)
    except TooMuchError:
        return _propose_or_part(of, to, by, reason, part=part)
    return None


def _propose_or_part(of: User, to: User, by: User, reason: str, *, part: bool) -> Proposal | None:
    try:
        return _propose(of, to, by, reason)
    except NoApproverError:
        if not part:
            raise
    hand_over_some(of, to=to, by=by, most=FREE)
    return None


def _propose(of: User, to: User, by: User, reason: str) -> Proposal:
    names = {"of": of.username, "to": to.username}
    item = ItemDraft(op=ItemOp.COMMIT, target_type="user", after=names)
    return propose(
        kind=HAND_OVER,
        title=f"Hand over everything of {of} to {to}",
        summary=reason,
        items=[item],
        by=by,
        dedupe_key=f"hand-over:{of.username}",
    )
