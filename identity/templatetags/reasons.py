"""What speaks for and against a pair, in a line."""

import re

from django import template

from core.templatetags.reading import percent
from identity.selectors.evidence import WORDS

register = template.Library()

SIGN = re.compile(r"([+-])([A-Z0-9_]+)")
SURE = 0.995


@register.filter
def signs(key: str | None) -> list[tuple[str, str]]:
    """Return the parts of a short key, `+PHONE-BORN`, each as `+ phone` with its colour."""
    return [
        (f"{'+' if sign == '+' else '−'} {_name(part)}", "accent" if sign == "+" else "amber")  # noqa: RUF001 -- a minus, as wide as the plus
        for sign, part in SIGN.findall(key or "")
    ]


@register.filter
def likely(score: float | None) -> str:
    """Return a probability as a reader takes it: `over 99%`, `81%`; never all."""
    return "over 99%" if score is not None and score >= SURE else percent(score)


def _name(part: str) -> str:
    comparison = part.lower()
    return WORDS.get(comparison, comparison.replace("_", " "))
