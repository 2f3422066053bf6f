"""Sensitive values in proposals: whoever does not see a field reads a mask in its place."""

from collections.abc import Mapping
from typing import Any

from approvals.models import Proposal, ProposalItem
from core.models import User
from core.selectors.masking import masked, masks

WRITTEN = ("before", "after")  # what `apply_update` keeps of the values it wrote over

type Hidden = Mapping[str, str]


def hidden_from(user: User, item: ProposalItem) -> Hidden:
    """Return the fields of an item's record this person does not see, each with its mask."""
    return masks(user, item.target_type, owned=item.proposal.owner_id == user.pk)


def wrote(user: User, proposal: Proposal) -> bool:
    """Return whether this person knows what is proposed, having proposed it."""
    return user.pk in (proposal.proposer_id, proposal.on_behalf_of_id)


def covered(values: Mapping[str, Any], hidden: Hidden) -> dict[str, Any]:
    """Return the values with masks in the place of what is hidden."""
    return {
        name: masked(hidden[name], value) if name in hidden else value
        for name, value in values.items()
    }


def overwritten(result: Mapping[str, Any], hidden: Hidden) -> dict[str, dict[str, Any]]:
    """Return the values an item wrote over and wrote, by side, with masks.

    An operation in chunks may keep its place under the same names: a number is no values.
    """
    sides = {side: result[side] for side in WRITTEN if isinstance(result.get(side), dict)}
    return {side: covered(values, hidden) for side, values in sides.items()}


def veil(item: ProposalItem, user: User) -> None:
    """Put masks in the place of what a person does not see of an item that will not be saved."""
    hidden = hidden_from(user, item)
    item.before = covered(item.before, hidden)
    if not wrote(user, item.proposal):
        item.after = covered(item.after, hidden)
    item.result = {**item.result, **overwritten(item.result, hidden)}
    if sides := item.conflict.get("fields"):
        told = {name: _sides(name, each, hidden) for name, each in sides.items()}
        item.conflict = {**item.conflict, "fields": told}


def _sides(name: str, sides: Mapping[str, Any], hidden: Hidden) -> dict[str, Any]:
    return {side: covered({name: value}, hidden)[name] for side, value in sides.items()}
