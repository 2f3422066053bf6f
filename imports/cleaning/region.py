"""The region a phone number without calling code belongs to, from what else the row says."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import phonenumbers

from imports.cleaning.countries import country_code
from imports.cleaning.text import ascii_marks, unguarded

_WORLD: Final = "001"
_NOT_DIGITS: Final = re.compile(r"[^0-9]")


def region_for(
    country: str = "",
    dial_code: str = "",
    numbers: Iterable[str] = (),
    hint: str | None = None,
) -> str | None:
    """Return the ISO code of the region to read a row's national numbers in, or None.

    The strongest witness speaks: the dial-code cell, the country cell, the calling code all other
    international numbers of the row share, and only then the hint of the batch.
    """
    return (
        _region_of_dial_code(dial_code)
        or _region_of_country(country)
        or _shared_region(numbers)
        or (_region_of_country(hint) if hint else None)
    )


@lru_cache(maxsize=4096)
def _region_of_country(text: str) -> str | None:
    """Return the region of a country written by name or code."""
    return country_code(text) if text else None


@lru_cache(maxsize=4096)
def _region_of_dial_code(text: str) -> str | None:
    """Return the main region of a calling code such as `+91`, `0091` or `91`."""
    digits = _NOT_DIGITS.sub("", ascii_marks(text)).lstrip("0")
    if not digits or len(digits) > 3:  # noqa: PLR2004 -- calling codes have up to three digits
        return None
    region = phonenumbers.region_code_for_country_code(int(digits))
    return region if region not in {_WORLD, phonenumbers.UNKNOWN_REGION} else None


@lru_cache(maxsize=4096)
def _region_of_number(text: str) -> str | None:
    """Return the region of a valid number that carries its calling code."""
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return None
    region = phonenumbers.region_code_for_number(number)
    return str(region) if region and region != _WORLD else None


def _shared_region(numbers: Iterable[str]) -> str | None:
    """Return the region of the international numbers when they agree on one."""
    written = (unguarded(ascii_marks(number)).strip() for number in numbers)
    regions = {_region_of_number(text) for text in written if text.startswith("+")} - {None}
    return regions.pop() if len(regions) == 1 else None
