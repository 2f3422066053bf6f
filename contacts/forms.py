"""The shape of a person in a form that is still being filled in."""

from collections.abc import Mapping
from typing import Any, Final

from contacts.choices import PointKind

POINTS, ADDRESSES = "points", "addresses"
ROWS: Final = 20
_FIELDS: Final = (
    "full_name",
    "given_name",
    "middle_name",
    "family_name",
    "date_of_birth",
    "company_name",
    "gender",
)
_PLACE: Final = ("lines", "locality", "city", "postal_code")


def typed(form: Mapping[str, Any]) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Return the golden fields, with those of the first address, and the `{kind, value}` points.

    `form` is what the page of a new person sends, unchecked: what is empty is left out.
    """
    fields = {name: str(form.get(name) or "").strip() for name in _FIELDS}
    fields |= {name: str(form.get(f"{ADDRESSES}-0-{name}") or "").strip() for name in _PLACE}
    points = [
        {
            "kind": str(form.get(f"{POINTS}-{row}-kind") or ""),
            "value": str(form.get(f"{POINTS}-{row}-value_raw") or "").strip(),
        }
        for row in range(ROWS)
    ]
    return (
        {name: value for name, value in fields.items() if value},
        [each for each in points if each["value"] and each["kind"] in PointKind.values],
    )
