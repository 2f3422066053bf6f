"""Taking files out of storage, once what says so is written.

Which files those are is written with it: what a fault or a kill leaves, the daily purge removes.
"""

import structlog
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models.fields.files import FieldFile

from imports.models import RawBatch
from privacy.models import FileToRemove

log = structlog.get_logger(__name__)


def remove_files(batches: "models.QuerySet[RawBatch]") -> int:
    """Remove the files of imports, so that each says so, and return how many; their rows stay."""
    for batch in batches:
        remove_after(batch.file)
    return batches.update(file="")


def remove_after(file: FieldFile) -> None:
    """Remove a file from storage when the transaction is committed."""
    leaving, _ = FileToRemove.objects.get_or_create(name=file.name)

    def remove() -> None:
        _remove(leaving)

    transaction.on_commit(remove, robust=True)


def remove_left() -> None:
    """Remove the files that were to go and are still there."""
    for leaving in FileToRemove.objects.order_by("pk"):
        _remove(leaving)


def _remove(leaving: FileToRemove) -> None:
    try:
        default_storage.delete(leaving.name)
    except OSError as error:
        # neither its name nor a traceback with it: the name may be the person's
        log.warning("file_not_removed", file=leaving.pk, error=error.strerror)
        return
    leaving.delete()
