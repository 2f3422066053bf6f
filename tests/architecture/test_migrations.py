"""Migrations have names and a way back, and the way back has been walked."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field

from core.models.together import Together
from tests.architecture.apps import own_apps


def own_migrations() -> list[Migration]:
    """Return every migration of the project's apps."""
    labels = {config.label for config in own_apps()}
    graph = MigrationLoader(None).disk_migrations
    return [migration for (label, _), migration in sorted(graph.items()) if label in labels]


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


def own_tables() -> list[str]:
    """Return the tables of the project's apps that stand in the database."""
    prefixes = tuple(f"{config.label}_" for config in own_apps())
    return [name for name in connection.introspection.table_names() if name.startswith(prefixes)]


def test_every_migration_has_a_name_somebody_gave_it():
    unnamed = [str(row) for row in own_migrations() if "_auto_" in row.name]

    assert unnamed == []


def test_every_step_in_code_or_sql_has_a_way_back():
    one_way = [
        f"{migration}: {operation.describe()}"
        for migration in own_migrations()
        for operation in migration.operations
        if isinstance(operation, RunPython | RunSQL | Together) and not operation.reversible
    ]
    assert one_way == []


def test_operations_done_together_have_a_way_back_if_each_of_them_has():
    there, back = RunSQL("SELECT 1", "SELECT 1"), RunSQL("SELECT 1")

    assert [Together([there]).reversible, Together([there, back]).reversible] == [True, False]


@pytest.mark.django_db
def test_the_migrations_say_all_that_the_models_say():
    call_command("makemigrations", check=True, dry_run=True)


@pytest.fixture
def _fields_are_taken_apart_once(monkeypatch) -> None:
    """Spare a third of the walk's time: it takes every field apart hundreds of times over.

    The fields of a migration's state stand in no model, so that a copy is as good as one made anew.
    """

    def clone(field: Field) -> Field:
        copied = deepcopy(field)
        copied.name = None  # the model it comes to stand in gives it
        return copied

    monkeypatch.setattr(Field, "clone", clone)


@pytest.mark.slow
@pytest.mark.usefixtures("_fields_are_taken_apart_once")
@pytest.mark.django_db(transaction=True)
def test_all_apps_migrate_back_to_nothing_and_forward_again():
    with copied_database():
        before = own_tables()

        back = MigrationExecutor(connection)
        back.migrate([(config.label, None) for config in own_apps() if config.models_module])
        assert own_tables() == []

        again = MigrationExecutor(connection)
        again.migrate(again.loader.graph.leaf_nodes())
        assert own_tables() == before
