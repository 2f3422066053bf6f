"""Tables of deals."""

from opportunities.models.campaigns import Attribution, Campaign, CampaignTouch
from opportunities.models.deals import Opportunity, OpportunityParty, StageHistory
from opportunities.models.interests import PropertyInterest, PropertyMatch, SiteVisit
from opportunities.models.partners import PartnerTag
from opportunities.models.sales import Booking, UnitHold
from opportunities.models.stages import Pipeline, Stage, StageTransition

__all__ = [
    "Attribution",
    "Booking",
    "Campaign",
    "CampaignTouch",
    "Opportunity",
    "OpportunityParty",
    "PartnerTag",
    "Pipeline",
    "PropertyInterest",
    "PropertyMatch",
    "SiteVisit",
    "Stage",
    "StageHistory",
    "StageTransition",
    "UnitHold",
]
