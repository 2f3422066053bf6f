"""Where a deal may go from its stage, and what it lacks for that."""

from opportunities.models import Opportunity, StageTransition

IN_WORDS = {"active_hold": "an active hold on a unit", "primary_buyer": "one primary buyer"}


def moves_of(deal: Opportunity) -> list[StageTransition]:
    """Return the moves the deal's stage allows, in the order of the pipeline."""
    moves = StageTransition.objects.filter(from_stage=deal.stage_id)
    return list(moves.select_related("to_stage__pipeline").order_by("to_stage__order"))


def needs_of(deal: Opportunity, move: StageTransition) -> list[str]:
    """Return what a move asks for that the deal lacks, in words."""
    missing = [name for name in move.required_fields if not getattr(deal, name)]
    return [IN_WORDS.get(name, name.replace("_", " ")) for name in missing]
