"""The form of a person, and its shape while it is still being filled in."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from unfold.widgets import UnfoldAdminSelect2Widget, UnfoldAdminURLInputWidget

from contacts.choices import PointKind
from core.admin.forms import VersionedForm

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
    "residence_country",
)
_PLACE: Final = ("lines", "locality", "city", "postal_code")
GENDERS: Final = (
    ("", "---------"),
    ("female", "Female"),
    ("male", "Male"),
    ("non_binary", "Non-binary"),
    ("other", "Other"),
)


class ContactForm(VersionedForm):
    """A person: menus where the record holds codes, and a budget said whole."""

    gender = forms.ChoiceField(required=False, choices=GENDERS, widget=UnfoldAdminSelect2Widget)
    website = forms.URLField(
        required=False, max_length=300, assume_scheme="https", widget=UnfoldAdminURLInputWidget
    )

    def clean(self) -> dict[str, Any]:
        """Check that the budget has its currency, and that it rises."""
        values = super().clean()
        low, high = values.get("budget_min"), values.get("budget_max")
        currency = values.get("budget_currency")
        if currency and low is None and high is None:
            if not {"budget_min", "budget_max"} & set(self.errors):
                self.add_error("budget_min", "Say how much, or leave the currency empty.")
        elif not currency and (low is not None or high is not None):
            self.add_error("budget_currency", "Say in which currency the budget is.")
        if low is not None and high is not None and low > high:
            self.add_error("budget_max", "This is less than the least they would pay.")
        return values


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
