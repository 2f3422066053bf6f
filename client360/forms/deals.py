"""The form of a new deal: what may be sold to a client, for how much, and by when."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from accounts.models import Account
from client360.forms.parts import AmountField, KeyField, currency_of
from client360.forms.records import drawn, owner_field
from contacts.models import Contact
from core.choices import State
from core.models import User
from core.selectors.masking import unseen
from inventory.models import Project
from opportunities.models import Opportunity, Stage
from opportunities.selectors import first_stages

MENU: Final = forms.Select({"class": "input"})
VALUES: Final = ("name", "account", "project", "amount", "currency", "expected_close", "owner")


def _of_deal(name: str, **more: Any) -> Any:
    field: Any = Opportunity._meta.get_field(name)  # noqa: SLF001 -- Django's documented name
    return drawn(field, **more)


class NewDealForm(forms.Form):
    """A new deal of one client; `accounts` are all that may be the buying entity.

    `typed` is what a form that was not sent to be saved holds already.
    """

    name = _of_deal("name", required=False)
    account = forms.ModelChoiceField(
        Account.objects.none(),
        to_field_name="uid",
        required=False,
        label="Account",
        error_messages={"invalid_choice": "Choose an account you may change."},
    )
    project = forms.ModelChoiceField(
        Project.objects.filter(state=State.ACTIVE),
        to_field_name="uid",
        required=False,
        empty_label="None yet",
        widget=MENU,
    )
    amount = AmountField(label="Amount", help_text="3.5 Cr, or 3,200,000.")
    currency = _of_deal("currency")
    stage = forms.ModelChoiceField(
        Stage.objects.none(), to_field_name="code", empty_label=None, widget=MENU
    )
    expected_close = forms.DateField(
        label="Expected close",
        required=False,
        error_messages={"invalid": "Choose a day."},
        widget=forms.DateInput({"class": "input", "type": "date"}, format="%Y-%m-%d"),
    )
    owner = owner_field("Whose deal")
    key = KeyField()

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        client: Contact,
        accounts: "QuerySet[Account]",
        reader: User,
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        known = "budget_currency" not in unseen(client, reader)
        currency = client.budget_currency if known else ""
        given = {"currency": currency, "owner": reader.pk}
        super().__init__(data, initial=given | dict(typed or {}))
        self.fields["name"].help_text = f"Left empty: {client}, at the project."
        for name, rows in {"account": accounts, "stage": first_stages()}.items():
            menu: Any = self.fields[name]
            menu.queryset = rows

    def clean(self) -> dict[str, Any]:
        """Check that an amount is in a currency."""
        values: dict[str, Any] = super().clean() or {}
        if not {"amount", "currency"} <= values.keys():
            return values
        if values["amount"] is None:
            return values | {"currency": ""}
        currency = currency_of(self, values["currency"], "amount", "currency", of="amount")
        return values | {"currency": currency}

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the deal."""
        given = self.cleaned_data
        return {name: given[name] for name in VALUES} | {"team": given["owner"].team}
