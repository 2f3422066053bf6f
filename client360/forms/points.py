"""How a client is reached, as somebody types it: a number, an address, a handle."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from client360.forms.parts import INPUT, KeyField, VersionField
from contacts.choices import PointKind
from contacts.models import ContactPoint
from contacts.selectors import grouped_number
from contacts.services import PointDraft, normal_value
from core.models import CanonicalModel

LONGEST: Final = ContactPoint._meta.get_field("value_norm").max_length  # noqa: SLF001 -- Django's documented name
MEANWHILE: Final = "{} changed this meanwhile; it is “{}” now. Save again to put yours there."


class PointField(forms.CharField):
    """A phone number, an e-mail or a handle, as it is written."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=LONGEST, widget=forms.TextInput(INPUT), **more)


class PointForm(forms.Form):
    """Another value of a contact point somebody has."""

    value = PointField(error_messages={"required": "Write it, or close it."})
    version = VersionField()

    def __init__(self, data: QueryDict | None = None, *, point: ContactPoint) -> None:
        given = {"value": _shown(point), "version": point.version}
        super().__init__(data, initial=given, prefix=f"point-{point.uid}")
        self.point = point
        label = point.get_kind_display()
        self.fields["value"].label = f"{label}, {point.label}" if point.label else label

    def overtaken(self, current: CanonicalModel) -> None:
        """Say what somebody else made of the point meanwhile; what was typed stays."""
        sent = {name: self.data[name] for name in self.data}
        self.data = sent | {self.add_prefix("version"): str(current.version)}
        who = current.updated_by or "The system"
        self.add_error("value", MEANWHILE.format(who, current))

    def clean_value(self) -> str:
        """Return the value as it was written; refuses what is none of its kind."""
        value: str = self.cleaned_data["value"]
        if value == self.initial["value"]:
            return self.point.value_raw
        normal_value(self.point.kind, value, region=self.point.contact.residence_country)
        return value


def _shown(point: ContactPoint) -> str:
    """Return a point as lists show it: a number in groups, anything else as it was written."""
    called = point.kind in {PointKind.PHONE, PointKind.WHATSAPP}
    return grouped_number(point.value_raw) if called else point.value_raw


class NewPointForm(forms.Form):
    """One more way to reach a client."""

    prefix = "new"
    kind = forms.ChoiceField(
        label="Kind", choices=PointKind.choices, widget=forms.Select({"class": "input"})
    )
    value = PointField(
        label="Number, address or handle", error_messages={"required": "Write it here."}
    )
    is_shared = forms.BooleanField(label="Others use it too: a family, an office", required=False)
    key = KeyField()

    def __init__(self, data: QueryDict | None = None, *, region: str) -> None:
        super().__init__(data)
        self.region = region

    def clean(self) -> dict[str, Any]:
        """Check that the value is one of its kind."""
        values: dict[str, Any] = super().clean() or {}
        if "kind" in values and "value" in values:
            try:
                normal_value(values["kind"], values["value"], region=self.region)
            except ValidationError as error:
                self.add_error("value", error)
        return values

    @property
    def draft(self) -> PointDraft:
        """What was typed."""
        given = self.cleaned_data
        return PointDraft(given["kind"], given["value"], is_shared=given["is_shared"])
