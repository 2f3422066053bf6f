"""What two people are compared by, as people write it.

A matcher keeps the last nine digits of a number and a day as YYYYMMDD; nobody reads those.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.utils.formats import date_format

from contacts.choices import PointKind
from contacts.models import Contact, ContactPoint
from contacts.selectors import grouped_number
from identity.matching.fields import phones_of
from identity.selectors.evidence import Reason

CALLED = (PointKind.PHONE, PointKind.WHATSAPP)


def spelled_out(reasons: Iterable[Reason], people: Sequence[Contact]) -> list[Reason]:
    """Return reasons with numbers as these people have them and days as people write them."""
    told = list(reasons)
    numbers = _numbers(people) if any(each.comparison in CALLED for each in told) else {}
    return [
        replace(each, left=_value(each.left, numbers), right=_value(each.right, numbers))
        if each.comparison in {*CALLED, "born", "dob"}
        else each
        for each in told
    ]


def point_in_words(point: ContactPoint) -> str:
    """Return a number in groups, any other contact point as it is."""
    return grouped_number(point.value_norm) if point.kind in CALLED else point.value_norm


def day_in_words(text: str) -> str:
    """Return a day as people write it; any other text as it is."""
    try:
        return date_format(date.fromisoformat(text), "j M Y")
    except ValueError:
        return text


def _value(text: str, numbers: dict[str, str]) -> str:
    return numbers.get(text) or day_in_words(grouped_number(text))


def _numbers(people: Sequence[Contact]) -> dict[str, str]:
    """Return the numbers of some people, retired ones too, by what a matcher keeps of them."""
    points = ContactPoint.objects.filter(contact__in=people, kind__in=CALLED)
    held = points.values_list("value_norm", flat=True)
    return {key: grouped_number(number) for number in held for key in phones_of(number)}
