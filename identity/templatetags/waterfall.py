"""The waterfall: how evidence adds up to a score, drawn as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template

from identity.selectors.evidence import Reason

register = template.Library()

LEFT, WIDTH, ROW, RIGHT = 150, 400, 24, 46


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of the picture, in pixels of its own 400-pixel width."""

    y: int
    x: float
    width: float
    tone: str
    words: str
    bits: str
    at: float


@register.inclusion_tag("identity/_waterfall.html")
def waterfall(reasons: Sequence[Reason]) -> dict[str, Any]:
    """Draw the reasons one below the other, each from where the one before ended, then the sum."""
    steps = [reason for reason in reasons if reason.points]
    ends = [0.0]
    for reason in steps:
        ends.append(ends[-1] + reason.points)
    low, high = min(ends), max(ends)
    scale = (WIDTH - LEFT - RIGHT) / ((high - low) or 1)

    def place(value: float) -> float:
        return round(LEFT + (value - low) * scale, 1)

    bars = [
        _bar(row, place(start), place(end), reason.short, reason.points)
        for row, (reason, start, end) in enumerate(zip(steps, ends, ends[1:], strict=False))
    ]
    total = _bar(len(steps), place(0), place(ends[-1]), "in all", ends[-1], tone="total")
    return {
        "bars": [*bars, total],
        "height": ROW * (len(steps) + 1) + 8,
        "width": WIDTH,
        "label_x": LEFT - 8,
        "zero": place(0),
        "words": "; ".join(f"{bar.words} {bar.bits}" for bar in [*bars, total]),
    }


def _bar(row: int, start: float, end: float, words: str, bits: float, tone: str = "") -> Bar:
    return Bar(
        y=row * ROW + 6,
        x=min(start, end),
        width=max(abs(end - start), 1),
        tone=tone or ("for" if bits > 0 else "against"),
        words=words,
        bits=f"{bits:+.1f}",
        at=max(start, end) + 6,
    )
