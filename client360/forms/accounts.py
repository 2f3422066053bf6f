"""The forms of an account: a new one, and what may be changed of one."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Account
from accounts.services import domain_of
from client360.forms.parts import KeyField
from client360.forms.records import RecordForm, fields_of, owner_field
from contacts.choices import PointKind
from contacts.selectors import grouped_number
from contacts.services import normal_value

NEW: Final = (
    "display_name", "legal_name", "kind", "industry", "country", "city", "website", "phone",
)  # fmt: skip


class AccountForm(RecordForm):
    """What may be changed of an account."""

    model = Account
    changed: ClassVar[tuple[str, ...]] = (*NEW, "employee_count", "description")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "phone" in self.initial:
            self.initial["phone"] = grouped_number(self.subject.phone)

    def clean_phone(self) -> str:
        """Return the number with its country; refuses what is none."""
        number: str = self.cleaned_data["phone"]
        if number in {self.subject.phone, self.initial["phone"]}:
            return str(self.subject.phone)
        return _dialled(self.cleaned_data)


class NewAccountForm(forms.Form):
    """A new account: what it is called, where it is, whose it becomes."""

    owner = owner_field("Whose account")
    key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= fields_of(Account, NEW)
        self.order_fields((*NEW, "owner"))

    def clean_phone(self) -> str:
        """Return the number with its country; refuses what is none."""
        return _dialled(self.cleaned_data)

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the account."""
        given = {name: self.cleaned_data[name] for name in (*NEW, "owner")}
        return given | {"team": given["owner"].team}


def known_by(form: Mapping[str, str]) -> dict[str, str]:
    """Return what an account is recognised by, of a form that may still be filled in."""
    names = ("display_name", "website", "phone", "country")
    given = {name: form.get(name, "").replace("\0", "") for name in names}  # asked as it is typed
    try:
        phone = _dialled(given)
    except ValidationError:
        phone = ""
    domain = domain_of(given["website"])
    return {"name": given["display_name"], "domain": domain, "phone": phone}


def _dialled(given: Mapping[str, str]) -> str:
    number = given["phone"].strip()
    return number and normal_value(PointKind.PHONE, number, region=given.get("country", ""))
