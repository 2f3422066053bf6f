"""Values of fields that hold codes, in words: countries, languages, time zones as CLDR has them."""

from functools import cache
from typing import Any, Final

from babel import Locale
from babel.dates import get_timezone_location

COUNTRY_FIELDS: Final = frozenset({"country", "nationality", "residence_country"})


def country_name(code: str) -> str:
    """Return the name of a country of two letters; anything else as it is."""
    return str(_english().territories.get(code.upper(), code))


def language_name(tag: str) -> str:
    """Return the name of a BCP 47 language: `ml` gives Malayalam; anything else as it is."""
    names = _english().languages
    return str(names.get(tag.replace("-", "_")) or names.get(tag.partition("-")[0].lower()) or tag)


def zone_name(zone: str) -> str:
    """Return the name of a time zone: `Asia/Kolkata` gives India Time; anything else as it is."""
    if not zone or zone == "UTC":
        return zone
    try:
        return get_timezone_location(zone, locale=_english())
    except LookupError:
        return zone


def spelled(field: str, value: Any) -> Any:
    """Return what a field holds in words, where it holds codes; any other value as it is."""
    if field in COUNTRY_FIELDS and isinstance(value, str):
        return country_name(value)
    if field == "preferred_languages" and value:
        tags = value.split(", ") if isinstance(value, str) else value
        return ", ".join(map(language_name, tags))
    if field == "timezone" and isinstance(value, str):
        return zone_name(value)
    if field == "gender" and isinstance(value, str):
        return value.replace("_", " ").capitalize()
    return value


@cache
def _english() -> Locale:
    return Locale("en")
