"""The rows of a file, and what every step made of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.models import Account
from contacts.models import Contact
from core.models import User
from imports.choices import Entity
from imports.models import NormalisedRow, RawBatch, RawRecord, Resolution

ANY_ISSUE = "any"


@dataclass(frozen=True, slots=True)
class FullRow:
    """One row of a file at every step it has reached."""

    raw: RawRecord
    normalised: NormalisedRow | None
    resolution: Resolution | None


def issue_counts(batch: RawBatch) -> list[tuple[str, int]]:
    """Return how many rows have each kind of issue, the most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item ->> 'code', count(DISTINCT row_no) FROM imports_normalisedrow,"
            " jsonb_array_elements(issues) item WHERE batch_id = %s AND issues IS NOT NULL"
            " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50",
            [batch.pk],
        )
        return [(str(code), int(count)) for code, count in cursor.fetchall()]


def rows_with(batch: RawBatch, *, outcome: str = "", issue: str = "") -> "QuerySet[Any]":
    """Return the batch's rows with an outcome or an issue code, as objects that have a row_no.

    `any` as the issue keeps rows with whatever issue; none given keeps every raw row.
    """
    if issue == ANY_ISSUE:
        troubled = troubled_rows(batch)
    else:
        troubled = batch.normalised.filter(issues__contains=[{"code": issue}])
    if outcome:
        rows = batch.resolutions.filter(outcome=outcome)
        return rows.filter(row_no__in=troubled.values("row_no")) if issue else rows
    return troubled if issue else batch.rows.defer("cells")


def troubled_rows(batch: RawBatch) -> "QuerySet[Any]":
    """Return the rows of which the reader or the reading of their values noticed something."""
    values = batch.normalised.filter(issues__isnull=False).values("row_no")
    return batch.rows.defer("cells").filter(Q(issues__isnull=False) | Q(row_no__in=values))


def full_rows(batch: RawBatch, numbers: Iterable[int]) -> list[FullRow]:
    """Return these rows with what every step made of them, in the order of the file."""
    wanted = list(numbers)
    normalised = {row.row_no: row for row in batch.normalised.filter(row_no__in=wanted)}
    resolutions = {row.row_no: row for row in batch.resolutions.filter(row_no__in=wanted)}
    return [
        FullRow(raw, normalised.get(raw.row_no), resolutions.get(raw.row_no))
        for raw in batch.rows.filter(row_no__in=wanted).order_by("row_no")
    ]


def records_of(
    batch: RawBatch, rows: Iterable[FullRow], user: User
) -> "Mapping[int, Contact | Account]":
    """Return the people the rows are or may be about, by id, as far as this user may see them.

    Of a file of accounts they are the accounts.
    """
    ids: set[int] = set()
    for row in rows:
        if row.resolution:
            ids.update(row.resolution.candidates or [])
            if row.resolution.target_id:
                ids.add(row.resolution.target_id)
    if batch.entity == Entity.ACCOUNT:
        return Account.objects.visible_to(user).in_bulk(ids)
    visible = Contact.objects.visible_to(user).select_related("summary", "owner")
    return visible.prefetch_related("addresses").in_bulk(ids)
