"""Walking the migrations of a copy of the test database, back and forward, in fair time."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.db import connection
from django.db.migrations.state import ProjectState
from django.db.models import Field

type Name = tuple[str, str]


@contextmanager
def copied_database() -> Iterator[None]:
    """Point the connection at a copy of the test database, and drop the copy afterwards."""
    original = connection.settings_dict["NAME"]
    copy = f"{original}_back"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')
    try:
        connection.settings_dict["NAME"] = copy
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = original
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}"')


def step_lightly(patch: pytest.MonkeyPatch) -> None:
    """Spare the walk most of its time, which goes into models nobody looks at.

    Django takes every field apart for each model it makes anew; the fields of a migration's state
    stand in no model, so that a copy is as good. And after a step it makes every model anew that
    is related to the changed one over however many others, which are nearly all.
    """
    patch.setattr(Field, "clone", _clone)
    patch.setattr(ProjectState, "_find_reload_model", _near)


def _clone(field: Field) -> Field:
    copied = deepcopy(field)
    copied.name = None  # the model it comes to stand in gives it
    return copied


def _near(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[Name]:  # noqa: ARG001, FBT001, FBT002 -- Django's own signature
    """Return the model and those that point at it: what a step on it can look at."""
    try:
        known = state.apps.get_model(app_label, model_name)
    except LookupError:
        return {(app_label, model_name)}
    fields = known._meta.get_fields(include_hidden=True)
    pointing = {
        field.related_model._meta for field in fields if field.auto_created and field.is_relation
    }
    return {(app_label, model_name)} | {(meta.app_label, meta.model_name) for meta in pointing}
