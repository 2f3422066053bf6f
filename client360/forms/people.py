"""The forms of a client: somebody new, what may be changed of one, a date of birth."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from client360.forms.parts import (
    AmountField,
    KeyField,
    TagsField,
    VersionField,
    amount_text,
    currency_of,
)
from client360.forms.points import MEANWHILE, PointField
from client360.forms.records import RecordForm, drawn, fields_of, owner_field
from contacts.models import Contact, PostalAddress
from contacts.models.contact import born_by_now
from contacts.services import PointDraft, normal_value

NAME_PARTS: Final = ("given_name", "middle_name", "family_name")
CHANGED: Final = (
    "full_name", *NAME_PARTS, "company_name", "occupation", "residence_country", "lifecycle",
    "configuration", "location_preference", "purchase_timeline", "budget_currency", "budget_min",
    "budget_max", "tags",
)  # fmt: skip
REACHED: Final = {"phone": "phone", "phone_2": "phone", "email": "email", "email_2": "email"}
TYPED: Final = ("full_name", "company_name", "residence_country", "city")
MONEY: Final = ("budget_min", "budget_max", "budget_currency")
CROSSED: Final = "The least is above the most."


class ClientForm(RecordForm):
    """What may be changed of a client; the parts of the name where they are told apart."""

    model = Contact
    changed: ClassVar[tuple[str, ...]] = CHANGED

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {*MONEY[:2]} & self.initial.keys():
            if (amount := self.initial[name]) is not None:
                self.initial[name] = amount_text(amount, self.subject.budget_currency)

    def names_for(self, subject: Contact) -> list[str]:
        """Return the fields; of those who are called by one name alone not its parts."""
        parted = any(getattr(subject, part) for part in NAME_PARTS)
        return [name for name in self.changed if parted or name not in NAME_PARTS]

    def made_here(self) -> dict[str, forms.Field]:
        """Return the fields of money and of tags."""
        return {
            "budget_min": AmountField(label="Budget, at least", help_text="2.5 Cr, or 3,200,000."),
            "budget_max": AmountField(label="Budget, at most"),
            "tags": TagsField(label="Tags", help_text="Several are separated by commas."),
        }

    def clean(self) -> dict[str, Any]:
        """Check that a budget is one: in one currency, its ends in their order."""
        values: dict[str, Any] = super().clean() or {}
        if not set(MONEY) <= values.keys():
            return values
        low, high = values["budget_min"], values["budget_max"]
        if low is None and high is None:
            return values | {"budget_currency": ""}
        if low is not None and high is not None and low > high:
            self.add_error("budget_min", CROSSED)
        currency = currency_of(self, values["budget_currency"], *MONEY, of="budget")
        return values | {"budget_currency": currency}


class NewClientForm(forms.Form):
    """Somebody new: who they are, how they are reached, whose client they become."""

    phone = PointField(label="Phone", required=False, help_text="")
    phone_2 = PointField(label="Another phone", required=False)
    email = PointField(label="E-mail", required=False)
    email_2 = PointField(label="Another e-mail", required=False)
    city = drawn(PostalAddress._meta.get_field("city"))  # noqa: SLF001 -- Django's documented name
    owner = owner_field("Whose client")
    key = KeyField()
    field_order = (
        "full_name", "company_name", "phone", "phone_2", "email", "email_2", "residence_country",
        "city", "owner",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= fields_of(Contact, ("full_name", "company_name", "residence_country"))
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Check that numbers and addresses are some, each once."""
        values: dict[str, Any] = super().clean() or {}
        known = set()
        for name, kind in REACHED.items():
            if not values.get(name):
                continue
            try:
                normal = normal_value(
                    kind, values[name], region=values.get("residence_country", "")
                )
            except ValidationError as error:
                self.add_error(name, error)
                continue
            if normal in known:
                self.add_error(name, "This is the same as above.")
            known.add(normal)
        return values

    @property
    def points(self) -> list[PointDraft]:
        """The numbers and addresses."""
        given = self.cleaned_data
        return [PointDraft(kind, given[name]) for name, kind in REACHED.items() if given[name]]

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the client, and the city."""
        given = self.cleaned_data
        names = ("full_name", "company_name", "residence_country", "city", "owner")
        return {name: given[name] for name in names} | {"team": given["owner"].team}


def typed(form: Mapping[str, str]) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Return the golden fields and `{kind, value}` points of a form still being filled in."""
    fields = {name: value for name in TYPED if (value := form.get(name, "").strip())}
    points = [
        {"kind": kind, "value": value}
        for name, kind in REACHED.items()
        if (value := form.get(name, "").strip())
    ]
    return fields, points


class HomeForm(forms.Form):
    """The city a client lives in."""

    prefix = "home"
    city = drawn(PostalAddress._meta.get_field("city"))  # noqa: SLF001 -- Django's documented name
    version = VersionField()

    def __init__(
        self, data: QueryDict | None = None, *, address: PostalAddress | None = None
    ) -> None:
        known = {"city": address.city, "version": address.version} if address else {"version": 0}
        super().__init__(data, initial=known)
        self.fields["city"].required = True
        self.fields["city"].error_messages["required"] = "Write the city."

    def overtaken(self, current: Any) -> None:
        """Say what somebody else wrote meanwhile; what was typed stays."""
        sent = {name: self.data[name] for name in self.data}
        self.data = sent | {self.add_prefix("version"): str(current.version)}
        who = current.updated_by or "The system"
        self.add_error("city", MEANWHILE.format(who, current.city or "empty"))


class BirthForm(forms.Form):
    """A date of birth, which is proposed."""

    prefix = "birth"
    born = forms.DateField(
        label="Date of birth",
        required=False,
        validators=[born_by_now],
        error_messages={"invalid": "Choose a day."},
        widget=forms.DateInput({"class": "input", "type": "date"}, format="%Y-%m-%d"),
    )
    version = VersionField()
    key = KeyField()

    def __init__(self, data: QueryDict | None = None, *, contact: Contact) -> None:
        given = {"born": contact.date_of_birth, "version": contact.version}
        super().__init__(data, initial=given)

    def clean(self) -> dict[str, Any]:
        """Check that the date is another one."""
        values: dict[str, Any] = super().clean() or {}
        if "born" not in self.errors and "born" not in self.changed_data:
            self.add_error("born", "This is the date on record.")
        return values
