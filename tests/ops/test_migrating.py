"""Migrating while people work: giving way, trying again, seeing before, going back."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections
from django_migration_linter import MigrationLinter

from ops.services.migrating import (
    ATTEMPTS,
    MigrateError,
    hazards,
    leaves,
    migrate_back,
    migrate_safely,
    pending,
    preview,
    with_retries,
)
from tests.architecture.apps import own_apps
from tests.architecture.walking import copied_database, step_lightly

MIGRATIONS = Path(__file__).parents[2] / "imports" / "migrations"
# The initial schema runs on empty databases only, so it blocks nobody.
INITIAL = {
    "0001_initial", "0002_tokens", "0002_guards", "0003_guards", "0002_retention",
    "0003_functions", "0003_default_score", "0003_roles_and_policies", "0003_split_policy",
    "0004_sources_and_sensitive_fields", "0005_obeyed_switches",
}  # fmt: skip
# Findings that were looked at: the name of the migration, and why it may stay. After the first
# release no name is added: a change is then made in two steps (add, fill in batches, hold).
LOOKED_AT = {
    "0003_lean_indexes": "rebuilds indexes in a transaction, before there is data to wait for",
    "0005_short_hash": "rebuilds an index, as 0003_lean_indexes does",
    "0006_inline_hash": "renews a function in place",
    "0008_kin": "renews a function in place",
    "0005_batches_exist": "drops foreign keys, held by triggers from the same migration on",
    "0006_told_again": "renews the checks of staged rows, and an index, before the first release",
    "0006_lean_triggers": "renews functions in place",
    "0010_key_rules": "adds two columns to a table of one row",
    "0004_keys_in_rows": "derived rows, filled once; the index it drops serves nobody any more",
    "0003_tries_counted": "drops a column nobody reads, before the first release",
    "0003_default_pipeline": "its function takes the models as arguments; the linter looks by name",
}


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def table(transactional_db) -> Iterator[str]:  # noqa: ARG001 -- a table others can lock
    run("CREATE TABLE busy (id int)")
    yield "busy"
    run("DROP TABLE busy")


class Reader(threading.Thread):
    """Reads a table in a transaction that stays open until told to end."""

    def __init__(self, table: str) -> None:
        super().__init__()
        self.table, self.has_it, self.may_end = table, threading.Event(), threading.Event()

    def run(self) -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute(f"BEGIN; LOCK TABLE {self.table} IN ACCESS SHARE MODE")
            self.has_it.set()
            self.may_end.wait(30)
            cursor.execute("ROLLBACK")
        connections.close_all()


@pytest.mark.race
def test_a_change_gives_way_to_a_reader_and_comes_through_after_it(table):
    reader = Reader(table)
    reader.start()
    reader.has_it.wait()

    def add() -> None:
        run("SET lock_timeout = '100ms'; ALTER TABLE busy ADD COLUMN name text")

    attempts = with_retries(add, wait=lambda _: (reader.may_end.set(), reader.join()))

    run("RESET lock_timeout")
    assert attempts == 2


@pytest.mark.race
def test_a_table_that_stays_busy_ends_in_words(table):
    reader = Reader(table)
    reader.start()
    reader.has_it.wait()
    waits: list[float] = []

    with pytest.raises(MigrateError, match="run this again"):
        with_retries(lambda: run("SET lock_timeout = '20ms'; LOCK TABLE busy"), wait=waits.append)

    reader.may_end.set()
    reader.join()
    run("RESET lock_timeout")
    assert len(waits) == ATTEMPTS


@pytest.mark.django_db
def test_another_error_is_not_tried_again():
    with pytest.raises(OperationalError, match="canceling"):
        with_retries(lambda: run("SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)"))


def test_what_would_block_is_named_and_new_tables_are_not():
    statements = [
        'CREATE INDEX "a" ON "contacts_contact" ("x");',
        'CREATE INDEX CONCURRENTLY "b" ON "contacts_contact" ("x");',
        'CREATE INDEX "c" ON "fresh" ("x");',
        'ALTER TABLE "contacts_contact" ADD CONSTRAINT "d" CHECK (x > 0) NOT VALID;',
        'ALTER TABLE "contacts_contact" ALTER COLUMN "x" SET NOT NULL;',
    ]

    found = hazards(statements, {"fresh"})

    assert [line.split(":")[0] for line in found] == [
        "blocks writers while the index is built",
        "reads the whole table under an exclusive lock",
    ]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_last_migration_is_shown_undone_and_done_again(monkeypatch):
    step_lightly(monkeypatch)
    with copied_database():
        here = leaves()
        before = here | {"imports": "0003_functions"}

        undone = migrate_back(before)
        shown = preview()
        attempts = migrate_safely(wait=lambda _: None)

        later = sorted(path.stem for path in MIGRATIONS.glob("0*.py"))[3:]
        assert [name for name in undone if name.startswith("imports.")] == [
            f"imports.{name}" for name in reversed(later)
        ]
        assert shown[0].name == "imports.0004_row_results"
        assert "CREATE TABLE" in "".join(shown[0].statements)
        assert (attempts, leaves(), pending()) == (1, here, [])


@pytest.mark.django_db
def test_a_dry_run_changes_nothing(capsys):
    call_command("safe_migrate", "--dry-run")

    assert capsys.readouterr().out == "-- 0 steps, 0 that others would notice\n"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_do_not_migrate_at_once():
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended('migrate', 0))")

        with pytest.raises(CommandError, match="Somebody else"):
            call_command("safe_migrate")

        # the next test may migrate before the server notices that this connection is gone
        cursor.execute("SELECT pg_advisory_unlock_all()")
    other.close()


@pytest.mark.usefixtures("django_db_setup")
def test_no_migration_blocks_readers_or_writers(django_db_blocker, monkeypatch):
    step_lightly(monkeypatch)
    with django_db_blocker.unblock():  # in no transaction: indexes built beside writers ask for it
        linter = MigrationLinter(
            include_apps=[config.label for config in own_apps()],
            ignore_name=INITIAL | LOOKED_AT.keys(),
            no_cache=True,
            no_output=True,
        )
        linter.lint_all_migrations()

    assert linter.nb_erroneous == 0, "python manage.py safe_migrate --dry-run shows what blocks"
