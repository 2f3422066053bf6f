"""The shape of one act on many clients."""

from collections.abc import Sequence
from typing import Any, Final, cast

from django import forms

from client360.forms.acts import TaskForm
from client360.forms.parts import TagsField
from core.choices import UserKind
from core.models import User


class ReasonForm(forms.Form):
    """Why many records are changed; it stands in the history of each."""

    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=300,
        help_text="Stands in the history of each.",
        widget=forms.TextInput({"class": "input", "autocomplete": "off"}),
    )

    def values(self) -> dict[str, Any]:
        """Return the fields of the act."""
        return self.cleaned_data


class AssignForm(ReasonForm):
    """To whom many records go."""

    owner = forms.ModelChoiceField(
        label="Colleague",
        queryset=User.objects.filter(is_active=True, kind=UserKind.HUMAN),
        empty_label="Choose…",
        error_messages={"required": "Choose a colleague."},
        widget=forms.Select({"class": "input"}),
    )
    field_order = ("owner", "reason")


class TagForm(ReasonForm):
    """The tags many records get."""

    tags = TagsField(label="Tags", help_text="Several are separated by commas.")
    field_order = ("tags", "reason")

    def clean_tags(self) -> list[str]:
        """Return the tags that were written; raises ValidationError for none."""
        if not (tags := self.cleaned_data["tags"]):
            raise forms.ValidationError("Write a tag.")
        found: list[str] = tags
        return found


class UntagForm(ReasonForm):
    """The tags many records lose, of those they have."""

    tags = forms.MultipleChoiceField(
        label="Tags",
        error_messages={"required": "Choose a tag."},
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("tags", "reason")


BULK_FORMS: Final[dict[str, type[forms.Form]]] = {
    "assign": AssignForm,
    "tag": TagForm,
    "untag": UntagForm,
    "task": TaskForm,
}


def bulk_form(op: str, tags: Sequence[str], given: Any = None) -> Any:
    """Return the form of one act on many; `tags` are those the many have."""
    form = BULK_FORMS.get(op, ReasonForm)(given)
    if op == "untag":
        cast("Any", form.fields["tags"]).choices = [(tag, tag) for tag in tags]
    return form
