"""The shape of exported deals."""

from core.resources import CanonicalResource
from opportunities.models import Opportunity


class OpportunityResource(CanonicalResource):
    """One deal a row; whose it is stands with the client, who has rules of their own."""

    class Meta(CanonicalResource.Meta):
        model = Opportunity
        fields = (
            "uid",
            "name",
            "state",
            "stage",
            "stage_entered_at",
            "amount",
            "currency",
            "probability",
            "expected_close",
            "closed_at",
            "loss_reason",
            "project",
            "owner",
            "team",
            "created_at",
            "updated_at",
        )
        export_order = fields
