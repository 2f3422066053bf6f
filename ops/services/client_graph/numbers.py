"""Telephone numbers nobody else in the graph has, and the ways people write them down."""

from random import Random

INDIA_PREFIXES, INDIA_SPACE = 30_000, 30_000 * 9 * 10_000
GULF, GULF_SPACE = ("50", "52", "54", "55", "56", "58"), 6 * 8 * 1_000_000
BRITAIN, BRITAIN_SPACE = ("74", "75", "78"), 3 * 100_000_000
SINGAPORE_SPACE = 16 * 1_000_000
AMERICA = ("212", "415", "646", "732", "408", "650", "201", "312", "469", "972")
AMERICA_SPACE = len(AMERICA) * 300 * 10_000
STEP = 1_618_033_991  # shares no factor with any of the spaces, so a walk meets no number twice


def number_of(country: str, place: int) -> str:
    """Return the `place`-th mobile number of a country, in E.164.

    Numbers differ for places below 3 million (16 million outside America). In India the digit
    after the first five is never 0: those belong to the demo.
    """
    return _MAKERS.get(country, _indian)(place * STEP)


def _indian(walk: int) -> str:
    walk %= INDIA_SPACE
    walk, tail = divmod(walk, 10_000)
    prefix, sixth = divmod(walk, 9)
    return f"+91{70_000 + prefix}{sixth + 1}{tail:04}"


def _gulf(walk: int) -> str:
    operator, rest = divmod(walk % GULF_SPACE, 8_000_000)
    return f"+971{GULF[operator]}{2_000_000 + rest}"


def _british(walk: int) -> str:
    block, rest = divmod(walk % BRITAIN_SPACE, 100_000_000)
    return f"+44{BRITAIN[block]}{rest:08}"


def _singaporean(walk: int) -> str:
    block, rest = divmod(walk % SINGAPORE_SPACE, 1_000_000)
    return f"+65{(81 if block < 8 else 82) + block}{rest:06}"


def _american(walk: int) -> str:
    walk, line = divmod(walk % AMERICA_SPACE, 10_000)
    area, exchange = divmod(walk, 300)
    return f"+1{AMERICA[area]}{220 + exchange}{line:04}"


_MAKERS = {"IN": _indian, "AE": _gulf, "GB": _british, "SG": _singaporean, "US": _american}


def as_written(dice: Random, phone: str) -> str:
    """Return a number as people write it: with blanks, a leading 0, or no country code."""
    if phone.startswith("+91"):
        rest = phone[3:]
        style = int(dice.random() * 4)
        if style == 0:
            return f"+91 {rest[:5]} {rest[5:]}"
        return (rest, f"0{rest}", f"+91-{rest}")[style - 1]
    if phone.startswith("+971") and dice.random() < 0.5:
        return f"0{phone[4:6]} {phone[6:9]} {phone[9:]}"
    return phone
