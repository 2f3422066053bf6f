"""Migrating a database people are working on.

A change of a table needs a lock, and while it waits for one every reader queues up behind it. So
it waits two seconds at most, gives way, and tries again a little later; a migration that was
interrupted is rolled back, those before it stay.
"""

import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations import Migration
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor

from core.services.alone import alone

LOCK_TIMEOUT = "2s"
ATTEMPTS = 10
PAUSE = 1.0  # seconds, times the attempt, give or take half
# statements that hold a lock readers or writers notice, for as long as the table is large
HAZARDS = (
    (r"CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)", "blocks writers while the index is built"),
    (r"ALTER COLUMN \S+ TYPE", "may rewrite the table under an exclusive lock"),
    (r"ALTER COLUMN \S+ SET NOT NULL", "reads the whole table under an exclusive lock"),
    (r"ADD CONSTRAINT (?!.*NOT VALID)", "reads the whole table under a lock"),
    (r"ADD COLUMN (?!.*DEFAULT).*NOT NULL", "fails where the table has rows"),
    (r"(DROP|RENAME) COLUMN|DROP TABLE|RENAME TO", "the version before this one cannot run on it"),
)
TABLE = re.compile(r'(?:TABLE|ON)\s+(?:ONLY\s+)?"?(\w+)"?')
CREATED = re.compile(r'CREATE TABLE "?(\w+)"?')
INVALID = """
    SELECT i.indexrelid::regclass::text FROM pg_index i
    WHERE NOT i.indisvalid
      AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p
                      WHERE p.index_relid = i.indexrelid)
"""


class MigrateError(Exception):
    """The database could not be migrated; the text says how far it came."""


@dataclass(frozen=True)
class Step:
    """One migration that would run, with its statements and what they would block."""

    name: str
    backwards: bool
    statements: list[str]
    hazards: list[str]


def leaves() -> dict[str, str]:
    """Return the last applied migration of every app."""
    applied = MigrationExecutor(connection).loader.applied_migrations or {}
    return dict(sorted(applied))  # of an app's names the last one stays


def pending() -> list[tuple[Migration, bool]]:
    """Return the migrations the code has and the database has not."""
    executor = MigrationExecutor(connection)
    return list(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def preview() -> list[Step]:
    """Return what `migrate_safely` would run; nothing is changed."""
    loader = MigrationExecutor(connection).loader
    steps, created = [], set[str]()
    for migration, backwards in pending():
        statements = loader.collect_sql([(migration, backwards)])
        created |= {name for text in statements for name in CREATED.findall(text)}
        found = hazards(statements, created)
        steps.append(Step(str(migration), backwards, statements, found))
    return steps


def hazards(statements: list[str], created: set[str]) -> list[str]:
    """Return what the statements block, those on tables created meanwhile left out."""
    return [
        f"{reason}: {text}"
        for text in statements
        for pattern, reason in HAZARDS
        if re.search(pattern, text) and not set(TABLE.findall(text)[:1]) <= created
    ]


def migrate_safely(wait: Callable[[float], None] = time.sleep) -> int:
    """Bring the database up to the code and return how many attempts it took.

    Raises MigrateError if the locks cannot be had, or if somebody else is migrating.
    """
    return give_way(lambda: call_command("migrate", interactive=False, verbosity=0), wait)


def migrate_back(goal: Mapping[str, str], wait: Callable[[float], None] = time.sleep) -> list[str]:
    """Undo the migrations that came after `goal` (app -> last migration); return their names.

    Raises MigrateError if one of them cannot be undone; then nothing was.
    """
    executor = MigrationExecutor(connection)
    targets = [(app, goal.get(app)) for app, name in leaves().items() if goal.get(app) != name]
    plan = executor.migration_plan(targets) if targets else []
    if one_way := [str(m) for m, _ in plan if not all(o.reversible for o in m.operations)]:
        raise MigrateError(f"These cannot be undone: {', '.join(one_way)}. Restore the backup.")
    if forwards := [str(m) for m, backwards in plan if not backwards]:
        raise MigrateError(f"The database lacks {', '.join(forwards)}: nothing to go back to.")
    give_way(lambda: _back(targets), wait)
    return [str(migration) for migration, _ in plan]


def give_way(step: Callable[[], object], wait: Callable[[float], None] = time.sleep) -> int:
    """Run a change of the schema alone, giving way to those at work; return the attempts."""
    with _alone():
        return with_retries(step, wait)


def with_retries(step: Callable[[], object], wait: Callable[[float], None] = time.sleep) -> int:
    """Run a step that gives way to others' locks until it is through; return the attempts."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            step()
        except OperationalError as error:
            if not isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
                raise
            _drop_invalid_indexes()
            wait(PAUSE * attempt * random.uniform(0.5, 1.5))  # noqa: S311 -- jitter
        else:
            return attempt
    raise MigrateError(
        f"The tables were busy {ATTEMPTS} times. What was migrated stays and does no harm; find "
        "the long transactions in pg_stat_activity and run this again."
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Give way to locks after two seconds, and let nobody else migrate meanwhile."""
    with alone("migrate") as mine, connection.cursor() as cursor:
        if not mine:
            raise MigrateError("Somebody else is migrating this database.")
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
        try:
            yield
        finally:
            cursor.execute("SELECT set_config('lock_timeout', '0', false)")


def _back(targets: list[tuple[str, str | None]]) -> None:
    try:
        MigrationExecutor(connection).migrate(targets)
    except IrreversibleError as error:
        raise MigrateError(f"{error} Restore the backup.") from error


def _drop_invalid_indexes() -> None:
    """Drop what an interrupted CREATE INDEX CONCURRENTLY left, so that it can be repeated."""
    with connection.cursor() as cursor:
        cursor.execute(INVALID)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX IF EXISTS {name}")
