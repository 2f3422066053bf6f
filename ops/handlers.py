"""What proposals may do to the house: hand over what a colleague holds."""

from typing import Any

from django.core.exceptions import ValidationError

from approvals.choices import ItemOp
from approvals.models import ProposalItem
from approvals.registry import DECIDE_SYSTEM, Applied, Operation, register
from approvals.services.recording import cause_of
from core.models import User
from core.services.handing import CHUNK, hand_over_some, held_by
from ops.choices import HAND_OVER


def hand_over(item: ProposalItem, actor: User) -> Applied:
    """Give the next part of what a colleague holds; a later call goes on where this one ended."""
    of, to = _people(item)
    given = hand_over_some(of, to=to, by=actor, cause=cause_of(item.proposal), most=CHUNK)
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
    blank = {"original": "", "current": "", "flag": ""}
    rows = [{"name": name, "label": name, **blank, "proposed": words} for name, words in facts]
    return {"label": str(of), "url": "", "rows": rows}


def _people(item: ProposalItem) -> tuple[User, User]:
    names = [str(item.after.get(part, "")) for part in ("of", "to")]
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
        ops=frozenset({ItemOp.COMMIT}),
    )
)
