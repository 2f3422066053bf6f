"""Which known people an import gave something to without changing a field of their own."""

from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from contacts.models import AccountContact, ContactPoint, PostalAddress
from identity.choices import CrosswalkOutcome
from identity.models import SourceRecord
from imports.models import RawBatch

PARTS: Final[tuple[type[Any], ...]] = (ContactPoint, PostalAddress, AccountContact)


def gained(batch: RawBatch) -> "QuerySet[SourceRecord]":
    """Return the rows that left a person's own fields, of people who got a part by this import.

    A part is a number or e-mail, an address, or a place in a company. Who is new by the same file
    gained nothing: all of them is.
    """
    records = SourceRecord.objects.filter(batch_id=batch.pk)
    born = records.filter(contact=OuterRef("contact"), outcome=CrosswalkOutcome.CREATED)
    some = Q(pk__in=[])
    for model in PARTS:
        some |= Q(Exists(_brought(model, batch)))
    linked = records.filter(contact__isnull=False, outcome=CrosswalkOutcome.LINKED)
    return linked.filter(some, ~Exists(born))


def _brought(model: type[Any], batch: RawBatch) -> "QuerySet[Any]":
    """Return the parts of the outer row's person that the import made or changed."""
    versions = model.history.model.objects.filter(
        id=OuterRef("pk"), history_change_reason=f"import:{batch.uid}"
    )
    # a version of the import is no older than the import: most parts need no look at their history
    since: QuerySet[Any] = model.objects.filter(
        contact=OuterRef("contact"), updated_at__gte=batch.created_at
    )
    return since.filter(Exists(versions))
