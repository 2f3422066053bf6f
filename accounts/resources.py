"""The shape of exported accounts."""

from accounts.models import Account
from core.resources import CanonicalResource


class AccountResource(CanonicalResource):
    """One account a row."""

    class Meta(CanonicalResource.Meta):
        model = Account
        fields = (
            "uid",
            "display_name",
            "legal_name",
            "kind",
            "state",
            "industry",
            "website",
            "domain",
            "phone",
            "country",
            "city",
            "employee_count",
            "owner",
            "team",
            "created_at",
            "updated_at",
        )
        export_order = fields
