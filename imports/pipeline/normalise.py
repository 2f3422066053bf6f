"""Step 3: typed values of every row under the confirmed mapping."""

from collections.abc import Iterator

import orjson
from django.db import connection, transaction
from django.db.models import Max

from imports.choices import ManifestState
from imports.models import MappingManifest, NormalisedRow, RawBatch
from imports.pipeline.receive import sample
from imports.projection import Mapped, Plan, Projected

CHUNK = 5_000
DATE_SAMPLE = 2_000
COLUMNS = (
    "batch_id, row_no, name_key, external_id, entity, points, extra, issues, mask, "
    "projected, parked, rejected, refusal"
)
type Raw = tuple[int, bytes]


def normalise(batch: RawBatch) -> None:
    """Normalise every row, in chunks; run again, it goes on after the last one done."""
    plan = make_plan(batch)
    last = batch.normalised.aggregate(last=Max("row_no"))["last"] or 0
    while rows := _read(batch.pk, last):
        with transaction.atomic():
            _write(batch.pk, plan, rows)
            RawBatch.objects.filter(pk=batch.pk).update(progress=rows[-1][0])
        last = rows[-1][0]


def forget_normalised(batch: RawBatch) -> None:
    """Drop the typed values, so that a changed mapping makes them anew from the raw rows."""
    NormalisedRow.objects.filter(batch=batch).delete()


def make_plan(batch: RawBatch) -> Plan:
    """Return the plan of the batch's confirmed mapping."""
    manifest = MappingManifest.objects.get(batch=batch, state=ManifestState.APPROVED)
    columns = [
        Mapped(column.position, column.header, column.target, column.attrs)
        for column in manifest.columns.order_by("position")
    ]
    return Plan(
        batch.entity,
        columns,
        region_hint=batch.region_hint,
        samples=sample(batch, DATE_SAMPLE),
        today=batch.created_at.date(),
    )


def _read(batch_id: int, after: int) -> list[Raw]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_no, cells::text FROM imports_rawrecord"
            " WHERE batch_id = %s AND row_no > %s ORDER BY row_no LIMIT %s",
            [batch_id, after, CHUNK],
        )
        rows: list[Raw] = cursor.fetchall()
        return rows


def _write(batch_id: int, plan: Plan, rows: list[Raw]) -> None:
    sql = f"COPY imports_normalisedrow ({COLUMNS}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for record in _records(batch_id, plan, rows):
            copy.write_row(record)


def _records(batch_id: int, plan: Plan, rows: list[Raw]) -> Iterator[tuple[object, ...]]:
    for row_no, text in rows:
        row = plan.project(orjson.loads(text))
        yield (
            batch_id,
            row_no,
            row.name_key,
            row.external_id,
            _json(row.entity),
            _json(row.points),
            _json(_extra(row)),
            _json(row.issues) if row.issues else None,
            plan.mask(row),
            row.projected,
            row.parked,
            row.rejected,
            row.refusal,
        )


def _extra(row: Projected) -> dict[str, object]:
    return {**row.extra, "_address": row.address} if row.address else row.extra


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
