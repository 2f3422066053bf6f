"""Where a deal may go from its stage, and what it lacks for that."""

from django.db.models import Q, QuerySet

from opportunities.choices import StageCategory
from opportunities.models import Opportunity, Stage, StageTransition

IN_WORDS = {"active_hold": "an active hold on a unit", "primary_buyer": "one primary buyer"}


def moves_of(deal: Opportunity) -> list[StageTransition]:
    """Return the moves the deal's stage allows, in the order of the pipeline."""
    moves = StageTransition.objects.filter(from_stage=deal.stage_id)
    return list(moves.select_related("to_stage__pipeline").order_by("to_stage__order"))


def first_stages() -> "QuerySet[Stage]":
    """Return the open stages of the default pipeline a new deal may be put in, in order.

    The first, and those a move leads to from it that is neither proposed nor asks for a reason.
    """
    stages = Stage.objects.filter(pipeline__is_default=True)
    first = stages.order_by("order").values("pk")[:1]
    moves = StageTransition.objects.filter(
        from_stage__in=first, proposal_kind="", needs_reason=False
    )
    begins = Q(pk__in=first) | Q(pk__in=moves.values("to_stage"), category=StageCategory.OPEN)
    return stages.filter(begins).order_by("order")


def needs_of(deal: Opportunity, move: StageTransition) -> list[str]:
    """Return what a move asks for that the deal lacks, in words."""
    missing = [name for name in move.required_fields if not getattr(deal, name)]
    return [IN_WORDS.get(name, name.replace("_", " ")) for name in missing]
