"""What a person describes as wanted, as people say it."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import template
from django.utils.dateformat import format as format_date

from client360.templatetags.dossier import listed
from core.selectors.money import money_range
from inventory.choices import Configuration, Facing

register = template.Library()
NAMES = dict(Configuration.choices)
SIDES = dict(Facing.choices)
ENDS = 2


@register.filter
def wished(criteria: Mapping[str, Any]) -> str:
    """Return a description in one line: `AED 14M to 17.5M · Dubai Marina · 3 BHK`."""
    said = (_said(name, wanted, criteria) for name, wanted in criteria.items() if wanted)
    return " · ".join(part for part in said if part)


def _said(name: str, wanted: Any, criteria: Mapping[str, Any]) -> str:
    if name == "currency":  # said with the price
        return ""
    if name == "price":
        return _price(wanted, criteria)
    said = SAID.get(name)
    return said(wanted) if said else f"{name.replace('_', ' ').capitalize()}: {listed(wanted)}"


def _configurations(wanted: Any) -> str:
    return ", ".join(str(NAMES.get(code, code)) for code in _many(wanted))


def _markets(wanted: Any) -> str:
    return ", ".join(str(each) for each in _many(wanted) if each)


def _price(wanted: Any, criteria: Mapping[str, Any]) -> str:
    """Return a range of prices: `{low, high, currency}`, or both ends beside a currency."""
    if isinstance(wanted, Mapping):
        low, high, currency = (wanted.get(name) for name in ("low", "high", "currency"))
    else:
        low, high = (*_many(wanted), None, None)[:ENDS]
        currency = criteria.get("currency")
    if not currency or not (low or high):
        return ""
    return money_range(_amount(low), _amount(high), str(currency))


def _amount(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value)) if value else None
    except InvalidOperation:
        return None


def _between(wanted: Any) -> str:
    low, high = (*_many(wanted), None, None)[:ENDS]
    if low and high:
        return f"{_round(low)} to {_round(high)}"
    return f"from {_round(low)}" if low else f"up to {_round(high)}"


def _round(value: Any) -> str:
    number = _amount(value)
    return f"{number:,.0f}" if number is not None else str(value)


def _many(wanted: Any) -> list[Any]:
    return list(wanted) if isinstance(wanted, list | tuple) else [wanted]


def _day(wanted: Any) -> str:
    try:
        return format_date(date.fromisoformat(str(wanted)), "j M Y")
    except ValueError:
        return str(wanted)


SAID: Final[dict[str, Callable[[Any], str]]] = {
    "configurations": _configurations,
    "micro_markets": _markets,
    "carpet_sqft": lambda wanted: f"{_between(wanted)} sq ft",
    "floors": lambda wanted: f"floor {_between(wanted)}",
    "facing": lambda wanted: f"facing {str(SIDES.get(wanted, wanted)).lower()}",
    "possession_by": lambda wanted: f"ready by {_day(wanted)}",
}
