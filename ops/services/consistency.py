"""Is the database at one with itself? Set-based checks, and repair of what is derived.

What is canonical or of record is never repaired here: a finding there is a matter for people, or
for a restore. Derived columns and orphaned grants are made right.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial

from django.db import connection, transaction
from psycopg import sql

from activities.services import refresh_summaries as refresh_dates
from contacts.services import refresh_summaries
from core.selectors.history import canonical_models, unwritten
from ops.models import Mark
from ops.services.marks import mark

MARK = "consistency"
CHUNK = 10_000  # contacts whose summaries are made anew together
REFERENCES = """
    SELECT t.tgrelid::regclass::text, t.tgargs
    FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE p.proname = 'core_references' AND t.tgtype & 4 = 4
    ORDER BY 1
"""
DANGLING = """
    SELECT count(*) FROM {table} n
    WHERE n.{column} IS NOT NULL AND NOT EXISTS (SELECT FROM {target} t WHERE t.id = n.{column})
"""
NO_RAW_ROW = """
    SELECT count(*) FROM identity_sourcerecord s
    WHERE NOT EXISTS (SELECT FROM imports_rawrecord r
                      WHERE r.batch_id = s.batch_id AND r.row_no = s.row_no)
"""
CIRCLES = """
    WITH RECURSIVE way AS (
        SELECT id AS first, merged_into_id AS next FROM contacts_contact
        WHERE merged_into_id IS NOT NULL
        UNION ALL
        SELECT w.first, c.merged_into_id FROM way w JOIN contacts_contact c ON c.id = w.next
        WHERE c.merged_into_id IS NOT NULL
    ) CYCLE next SET again USING passed
    SELECT count(DISTINCT first) FROM way WHERE again
"""
OFF_SCORES = """
    SELECT count(*) FROM contacts_contactsummary s
    LEFT JOIN evidence_qdscore q ON q.contact_id = s.contact_id
    WHERE s.qd_value IS DISTINCT FROM
          CASE WHEN q.band <> 'thin' THEN round(q.value)::int END
"""
MEND_SCORES = """
    UPDATE contacts_contactsummary s
    SET qd_value = CASE WHEN q.band <> 'thin' THEN round(q.value)::int END
    FROM contacts_contactsummary mine
    LEFT JOIN evidence_qdscore q ON q.contact_id = mine.contact_id
    WHERE mine.contact_id = s.contact_id AND s.qd_value IS DISTINCT FROM
          CASE WHEN q.band <> 'thin' THEN round(q.value)::int END
"""
OFF_DATES = """
    SELECT s.contact_id FROM contacts_contactsummary s
    LEFT JOIN (SELECT contact_id, max(occurred_at) AS at FROM activities_interaction
               WHERE state = 'active' GROUP BY contact_id) i USING (contact_id)
    WHERE s.last_interaction_at IS DISTINCT FROM i.at
"""
GRANTS = {
    "contacts_contactusergrant": "contacts_contact",
    "accounts_accountusergrant": "accounts_account",
}
ORPHAN_GRANT = """
    FROM {grant} g LEFT JOIN {target} t ON t.id = g.content_object_id
    LEFT JOIN core_user u ON u.id = g.user_id
    WHERE t.id IS NULL OR t.state IN ('merged', 'erased') OR u.id IS NULL OR NOT u.is_active
"""


@dataclass(frozen=True)
class Check:
    """One thing that must hold: `count` gives the rows that break it, `repair` makes them right."""

    name: str
    count: Callable[[], int]
    repair: Callable[[], object] | None = None


@dataclass(frozen=True)
class Finding:
    """How a check came out: rows found broken, and rows still broken after a repair."""

    name: str
    found: int
    left: int
    repairable: bool


def check_consistency(*, repair: bool = False) -> Iterator[Finding]:
    """Run every check, and yield one finding each; `repair` makes right what is derived."""
    for check in (*CHECKS, *references(), *histories()):
        found = left = check.count()
        if repair and found and check.repair:
            with transaction.atomic():
                check.repair()
            left = check.count()
        yield Finding(check.name, found, left, check.repair is not None)


def note_consistency() -> Mark:
    """Run every check and keep the findings as a sign of life."""
    found = [asdict(each) for each in check_consistency()]
    return mark(MARK, findings=found)


def references() -> list[Check]:
    """Return a check for every reference a trigger holds in place of a foreign key."""
    with connection.cursor() as cursor:
        cursor.execute(REFERENCES)
        rows = cursor.fetchall()
    found = {}
    for table, arguments in rows:
        words = bytes(arguments).decode().split("\0")[:-1]
        for column, target in zip(words[::2], words[1::2], strict=True):
            names = {"table": table, "column": column, "target": target}
            found[f"{table}.{column} refers to {target}"] = _counting(DANGLING, **names)
    return [Check(name, count) for name, count in found.items()]


def histories() -> list[Check]:
    """Return a check for every canonical table: each version of each row is in its history."""
    return [
        Check(
            f"{model._meta.db_table} has every version in its history",  # noqa: SLF001 -- Django's documented name
            partial(unwritten, model),
        )
        for model in canonical_models()
    ]


def _counting(query: str, **names: str) -> Callable[[], int]:
    parts = {key: sql.Identifier(name) for key, name in names.items()}
    return lambda: _number(sql.SQL(query).format(**parts))


def _number(query: str | sql.Composed) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _run(query: str | sql.Composed) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.rowcount)


def _refresh_all() -> int:
    """Make all summaries anew and return how many were missing or said something else."""
    changed = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM contacts_contact ORDER BY id")
        ids = [row[0] for row in cursor.fetchall()]
    for start in range(0, len(ids), CHUNK):
        changed += refresh_summaries(ids[start : start + CHUNK])
    return changed


def _off_summaries() -> int:
    """Count them the same way, and take it back."""
    with transaction.atomic():
        changed = _refresh_all()
        transaction.set_rollback(True)
    return changed


def _off_dates() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(OFF_DATES)
        return [row[0] for row in cursor.fetchall()]


def _mend_dates() -> None:
    refresh_dates(_off_dates())


def _orphans() -> int:
    return sum(_number(_grants("SELECT count(*)", grant)) for grant in GRANTS)


def _drop_orphans() -> None:
    for grant in GRANTS:
        _run(_grants("DELETE FROM {grant} WHERE id IN (SELECT g.id", grant, ")"))


def _grants(before: str, grant: str, after: str = "") -> sql.Composed:
    names = {"grant": sql.Identifier(grant), "target": sql.Identifier(GRANTS[grant])}
    return sql.SQL(before + ORPHAN_GRANT + after).format(**names)


CHECKS = (
    Check("summaries and search texts say what their contacts say", _off_summaries, _refresh_all),
    Check(
        "the last interaction of a summary is the last one there is",
        lambda: len(_off_dates()),
        _mend_dates,
    ),
    Check(
        "the score of a summary is the score",
        lambda: _number(OFF_SCORES),
        lambda: _run(MEND_SCORES),
    ),
    Check("every grant is of a living record to an active person", _orphans, _drop_orphans),
    Check("every source record has its raw row", lambda: _number(NO_RAW_ROW)),
    Check("no merges lead in a circle", lambda: _number(CIRCLES)),
)
