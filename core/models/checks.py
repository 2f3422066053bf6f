"""Constraints that many tables share, so that each reads as one line."""

from typing import Any

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact

from core.choices import Currency

MORE_THAN_ANY = 10**20  # amounts have sixteen digits at most


def one_of_or_empty(name: str, field: str, choices: type[models.Choices]) -> models.CheckConstraint:
    """Return the constraint that keeps a text inside its enumeration or empty."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": ["", *choices.values]}))


def in_range(name: str, field: str, low: float, high: float) -> models.CheckConstraint:
    """Return the constraint that keeps a number between two bounds, both included."""
    return models.CheckConstraint(
        name=name, condition=Q(**{f"{field}__gte": low, f"{field}__lte": high})
    )


def money(name: str, amount: str, currency: str) -> models.CheckConstraint:
    """Return the constraint on an amount: never negative, and never without its currency."""
    absent = Q(**{f"{amount}__isnull": True, currency: ""})
    known = Q(**{f"{amount}__isnull": False})  # or a null amount would pass as unknown
    given = known & Q(**{f"{amount}__gte": 0, f"{currency}__in": Currency.values})
    return models.CheckConstraint(name=name, condition=absent | given)


def a_number(name: str, *fields: str) -> models.CheckConstraint:
    """Return the constraint that amounts are numbers or missing: the database knows a NaN.

    It takes NaN for more than any number, so every lower bound lets it pass.
    """
    rule = Q()
    for field in fields:
        rule &= Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__lt": MORE_THAN_ANY})
    return models.CheckConstraint(name=name, condition=rule)


def exactly_one(name: str, *fields: Any) -> models.CheckConstraint:
    """Return the constraint that exactly one of the columns or expressions is not null."""
    filled = Func(*fields, function="num_nonnulls", output_field=models.IntegerField())
    return models.CheckConstraint(name=name, condition=Q(Exact(filled, 1)))


def range_has_ends(name: str, field: str) -> models.CheckConstraint:
    """Return the constraint that a range has a first and a last moment, one before the other."""
    ends = {f"{field}__startswith__isnull": False, f"{field}__endswith__isnull": False}
    return models.CheckConstraint(name=name, condition=Q(**ends, **{f"{field}__isempty": False}))


def json_is(name: str, field: str, kind: str) -> models.CheckConstraint:
    """Return the constraint on the outermost kind of a JSON value: `object` or `array`."""
    found = Func(F(field), function="jsonb_typeof", output_field=models.TextField())
    return models.CheckConstraint(name=name, condition=Q(Exact(found, kind)))
