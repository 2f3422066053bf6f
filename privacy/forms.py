"""What people send from the privacy page."""

from typing import Any

from django import forms

from contacts.choices import ConsentPurpose, ConsentStatus, LawfulBasis


class StyledForm(forms.Form):
    """A form whose fields look as everywhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"


class AnswerForm(StyledForm):
    """One answer of a person for one purpose."""

    purpose = forms.ChoiceField(choices=ConsentPurpose.choices)
    status = forms.ChoiceField(
        choices=[
            (status.value, status.label)
            for status in (ConsentStatus.GRANTED, ConsentStatus.DENIED, ConsentStatus.WITHDRAWN)
        ]
    )
    lawful_basis = forms.ChoiceField(
        choices=LawfulBasis.choices, required=False, label="Lawful basis"
    )
    channel = forms.CharField(max_length=40, required=False, label="Given by or on")
    notice_version = forms.CharField(max_length=40, required=False, label="Version of the notice")

    def answer(self) -> dict[str, str]:
        """Return the answer as the consent service takes it."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class GlassForm(StyledForm):
    """Which record, and why."""

    uid = forms.UUIDField(label="Uid of the record")
    reason = forms.CharField(max_length=300, label="Reason")


class GroundsForm(forms.Form):
    """Why somebody is to be forgotten."""

    grounds = forms.CharField(max_length=300)
