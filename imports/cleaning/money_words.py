"""The words of money: currencies, units such as lakh and million, and what makes it a rate."""

import re
from decimal import Decimal
from typing import Final

from imports.cleaning.text import fold

THOUSAND: Final = Decimal(1000)
LAKH: Final = Decimal(100_000)
MILLION: Final = Decimal(1_000_000)
CRORE: Final = Decimal(10_000_000)
BILLION: Final = Decimal(1_000_000_000)
OTHER: Final = "OTHER"
"""A currency we keep no amounts in."""

_CURRENCY_WORDS: Final = {
    "INR": r"₹|\binr\b|\brs\b\.?|\brupees?\b|रुपये|रुपए|रु(?!\w)\.?|/-",
    "AED": r"\baed\b|\bdhs?\b\.?|\bdirhams?\b|د\.?إ\.?|درهم",
    "SGD": r"s\$|\bsgd\b",
    "USD": r"us\$|(?<!\w)\$|\busd\b|\bdollars?\b",
    "GBP": r"£|\bgbp\b|\bpounds?\b",
    "EUR": r"€|\beur\b|\beuros?\b",
    OTHER: r"\b(?:sar|qar|omr|kwd|bhd|pkr|lkr|npr|bdt|cad|aud|chf|jpy|cny|hkd|thb|myr)\b|[¥₩₽₺]",
}
CURRENCY: Final = re.compile(
    "|".join(f"(?P<{code}>{fold(words)})" for code, words in _CURRENCY_WORDS.items())
)
# letters may be glued to digits (`AED2M`, `5000000Rs`), which \b does not see as an edge
GLUED: Final = re.compile(r"(?<=[0-9])(?=[^\W\d_])|(?<=[^\W\d_])(?=[0-9])")
_UNITS: Final = {
    THOUSAND: "k thousand thousands hazar hazaar हजार हज़ार الف ألف آلاف الاف",
    LAKH: "l lk lakh lakhs lac lacs lakhs/- लाख",
    MILLION: "m mn mm mio mil mill million millions مليون ملايين",
    CRORE: "cr crs crore crores करोड करोड़",
    BILLION: "b bn billion billions arab अरब مليار",
}
SCALE: Final = {fold(word): scale for scale, words in _UNITS.items() for word in words.split()}
UNIT_NAMES: Final = {
    THOUSAND: "thousand",
    LAKH: "lakh",
    MILLION: "million",
    CRORE: "crore",
    BILLION: "billion",
}
RATE: Final = re.compile(
    r"(?:\bper\b|/|\bp)\s*(?:sq|sf|m2|month|mth|year|yr|annum|week|day|night|gaj|psf)|\b(?:psf|p\.?m|p\.?a)\b"
)

# Whole names alone: a dollar may be of Australia, a rupee of Pakistan.
_NAMES: Final = {
    "rs": "INR", "₹": "INR", "rupee": "INR", "indian rupee": "INR",
    "dh": "AED", "dirham": "AED", "uae dirham": "AED", "emirati dirham": "AED",
    "united arab emirates dirham": "AED",
    "us dollar": "USD", "united states dollar": "USD", "american dollar": "USD",
    "pound sterling": "GBP", "british pound": "GBP", "british pound sterling": "GBP",
    "euro": "EUR", "singapore dollar": "SGD",
}  # fmt: skip
_CODES: Final = frozenset(_CURRENCY_WORDS) - {OTHER}
_PARTS: Final = re.compile(r"[-\u2013(),:/]")


def currency_named(text: str) -> str:
    """Return the code of the currency a cell names, `INR - Indian Rupee` too; empty for another."""
    named = {_code(part.strip(" .")) for part in _PARTS.split(text) if part.strip(" .")}
    return named.pop() if len(named) == 1 else ""


def _code(text: str) -> str:
    name = fold(text)
    plain = name if name in _NAMES else name.removesuffix("s")
    return text.upper() if text.upper() in _CODES else _NAMES.get(plain, "")
