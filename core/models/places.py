"""Columns that hold a country or a time zone."""

from functools import cache
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.db import models

if TYPE_CHECKING:
    Base = models.CharField[str, str]
else:
    Base = models.CharField

# what CLDR names by two letters though ISO 3166 gives them to no country
NO_COUNTRY: Final = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)


@cache
def countries() -> dict[str, str]:
    """Return the names of the countries by their ISO 3166 codes, in the order of the names."""
    known = Locale("en").territories.items()
    named = {code: name for code, name in known if len(code) == 2 and code.isalpha()}  # noqa: PLR2004 -- a country has two letters
    return dict(
        sorted(
            ((code, str(name)) for code, name in named.items() if code not in NO_COUNTRY),
            key=lambda each: each[1],
        )
    )


def is_country(code: str) -> None:
    """Raise ValidationError unless a text is the code of a country, in letters of either case."""
    if code.upper() not in countries():
        raise ValidationError(
            "No country has the code “%(code)s”. Give the two letters of ISO 3166, such as AE.",
            code="unknown_country",
            params={"code": code},
        )


class CountryField(Base):
    """The ISO 3166 code of a country; small letters are kept as capitals, a form is a menu."""

    default_validators = [is_country]

    def to_python(self, value: Any) -> Any:
        """Return the code in capitals."""
        given = super().to_python(value)
        return given.strip().upper() if isinstance(given, str) else given

    def get_prep_value(self, value: Any) -> Any:
        """Return the code as it is kept."""
        return self.to_python(super().get_prep_value(value))

    def deconstruct(self) -> Any:
        """Return a text of two letters: in the database it is no more."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """Return the menu of the countries by name."""
        kwargs.pop("max_length", None)
        # the help text is for those who write codes
        menu = {"form_class": forms.ChoiceField, "choices": country_menu, "help_text": ""}
        return models.Field.formfield(self, **{**kwargs, **menu})


def country_menu() -> list[tuple[str, str]]:
    """Return the choices of a form: none, then every country by name."""
    return [("", "---------"), *countries().items()]


@cache
def time_zones() -> frozenset[str]:
    """Return the names of the IANA time zone database."""
    return frozenset(available_timezones())


def is_time_zone(name: str) -> None:
    """Raise ValidationError unless a text is the name of a time zone."""
    if name not in time_zones():
        raise ValidationError(
            "No time zone is called “%(name)s”. Give its IANA name, such as Asia/Dubai.",
            code="unknown_time_zone",
            params={"name": name},
        )


class TimeZoneField(Base):
    """The name of a time zone; a form is a menu of the world's cities."""

    default_validators = [is_time_zone]

    def deconstruct(self) -> Any:
        """Return a text: in the database it is no more."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """Return the menu of the zones by city."""
        kwargs.pop("max_length", None)
        menu = {"form_class": forms.ChoiceField, "choices": zone_menu, "label": "Time zone"}
        return models.Field.formfield(self, **{**kwargs, **menu})


def zone_menu() -> list[tuple[str, str]]:
    """Return the choices of a form: none, then the zones that are called by a city."""
    cities = sorted(name for name in time_zones() if "/" in name and "Etc" not in name)
    return [("", "---------"), *((name, name.replace("_", " ")) for name in cities)]
