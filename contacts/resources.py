"""The shape of exported contacts."""

from contacts.models import Contact
from core.resources import CanonicalResource


class ContactResource(CanonicalResource):
    """One person a row; the sensitive date of birth stays in the house."""

    class Meta(CanonicalResource.Meta):
        model = Contact
        fields = (
            "uid",
            "full_name",
            "native_name",
            "lifecycle",
            "state",
            "company_name",
            "occupation",
            "preferred_channel",
            "preferred_languages",
            "nationality",
            "residence_country",
            "nri_status",
            "budget_min",
            "budget_max",
            "budget_currency",
            "purpose",
            "purchase_timeline",
            "location_preference",
            "configuration",
            "tags",
            "do_not_contact",
            "owner",
            "team",
            "source_first",
            "created_at",
            "updated_at",
        )
        export_order = fields
