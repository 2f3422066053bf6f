"""What became of every row of a file, as lines of a table."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet

from accounts.models import Account
from contacts.models import Contact
from core.models import User
from core.resources import harmless
from identity.choices import CrosswalkOutcome
from identity.models import SourceRecord
from imports.choices import ResultKind
from imports.models import RawBatch, RowResult
from imports.selectors.rows import full_rows

HEADER: Final = (
    "row", "outcome", "contact", "account", "made", "reason", "issues", "reverted",
    "changed", "left",
)  # fmt: skip
CHUNK = 2_000  # rows in memory at a time


def report_lines(batch: RawBatch, reader: User) -> Iterator[list[Any]]:
    """Yield the header and a line for every raw row, in the order of the file.

    `contact` and `account` are uids, empty where the reader may not see the record; `made` names
    what else the row made, `issues` are the codes of what was found in it, `changed` and `left`
    the fields of a known deal or activity it changed or left, with the reason. An outcome is empty
    while the row is not resolved.
    """
    yield list(HEADER)
    last = 0
    left = batch.rows.order_by("row_no").values_list("row_no", flat=True)
    while numbers := list(left.filter(row_no__gt=last)[:CHUNK]):
        yield from _lines(batch, numbers, reader)
        last = numbers[-1]


def _lines(batch: RawBatch, numbers: list[int], reader: User) -> Iterator[list[Any]]:
    sources = SourceRecord.objects.filter(batch_id=batch.pk, row_no__in=numbers)
    undone = dict(sources.exclude(reverted="").values_list("row_no", "reverted"))
    people = _seen(sources, "contact", Contact.objects.visible_to(reader))
    firms = _seen(sources, "account", Account.objects.visible_to(reader))
    made: dict[int, list[str]] = defaultdict(list)
    told: dict[int, RowResult] = {}
    for result in batch.results.filter(row_no__in=numbers).order_by("id"):
        if result.outcome == CrosswalkOutcome.CREATED:
            made[result.row_no].append(ResultKind(result.kind).value)
        else:
            told[result.row_no] = result
            undone[result.row_no] = result.reverted
    for row in full_rows(batch, numbers):
        number, resolution = row.raw.row_no, row.resolution
        issues = [*(row.raw.issues or []), *((row.normalised and row.normalised.issues) or [])]
        yield [
            number,
            resolution.outcome if resolution else "",
            people.get(number, ""),
            firms.get(number, ""),
            " ".join(dict.fromkeys(made[number])),
            harmless(resolution.reason) if resolution else "",
            " ".join(dict.fromkeys(str(issue["code"]) for issue in issues)),
            undone.get(number, ""),
            told[number].changed if number in told else "",
            harmless(told[number].left) if number in told else "",
        ]


def _seen(sources: "QuerySet[SourceRecord]", kind: str, visible: "QuerySet[Any]") -> dict[int, Any]:
    """Return the uids of the records of one kind by row, of those that may be seen."""
    shown = sources.filter(**{f"{kind}__in": visible.order_by()})
    return dict(shown.values_list("row_no", f"{kind}__uid"))
