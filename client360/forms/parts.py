"""What forms of several pages share: versions and keys they carry unseen, amounts and tags."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from django import forms

from core.choices import Currency
from core.selectors.money import format_money
from imports.cleaning.money import MoneyRange, clean_money

STALE: Final = "This page is out of date. Load it again."
LONGEST_KEY: Final = 64
LONGEST_TAG: Final = 60
INPUT: Final = {"class": "input", "autocomplete": "off"}
NO_AMOUNT: Final = "Write one amount, such as 2.5 Cr or 3,200,000."
WHICH: Final = "Choose the currency of the {}."
OTHER: Final = "This names {}, the currency beside it is {}."
UNNAMED: Final = "currency_unknown"  # the menu beside the amount names it


class VersionField(forms.IntegerField):
    """The version of a record its reader saw."""

    def __init__(self, **more: Any) -> None:
        told = {"required": STALE, "invalid": STALE}
        super().__init__(widget=forms.HiddenInput, error_messages=told, **more)


class KeyField(forms.CharField):
    """The idempotency key of a form: sent twice, it is saved once."""

    def __init__(self, **more: Any) -> None:
        told = {"required": STALE, "max_length": STALE}
        super().__init__(
            max_length=LONGEST_KEY,
            initial=lambda: str(uuid4()),
            widget=forms.HiddenInput,
            error_messages=told,
            **more,
        )


class AmountField(forms.CharField):
    """An amount of money as people write it, `2.5 Cr`; its currency stands in a menu beside it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(INPUT), **more)

    def prepare_value(self, value: Any) -> Any:
        """Return an amount with every digit, what somebody typed as it is."""
        return amount_text(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        """Return the amount; refuses what is no single one."""
        if isinstance(value, Decimal):
            return value
        if not (text := str(value or "").strip()):
            return None
        read = amount_of(text)
        if read.min is None or read.min != read.max or not {UNNAMED}.issuperset(_codes(read)):
            raise forms.ValidationError(NO_AMOUNT)
        return read.min


class TagsField(forms.CharField):
    """Words a record is found by, with commas between them."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(INPUT), **more)

    def prepare_value(self, value: Any) -> Any:
        """Return tags as one line, what somebody typed as it is."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Return the tags, each once."""
        parts = value if isinstance(value, list) else str(value or "").split(",")
        tags = [tag for part in parts if (tag := part.strip())]
        if any(len(tag) > LONGEST_TAG for tag in tags):
            raise forms.ValidationError(f"A tag has at most {LONGEST_TAG} characters.")
        return list(dict.fromkeys(tags))


def amount_of(text: str, currency: str = "") -> MoneyRange:
    """Return the amount somebody typed, in a currency where the text names none."""
    return clean_money(text, currency_hint=currency or None)


def currency_of(form: forms.Form, chosen: str, *names: str, of: str) -> str:
    """Return the currency of amounts: the chosen one, or that which one of them names.

    `names` are the fields of the amounts and, last, the menu of the currency. What does not agree
    is said beside its field.
    """
    *amounts, menu = names
    for name in amounts:
        named = amount_of(str(form.data.get(name) or ""), chosen).currency
        chosen = chosen or (named if named in Currency.values else "") or ""
        if named and named != chosen:
            form.add_error(name, OTHER.format(named, chosen))
    if not chosen:
        form.add_error(menu, WHICH.format(of))
    return chosen


def amount_text(amount: Decimal, currency: str = "") -> str:
    """Return an amount as it is typed: in the unit of its market where that loses nothing."""
    short = format_money(amount, currency) if currency else ""
    if short and amount_of(short).min == amount:
        return short.removeprefix("₹").removeprefix(f"{currency} ")
    return f"{amount.normalize():,f}"


def _codes(read: MoneyRange) -> Sequence[str]:
    return [issue.code for issue in read.issues]
