"""Migrations have names and a way back, and the way back has been walked."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from core.models.together import Together
from tests.architecture.apps import own_apps
from tests.architecture.walking import copied_database, step_lightly


def own_migrations() -> list[Migration]:
    """Return every migration of the project's apps."""
    labels = {config.label for config in own_apps()}
    graph = MigrationLoader(None).disk_migrations
    return [migration for (label, _), migration in sorted(graph.items()) if label in labels]


def own_tables() -> list[str]:
    """Return the tables of the project's apps that stand in the database."""
    prefixes = tuple(f"{config.label}_" for config in own_apps())
    return [name for name in connection.introspection.table_names() if name.startswith(prefixes)]


SCHEMA = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull
           || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '')
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
          AND a.attnum > 0 AND NOT a.attisdropped
    UNION SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal
    UNION SELECT '', oid::regprocedure::text, pg_get_functiondef(oid)
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind IN ('f', 'p')
"""


def schema() -> set[tuple[str, str, str]]:
    """Return every column, constraint, index, trigger and function, as the database says it."""
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA)
        return set(cursor.fetchall())


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


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_all_apps_migrate_back_to_nothing_and_forward_again(monkeypatch):
    step_lightly(monkeypatch)
    with copied_database():
        before = schema()

        back = MigrationExecutor(connection)
        back.migrate([(config.label, None) for config in own_apps() if config.models_module])
        assert own_tables() == []

        again = MigrationExecutor(connection)
        again.migrate(again.loader.graph.leaf_nodes())
        assert schema() ^ before == set()
