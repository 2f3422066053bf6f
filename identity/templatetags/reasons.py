"""What speaks for and against a pair, in a line."""

import re

from django import template

from identity.selectors.evidence import WORDS

register = template.Library()

SIGN = re.compile(r"([+-])([A-Z0-9_]+)")


@register.filter
def signs(key: str | None) -> list[tuple[str, str]]:
    """Return the parts of a short key, `+PHONE-BORN`, each as `+ phone` with its colour."""
    return [
        (f"{'+' if sign == '+' else '−'} {_name(part)}", "accent" if sign == "+" else "amber")  # noqa: RUF001 -- a minus, as wide as the plus
        for sign, part in SIGN.findall(key or "")
    ]


def _name(part: str) -> str:
    comparison = part.lower()
    return WORDS.get(comparison, comparison.replace("_", " "))
