"""Opening a deal."""

from typing import Any

from contacts.models import Contact
from core.models import User
from core.services import acting, save_canonical
from opportunities.choices import PartyRole
from opportunities.models import Opportunity, OpportunityParty, Pipeline, Stage, StageHistory


def create_opportunity(
    *,
    primary_contact: Contact,
    by: User | None,
    name: str = "",
    stage: Stage | None = None,
    cause: str = "",
    **fields: Any,
) -> Opportunity:
    """Open a deal with its primary buyer and the beginning of its stage history.

    It starts in the first stage of the default pipeline and belongs to the person who opens it,
    unless `stage`, `owner` or `team` say otherwise. Raises ValidationError.
    """
    stage = stage or _first_stage()
    owned = {"owner": by, "team": by.team if by else None}
    deal = Opportunity(primary_contact=primary_contact, stage=stage, **(owned | fields))
    deal.name = name or " at ".join(str(part) for part in (primary_contact, deal.project) if part)
    if not deal.probability_overridden:
        deal.probability = stage.default_probability
    with acting(by, cause):
        save_canonical(deal, by=by, cause=cause)
        buyer = OpportunityParty(
            opportunity=deal,
            contact=primary_contact,
            role=PartyRole.PRIMARY_BUYER,
            is_primary=True,
        )
        save_canonical(buyer, by=by, cause=cause)
        StageHistory.objects.create(
            opportunity=deal, to_stage=stage, entered_at=deal.stage_entered_at, by=by
        )
    return deal


def _first_stage() -> Stage:
    return Pipeline.objects.get(is_default=True).stages.order_by("order")[0]
