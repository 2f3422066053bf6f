"""Values as people read them, on every page: built into the templates, nobody loads them."""

from decimal import Decimal

from django import template

register = template.Library()

ALMOST = 0.995  # from here on a percentage would round to all


@register.filter
def percent(share: float | Decimal | None) -> str:
    """Return a share of one as a percentage, a dash for none."""
    return "–" if share is None else f"{share:.0%}"  # noqa: RUF001 -- as wide as a number


@register.filter
def likely(probability: float | Decimal | None) -> str:
    """Return a probability as a reader takes it: `over 99%`, `81%`; never all."""
    sure = probability is not None and probability >= ALMOST
    return "over 99%" if sure else percent(probability)


@register.filter
def thousands(number: int | None) -> str:
    """Return a count with its thousands apart: `12,345`; 0 for none."""
    return f"{int(number or 0):,}"


@register.filter
def words(name: str) -> str:
    """Return the name of a field, or a code, in words: `date_of_birth` gives `date of birth`."""
    return name.replace("_", " ")
