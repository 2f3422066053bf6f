"""Moving a deal from stage to stage."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from core.models import User
from core.services import acting, save_canonical
from opportunities.choices import StageCategory
from opportunities.models import Opportunity, Stage, StageHistory, StageTransition
from opportunities.selectors.moves import IN_WORDS


class StageMoveError(Exception):
    """The move is not allowed, or something it needs is missing.

    `allowed` are the codes of the stages the deal may move to, `missing` the names of the fields
    that must be filled first; `reason` among them asks for the reason.
    """

    code = "illegal_transition"

    def __init__(self, message: str, *, allowed: list[str], missing: list[str]) -> None:
        self.allowed = allowed
        self.missing = missing
        super().__init__(message)


def move_stage(
    opportunity: Opportunity,
    *,
    to: Stage,
    by: User | None,
    reason: str = "",
    expected_version: int | None = None,
    **fields: Any,
) -> Opportunity:
    """Move a deal to another stage, filling `fields` on the way, and record the move.

    The stage it stands in already changes nothing. Raises StageMoveError for a move the table of
    transitions does not allow, VersionConflictError when somebody was faster.
    """
    start = opportunity.stage
    if start == to:
        return opportunity
    for name, value in fields.items():
        setattr(opportunity, name, value)
    _check(opportunity, to, reason)
    _enter(opportunity, to, reason)
    with acting(by, "stage"):
        save_canonical(
            opportunity,
            by=by,
            expected_version=expected_version,
            cause="stage",
            action="moved",
        )
        StageHistory.objects.create(
            opportunity=opportunity,
            from_stage=start,
            to_stage=to,
            entered_at=opportunity.stage_entered_at,
            by=by,
            reason=reason,
        )
    return opportunity


def refused_moves(moves: Sequence[tuple[Opportunity, Stage, str]]) -> list[str]:
    """Return for each deal, stage and reason why `move_stage` would refuse the move, empty if not.

    Nothing is written, and the table of transitions is read once. A move that people have to
    propose on its own is refused too: these come many at a time.
    """
    starts = {deal.stage_id for deal, _, _ in moves}
    table = StageTransition.objects.filter(from_stage__in=starts).select_related("to_stage")
    by_start: dict[int, list[StageTransition]] = {pk: [] for pk in starts}
    for each in table.order_by("to_stage__order"):
        by_start[each.from_stage_id].append(each)
    return [_refusal(deal, to, reason, by_start[deal.stage_id]) for deal, to, reason in moves]


def _refusal(
    deal: Opportunity, to: Stage, reason: str, transitions: Sequence[StageTransition]
) -> str:
    try:
        move = _checked(deal, to, reason, transitions)
    except StageMoveError as error:
        return str(error)
    return f"A move to {to} has to be proposed by itself." if move.proposal_kind else ""


def _check(opportunity: Opportunity, to: Stage, reason: str) -> None:
    moves = StageTransition.objects.filter(from_stage=opportunity.stage_id)
    _checked(opportunity, to, reason, moves.select_related("to_stage").order_by("to_stage__order"))


def _checked(
    opportunity: Opportunity, to: Stage, reason: str, transitions: Iterable[StageTransition]
) -> StageTransition:
    """Return the transition to a stage among those from the deal's; raises StageMoveError."""
    moves = {move.to_stage_id: move for move in transitions}
    allowed = [move.to_stage.code for move in moves.values()]
    move = moves.get(to.pk)
    if move is None:
        raise StageMoveError(
            f"A deal in {opportunity.stage} does not move to {to}.", allowed=allowed, missing=[]
        )
    missing = [name for name in move.required_fields if not getattr(opportunity, name)]
    if move.needs_reason and not reason.strip():
        missing.append("reason")
    if missing:
        told = ", ".join(IN_WORDS.get(name, name) for name in missing)
        raise StageMoveError(
            f"To move to {to}, first give: {told}.", allowed=allowed, missing=missing
        )
    return move


def _enter(opportunity: Opportunity, to: Stage, reason: str) -> None:
    """Set what follows from standing in a stage."""
    opportunity.stage = to
    opportunity.stage_entered_at = timezone.now()
    if not opportunity.probability_overridden:
        opportunity.probability = to.default_probability
    if to.category == StageCategory.OPEN:
        opportunity.closed_at = None
    elif opportunity.closed_at is None:
        opportunity.closed_at = opportunity.stage_entered_at
    opportunity.loss_reason = reason if to.category == StageCategory.LOST else ""
