"""The shape of what is asked on the pages of operations."""

from typing import Any

from django import forms

from core.choices import UserKind
from core.models import User

LONGEST_REASON = 300


class HandOverForm(forms.Form):
    """To whom everything of a colleague goes, and why."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label="Hand over to",
        empty_label="Choose a colleague",
        error_messages={"required": "Choose a colleague."},
        widget=forms.Select({"class": "input"}),
    )
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput({"class": "input", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, of: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, kind=UserKind.HUMAN).exclude(pk=of.pk)
        menu = self.fields["to"]
        if isinstance(menu, forms.ModelChoiceField):
            menu.queryset = people.order_by("full_name", "username")
