"""Which golden field has which bit in a crosswalk mask; bits are only ever added at the end."""

from typing import Final

from identity.survivorship import CONTACT_FIELDS

ACCOUNT_FIELDS: Final[tuple[str, ...]] = (
    "display_name",
    "industry",
    "website",
    "domain",
    "phone",
    "country",
    "city",
    "employee_count",
    "description",
    "kind",
    "owner",
    "address",
)
FIELDS: Final = {"contact": CONTACT_FIELDS, "account": ACCOUNT_FIELDS}

# the golden fields a mapped column can fill, for the explanation of a value
TARGETS: Final = {
    "full_name": ("full_name", "given_name", "middle_name", "family_name", "name_suffix"),
    "salutation": ("honorific", "full_name"),
    "given_name": ("given_name", "full_name"),
    "middle_name": ("middle_name", "full_name"),
    "family_name": ("family_name", "full_name"),
    "alternate_names": ("nickname",),
    "gender": ("gender",),
    "date_of_birth": ("date_of_birth",),
    "nationality": ("nationality",),
    "residence_country": ("country",),
    "preferred_languages": ("language",),
    "company_name": ("company",),
    "employer": ("company",),
    "department": ("department",),
    "occupation": ("job_title",),
    "website": ("website",),
    "budget_min": ("budget_min", "budget"),
    "budget_max": ("budget_max", "budget"),
    "budget_currency": ("currency", "budget", "budget_min", "budget_max"),
    "purpose": ("purpose",),
    "configuration": ("unit_config",),
    "location_preference": ("location_preference",),
    "tags": ("tags",),
    "owner": ("owner",),
    "points": ("phone", "whatsapp", "email", "linkedin_url"),
    "address": ("street", "address_full", "city", "state", "postal_code", "country"),
    "display_name": ("name",),
    "domain": ("website",),
    "industry": ("industry",),
    "phone": ("phone",),
    "country": ("country",),
    "city": ("city",),
    "employee_count": ("employee_count",),
    "description": ("description",),
    "kind": ("type",),
}


def bits_of(entity: str) -> dict[str, int]:
    """Return the bit of each golden field, none for what has no crosswalk mask."""
    return {name: 1 << bit for bit, name in enumerate(FIELDS.get(entity, ()))}


def names_in(entity: str, mask: int) -> list[str]:
    """Return the golden fields of a bit mask."""
    return [name for bit, name in enumerate(FIELDS[entity]) if mask >> bit & 1]
