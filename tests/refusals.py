"""Asking the database itself, past every validation in Python."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Model

from core.models import CanonicalModel


def refused_by(row: Model, **wrong) -> str:
    """Return the name of the constraint by which the database refuses these values on a row."""
    if isinstance(row, CanonicalModel):
        wrong["version"] = F("version") + 1
    return refusal(lambda: type(row).objects.filter(pk=row.pk).update(**wrong))


def insert_refused_by(row: Model) -> str:
    """Return the name of the constraint by which the database refuses a new row."""
    return refusal(lambda: row.save(force_insert=True))


def refusal(write: Callable[[], object]) -> str:
    """Return the name of the guard by which the database refuses a write."""
    with pytest.raises(IntegrityError) as caught:
        _write_and_check(write)
    return caught.value.__cause__.diag.constraint_name


@transaction.atomic
def _write_and_check(write: Callable[[], object]) -> None:
    write()
    connection.check_constraints()  # the deferred ones too
