"""What proposals may do to the house: hand over what a colleague holds."""

from typing import Any

from django.core.exceptions import ValidationError

from approvals.choices import ItemOp
from approvals.models import ProposalItem
from approvals.registry import DECIDE_SYSTEM, Applied, Operation, register
from approvals.services.recording import cause_of
from core.models import User
from core.services.handing import CHUNK, Gift, give_back_some, hand_over_some, handed, held_by
from ops.choices import HAND_OVER


def hand_over(item: ProposalItem, actor: User) -> Applied:
    """Give the next part of what a colleague holds; a later call goes on where this one ended."""
    of, to = _people(item)
    given = hand_over_some(of, to=to, by=actor, cause=cause_of(item.proposal), most=CHUNK)
    return _outcome(item, given)


def give_back(item: ProposalItem, actor: User) -> Applied:
    """Give back the next part of what the undone hand-over gave, as far as it is still held."""
    of, to = _people(item)
    gift, cause = Gift(to, _undone(item)), cause_of(item.proposal)
    given = give_back_some(of, gift, by=actor, cause=cause, most=CHUNK)
    return _outcome(item, given)


def _outcome(item: ProposalItem, given: dict[str, int]) -> Applied:
    """Return how much was given so far; less than a whole part is the last one."""
    before = item.result.get("given", {})
    total = {name: before.get(name, 0) + given.get(name, 0) for name in {**before, **given}}
    if not total:
        return Applied(state="noop")
    more = sum(given.values()) >= CHUNK
    return Applied(state="more" if more else "applied", result={"given": total})


def describe(item: ProposalItem) -> dict[str, Any]:
    """Return whose it is, whose it becomes, and how much there is of each kind."""
    of, to = _people(item)
    facts = [("goes to", str(to)), *((each.name, each.told) for each in held_by(of))]
    if item.op == ItemOp.REVERT:
        left = ((each.name, each.told) for each in handed(Gift(to, _undone(item))))
        facts = [("goes back from", str(to)), *left]
    blank = {"original": "", "current": "", "flag": ""}
    rows = [{"name": name, "label": name, **blank, "proposed": words} for name, words in facts]
    return {"label": str(of), "url": "", "rows": rows}


def _undone(item: ProposalItem) -> str:
    """Return the cause of the hand-over an item undoes; raises ValidationError for none."""
    if item.reverts is None:
        raise ValidationError("the proposal names no hand-over")
    return cause_of(item.reverts.proposal)


def _people(item: ProposalItem) -> tuple[User, User]:
    told = item.reverts.after if item.reverts else item.after
    names = [str(told.get(part, "")) for part in ("of", "to")]
    known = {user.username: user for user in User.objects.filter(username__in=names)}
    if len(known) != len(names):
        raise ValidationError("the proposal names nobody who works here")
    return known[names[0]], known[names[1]]


register(
    Operation(
        HAND_OVER,
        "Hand over a colleague's work",
        apply=hand_over,
        describe=describe,
        permission=DECIDE_SYSTEM,
        revert=give_back,
        ops=frozenset({ItemOp.COMMIT}),
    )
)
