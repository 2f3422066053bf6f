"""The forms of a client: somebody new, what may be changed of one, a date of birth."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import fields_for_model
from django.http import QueryDict

from client360.forms.parts import KeyField, VersionField
from client360.forms.points import INPUT, PointField
from contacts.models import Contact, PostalAddress
from contacts.models.contact import born_by_now
from contacts.services import PointDraft, normal_value
from core.choices import UserKind
from core.models import User
from core.selectors.spelling import spelled

NAME_PARTS: Final = ("given_name", "middle_name", "family_name")
CHANGED: Final = (
    "full_name", *NAME_PARTS, "company_name", "occupation", "residence_country", "lifecycle",
    "configuration", "location_preference", "purchase_timeline",
)  # fmt: skip
REACHED: Final = {"phone": "phone", "phone_2": "phone", "email": "email", "email_2": "email"}
TYPED: Final = ("full_name", "company_name", "city")
WORDS: Final[dict[str, dict[str, Any]]] = {
    "full_name": {"label": "Name", "error_messages": {"required": "Write a name."}},
    "company_name": {"label": "Company"},
    "residence_country": {
        "label": "Country they live in",
        "help_text": "A number without a country code is read as one of this country.",
    },
    "configuration": {"label": "Looks for"},
    "location_preference": {"label": "Where"},
    "purchase_timeline": {"label": "When they want to buy"},
}


def drawn(field: "models.Field[Any, Any]", **more: Any) -> Any:
    """Return the field of a form as these pages draw it."""
    words = WORDS.get(field.name, {})
    made = field.formfield(**{**more, **words})
    if made is not None:
        made.widget.attrs |= INPUT
        made.help_text = words.get("help_text", made.help_text)  # a menu of countries drops it
    return made


def _of_contact(*names: str) -> dict[str, Any]:
    return fields_for_model(Contact, names, formfield_callback=drawn)


class ClientForm(forms.Form):
    """What may be changed of a client; the parts of the name where they are told apart."""

    version = VersionField()

    def __init__(self, data: Mapping[str, Any] | None = None, *, contact: Contact) -> None:
        parted = any(getattr(contact, part) for part in NAME_PARTS)
        names = [name for name in CHANGED if parted or name not in NAME_PARTS]
        given = {name: getattr(contact, name) for name in (*names, "version")}
        super().__init__(data, initial=given)
        self.fields |= _of_contact(*names)

    @property
    def given(self) -> dict[str, Any]:
        """The fields that hold something else than the record, with what they hold."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}

    def rebased(self, current: Contact, changes: Iterable[Mapping[str, Any]]) -> Self:
        """Return the form on the record as it stands now, with all that was typed.

        `changes` are what somebody else changed, `before` and `current`: where nothing was typed
        theirs is taken.
        """
        data: dict[str, Any] = {name: self.data.get(name, "") for name in self.fields}
        data["version"] = str(current.version)
        for change in changes:
            name = change["field"]
            if name in self.fields and self.cleaned_data[name] == change["before"]:
                data[name] = change["current"]
        again = type(self)(data, contact=current)
        again.full_clean()
        return again


def in_words(change: Mapping[str, Any]) -> dict[str, Any]:
    """Return a change of a client with the names of what is chosen from a menu, not its codes."""
    name = change["field"]
    field = Contact._meta.get_field(name)  # noqa: SLF001 -- Django's documented name
    words = dict(getattr(field, "flatchoices", ()))

    def said(value: Any) -> Any:
        return words.get(value) or spelled(name, value) or "empty"

    return {**change, "before": said(change["before"]), "current": said(change["current"])}


class NewClientForm(forms.Form):
    """Somebody new: who they are, how they are reached, whose client they become."""

    phone = PointField(label="Phone", required=False, help_text="")
    phone_2 = PointField(label="Another phone", required=False)
    email = PointField(label="E-mail", required=False)
    email_2 = PointField(label="Another e-mail", required=False)
    city = drawn(PostalAddress._meta.get_field("city"))  # noqa: SLF001 -- Django's documented name
    owner = forms.ModelChoiceField(
        User.objects.filter(is_active=True, kind=UserKind.HUMAN)
        .select_related("team")
        .order_by("full_name", "username"),
        label="Whose client",
        empty_label=None,
        widget=forms.Select({"class": "input"}),
    )
    key = KeyField()
    field_order = (
        "full_name", "company_name", "phone", "phone_2", "email", "email_2", "residence_country",
        "city", "owner",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= _of_contact("full_name", "company_name", "residence_country")
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
