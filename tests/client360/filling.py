"""Where the pages of a record are, and what its form holds."""

from accounts.models import Account
from contacts.models import Contact

FIELDS = {
    Contact: (
        "full_name", "company_name", "occupation", "residence_country", "lifecycle",
        "purchase_timeline", "configuration", "location_preference", "version",
        "budget_min", "budget_max", "budget_currency", "tags",
    ),
    Account: (
        "display_name", "legal_name", "kind", "industry", "website", "phone", "country",
        "city", "employee_count", "description", "version",
    ),
}  # fmt: skip


def here(row: Contact | Account, *rest: object) -> str:
    """Return the address of a dossier, or of a page below it."""
    return "/".join([f"/{row._meta.model_name}s/{row.uid}", *map(str, rest)]) + "/"


def filled_in(row: Contact | Account, **given) -> dict[str, object]:
    """Return what the form holds when nobody has typed in it, and what somebody typed."""
    return {name: _typed(getattr(row, name)) for name in FIELDS[type(row)]} | given


def _typed(value: object) -> object:
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else value
