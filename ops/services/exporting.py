"""Exports: asked for and audited, written by a worker, gone after a day."""

import csv
import hashlib
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from core.models import Erasure, User
from core.selectors.ceiling import TooManyRowsError, most_for
from core.services import audit
from ops.choices import ExportState
from ops.models import Export

LIFE = timedelta(days=1)
LOST = timedelta(minutes=5)  # a task the queue did not bring is sent again
type Lines = Callable[[Export], Iterable[Sequence[Any]]]


@transaction.atomic
def ask_export(
    *, kind: str, entity: str, ids: Sequence[int], filters: Sequence[str], by: User
) -> Export:
    """Note which rows a person takes away, on the audit log too, and return the export.

    Raises TooManyRowsError.
    """
    if len(ids) > (most := most_for(by)):
        raise TooManyRowsError(most)
    export = Export.objects.create(
        kind=kind, requested_by=by, ids=list(ids), filters=sorted(filters), rows=len(ids)
    )
    export.refresh_from_db()
    audit(
        f"{entity}.exported",
        by=by,
        object_type="export",
        object_uid=export.uid,
        payload={"rows": len(ids), "filter": export.filters},
    )
    return export


def write_export(uid: UUID | str, lines: Lines) -> None:
    """Write the file of an export that waits; a second worker, or a second time, does nothing.

    What goes wrong leaves it failed with the reason and is raised.
    """
    try:
        with transaction.atomic():
            waiting = Export.objects.select_for_update(skip_locked=True, of=("self",))
            found = waiting.filter(uid=uid, state=ExportState.WAITING)
            if export := found.select_related("requested_by").first():
                _write(export, lines(export))
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        Export.objects.filter(uid=uid).update(state=ExportState.FAILED, error=words, ids=[])
        raise


def expire_exports() -> int:
    """Remove the files whose day is over, and those older than an erasure; return how many."""
    over = [each for each in Export.objects.filter(state=ExportState.READY) if is_over(each)]
    for export in over:
        export.file.delete(save=False)
        Export.objects.filter(pk=export.pk).update(
            state=ExportState.EXPIRED, file="", ids=[], sha256=""
        )
    return len(over)


def is_over(export: Export) -> bool:
    """Return whether a file is given out no more: its day is over, or somebody was erased since."""
    if export.expires_at is None or export.expires_at <= timezone.now():
        return True
    since = Erasure.objects.filter(at__gte=export.created_at)
    return since.exclude(object_type="evidence").exists()


def lost_exports() -> list[UUID]:
    """Return the exports no worker has come to for minutes."""
    waiting = Export.objects.filter(state=ExportState.WAITING)
    return list(waiting.filter(created_at__lt=timezone.now() - LOST).values_list("uid", flat=True))


def _write(export: Export, lines: Iterable[Sequence[Any]]) -> None:
    with tempfile.TemporaryFile() as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        table = csv.writer(text)
        count = -1  # the header is no row
        for line in lines:
            table.writerow(line)
            count += 1
        size = file.tell()
        file.seek(0)
        export.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        name = f"{export.uid}.csv"
        export.file.storage.delete(f"exports/{name}")  # what a killed worker left
        export.file.save(name, File(file), save=False)
        text.detach()
    export.state, export.rows, export.size = ExportState.READY, count, size
    export.ready_at = timezone.now()
    export.expires_at = export.ready_at + LIFE
    export.save()
