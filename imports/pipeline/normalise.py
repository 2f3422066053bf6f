"""Step 3: typed values of every row under the confirmed mapping."""

from collections import deque
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from core.crew import Crew
from core.models import User
from imports.choices import Entity, ManifestState
from imports.models import MappingManifest, NormalisedRow, RawBatch
from imports.pipeline.receive import sample
from imports.projection import Here, Mapped, Plan
from imports.projection.records import COLUMNS, Projector, Raw, line_of
from opportunities.choices import StageCategory
from opportunities.models import Stage

CHUNK = 4_000
WORTH_SHARING = 10_000  # rows; for fewer a second process takes longer to start than to work
THEIRS = 0.65  # of each chunk: the second process has nothing to do with the database
DATE_SAMPLE = 2_000


def normalise(batch: RawBatch) -> None:
    """Normalise every row, in chunks; run again, it goes on after the last one done."""
    last = batch.normalised.aggregate(last=Max("row_no"))["last"] or 0
    project = Projector(batch.pk, plan_of(batch))
    if batch.row_count >= WORTH_SHARING:
        _share(batch.pk, project, last)
        return
    for rows in _chunks(batch.pk, last):
        _keep(batch.pk, project(rows), rows[-1][0])


def _share(batch_id: int, project: Projector, last: int) -> None:
    """Project the rows after `last` in two processes.

    The other one has its part of the next rows before these are written, so both are at work all
    the time, the one while the other writes and reads.
    """
    done: deque[tuple[bytes, int]] = deque()

    def theirs() -> Iterator[list[Raw]]:
        for rows in _chunks(batch_id, last):
            mine = int(len(rows) * (1 - THEIRS))
            yield rows[mine:]
            done.append((project(rows[:mine]), rows[-1][0]))

    with Crew(project, size=1) as crew:
        for lines in crew.answers(theirs()):
            mine, upto = done.popleft()
            _keep(batch_id, mine + lines, upto)


def _keep(batch_id: int, lines: bytes, upto: int) -> None:
    with transaction.atomic():
        _write(lines)
        RawBatch.objects.filter(pk=batch_id).update(progress=upto)


def forget_normalised(batch: RawBatch) -> None:
    """Drop the typed values, so that a changed mapping makes them anew from the raw rows."""
    NormalisedRow.objects.filter(batch=batch).delete()


def retype(batch: RawBatch, row_no: int, cells: list[str], notes: list[dict[str, Any]]) -> None:
    """Make the typed values of one row anew from these cells; `notes` go among its issues."""
    line = line_of(Plan(**plan_of(batch)), batch.pk, (row_no, cells), notes)
    batch.normalised.filter(row_no=row_no).delete()
    _write(line)


def plan_of(batch: RawBatch) -> dict[str, Any]:
    """Return the arguments of the plan of the batch's confirmed mapping."""
    manifest = MappingManifest.objects.get(batch=batch, state=ManifestState.APPROVED)
    columns = [
        Mapped(column.position, column.header, column.target, column.attrs)
        for column in manifest.columns.order_by("position")
    ]
    return {
        "entity": batch.entity,
        "columns": columns,
        "region_hint": batch.region_hint,
        "samples": sample(batch, DATE_SAMPLE),
        "today": batch.created_at.date(),
        "here": Here(
            colleagues=_colleagues(),
            stages=_stages() if batch.entity == Entity.OPPORTUNITY else None,
        ),
    }


def _colleagues() -> frozenset[str]:
    """Return the names, in lower case, that a file may call those who can own a record."""
    named = User.objects.filter(is_active=True).values_list("full_name", "username", "email")
    return frozenset(name.lower() for names in named for name in names if name)


def _stages() -> dict[str, bool]:
    """Return by code, and by name in lower case, whether a stage closes its deals."""
    rows = Stage.objects.filter(pipeline__is_default=True)
    return {
        name.lower(): category != StageCategory.OPEN
        for code, called, category in rows.values_list("code", "name", "category")
        for name in (code, called)
    }


def _chunks(batch_id: int, after: int) -> Iterator[list[Raw]]:
    while rows := _read(batch_id, after):
        yield rows
        after = rows[-1][0]


def _read(batch_id: int, after: int) -> list[Raw]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_no, cells::text FROM imports_rawrecord"
            " WHERE batch_id = %s AND row_no > %s ORDER BY row_no LIMIT %s",
            [batch_id, after, CHUNK],
        )
        rows: list[Raw] = cursor.fetchall()
        return rows


def _write(lines: bytes) -> None:
    sql = f"COPY imports_normalisedrow ({COLUMNS}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        copy.write(lines)
