"""What proposals may do to deals."""

from typing import Any

from approvals.models import ProposalItem
from approvals.registry import Applied, Operation, register
from approvals.selectors import describe_row
from approvals.services import apply_create, apply_update, conflict
from core.models import User
from opportunities.models import Opportunity, Stage
from opportunities.services import (
    StageMoveError,
    create_opportunity,
    move_stage,
    update_opportunity,
)


def create(item: ProposalItem, actor: User) -> Applied:
    """Open the proposed deal."""
    return apply_create(item, actor, create=create_opportunity)


def update(item: ProposalItem, actor: User) -> Applied:
    """Change the proposed fields of a deal."""
    return apply_update(item, actor, save=update_opportunity)


def move(item: ProposalItem, actor: User) -> Applied:
    """Move a deal to the stage whose code is `after["stage"]`, for `after["reason"]`.

    A move that is no longer allowed, and a deal that moved on meanwhile, are conflicts.
    """
    deal = Opportunity.objects.select_related("stage").get(uid=item.target_uid)
    stage = Stage.objects.filter(
        pipeline=deal.stage.pipeline_id, code=str(item.after.get("stage", ""))
    ).first()
    if stage is None:
        return conflict("unknown_stage", stage=item.after.get("stage"))
    if deal.stage == stage:
        return Applied(state="noop", target_uid=deal.uid, version=deal.version)
    if item.before.get("stage", deal.stage.code) != deal.stage.code:
        return conflict("moved_since", stage=deal.stage.code)
    try:
        deal = move_stage(deal, to=stage, by=actor, reason=str(item.after.get("reason", "")))
    except StageMoveError as error:
        return conflict("illegal_transition", allowed=error.allowed, missing=error.missing)
    return Applied(state="applied", target_uid=deal.uid, version=deal.version)


def describe_move(item: ProposalItem) -> dict[str, Any]:
    """Return the stage a deal stands in and the one it shall move to."""
    deal = Opportunity.objects.select_related("stage").filter(uid=item.target_uid).first()
    current = deal.stage.code if deal else None
    rows = [
        {
            "name": name,
            "label": name,
            "original": item.before.get(name),
            "current": current if name == "stage" else None,
            "proposed": value,
            "flag": "same" if name == "stage" and value == current else "change",
        }
        for name, value in item.after.items()
    ]
    return {"label": str(deal or "a deal"), "url": "", "rows": rows}


register(Operation("opportunity.create", apply=create, describe=describe_row, model=Opportunity))
register(Operation("opportunity.update", apply=update, describe=describe_row, model=Opportunity))
register(Operation("opportunity.move_stage", apply=move, describe=describe_move, model=Opportunity))
