"""What speaks for and against a pair, in a line."""

import re
from typing import Any

from django import template

from identity.selectors.describing import label_of
from identity.selectors.evidence import WORDS
from identity.selectors.leftovers import kind_of

register = template.Library()

SIGN = re.compile(r"([+-])([A-Z0-9_]+)")


@register.filter
def signs(key: str | None) -> list[tuple[str, str]]:
    """Return the parts of a short key, `+PHONE-BORN`, each as `+ phone` with its colour."""
    return [
        (f"{'+' if sign == '+' else '−'} {_name(part)}", "accent" if sign == "+" else "amber")  # noqa: RUF001 -- a minus, as wide as the plus
        for sign, part in SIGN.findall(key or "")
    ]


@register.filter
def left_words(line: dict[str, Any]) -> str:
    """Return a line of residue in words: what kind of row it is and what of it changed."""
    changed = [label_of(name.removeprefix("is_")) for name in line["columns"]]
    return f"{kind_of(line['table'])}: {', '.join(changed)}"


def _name(part: str) -> str:
    comparison = part.lower()
    return WORDS.get(comparison, comparison.replace("_", " "))
