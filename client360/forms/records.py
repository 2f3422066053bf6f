"""The form of a record on file: what may be changed of it, at the version its reader saw."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final, Self

from django import forms
from django.db import models
from django.forms.models import fields_for_model

from client360.forms.parts import INPUT, KeyField, VersionField, amount_text
from core.choices import UserKind
from core.models import OwnedModel, User
from core.selectors.masking import unseen
from core.selectors.spelling import spelled

UNKNOWN: Final = "Not known"
WORDS: Final[dict[str, dict[str, Any]]] = {
    "full_name": {"label": "Name", "error_messages": {"required": "Write a name."}},
    "display_name": {"label": "Name", "error_messages": {"required": "Write a name."}},
    "company_name": {"label": "Company"},
    "residence_country": {
        "label": "Country they live in",
        "help_text": "A number without a country code is read as one of this country.",
    },
    "phone": {"help_text": ""},
    "description": {"widget": forms.Textarea({"rows": 4})},
}


def drawn(field: "models.Field[Any, Any]", **more: Any) -> Any:
    """Return the field of a form as these pages draw it."""
    words = WORDS.get(field.name, {})
    made: Any = field.formfield(**{**more, **words})
    if made is not None:
        made.widget.attrs |= INPUT
        made.help_text = words.get("help_text", made.help_text)  # a menu of countries drops it
    if isinstance(made, forms.ChoiceField):
        offered: Any = made.choices
        made.choices = [(code, label if code else UNKNOWN) for code, label in offered]
    return made


def fields_of(model: type[models.Model], names: Iterable[str]) -> dict[str, Any]:
    """Return the fields of a form for fields of a model."""
    return fields_for_model(model, list(names), formfield_callback=drawn)


class RecordForm(forms.Form):
    """What may be changed of a record; fields its reader does not see are left out."""

    model: ClassVar[type[OwnedModel]]
    changed: ClassVar[tuple[str, ...]]
    version = VersionField()

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, subject: Any, reader: User
    ) -> None:
        hidden = unseen(subject, reader)
        names = [name for name in self.names_for(subject) if name not in hidden]
        super().__init__(data, initial={"version": subject.version})
        self.subject, self.reader = subject, reader
        self.initial.update({name: getattr(subject, name) for name in names})
        made = fields_of(self.model, names) | self.made_here()
        self.fields |= {name: made[name] for name in names}

    def names_for(self, subject: Any) -> Iterable[str]:  # noqa: ARG002 -- clients differ
        """Return the fields of one record that may be changed."""
        return self.changed

    def made_here(self) -> dict[str, forms.Field]:
        """Return the fields that are written otherwise than the database keeps them."""
        return {}

    @property
    def given(self) -> dict[str, Any]:
        """The fields that hold something else than the record, with what they hold."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version" and value != getattr(self.subject, name)
        }

    def rebased(self, current: Any, changes: Iterable[Mapping[str, Any]]) -> Self:
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
        again = type(self)(data, subject=current, reader=self.reader)
        again.full_clean()
        return again


def owner_field(label: str) -> "forms.ModelChoiceField[Any]":
    """Return the menu of colleagues a new record may belong to."""
    people = User.objects.filter(is_active=True, kind=UserKind.HUMAN).select_related("team")
    return forms.ModelChoiceField(
        people.order_by("full_name", "username"),
        label=label,
        empty_label=None,
        widget=forms.Select({"class": "input"}),
    )


class OwnerForm(forms.Form):
    """To whom a record goes."""

    prefix = "owner"
    owner = forms.ModelChoiceField(
        User.objects.filter(is_active=True, kind=UserKind.HUMAN).order_by("full_name", "username"),
        label="Colleague",
        empty_label="Choose…",
        error_messages={"required": "Choose a colleague."},
        widget=forms.Select({"class": "input"}),
    )
    version = VersionField()
    key = KeyField()

    def __init__(self, data: Mapping[str, Any] | None = None, *, subject: Any = None) -> None:
        super().__init__(data, initial={"version": subject.version} if subject else {})

    def at(self, version: int) -> None:
        """Put the form on the version that stands."""
        sent = {name: self.data[name] for name in self.data}
        self.data = sent | {self.add_prefix("version"): str(version)}


def in_words(model: type[OwnedModel], change: Mapping[str, Any]) -> dict[str, Any]:
    """Return a change of a record with the names of what is chosen from a menu, not its codes."""
    name = change["field"]
    field = model._meta.get_field(name)  # noqa: SLF001 -- Django's documented name
    words = dict(getattr(field, "flatchoices", ()))

    def said(value: Any) -> Any:
        if isinstance(value, Decimal):
            return amount_text(value)
        if isinstance(value, list):
            value = ", ".join(value)
        return words.get(value) or spelled(name, value) or "empty"

    return {**change, "before": said(change["before"]), "current": said(change["current"])}
