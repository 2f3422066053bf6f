"""Taking files out of storage, once what says so is written."""

from functools import partial

from django.db import models, transaction
from django.db.models.fields.files import FieldFile

from imports.models import RawBatch


def remove_files(batches: "models.QuerySet[RawBatch]") -> int:
    """Remove the files of imports, so that each says so, and return how many; their rows stay."""
    for batch in batches:
        remove_after(batch.file)
    return batches.update(file="")


def remove_after(file: FieldFile) -> None:
    """Remove a file from storage when the transaction is committed."""
    transaction.on_commit(partial(file.storage.delete, str(file.name)))
