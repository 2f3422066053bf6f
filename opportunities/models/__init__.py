"""Tables of deals."""

from opportunities.models.campaigns import Attribution, Campaign, CampaignTouch
from opportunities.models.deals import Opportunity, OpportunityParty, StageHistory
from opportunities.models.interests import PropertyInterest, PropertyMatch, SiteVisit
from opportunities.models.stages import Pipeline, Stage, StageTransition

__all__ = [
    "Attribution",
    "Campaign",
    "CampaignTouch",
    "Opportunity",
    "OpportunityParty",
    "Pipeline",
    "PropertyInterest",
    "PropertyMatch",
    "SiteVisit",
    "Stage",
    "StageHistory",
    "StageTransition",
]
