"""Which attributes of people are locked: nothing changes these, whoever writes."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from contacts.models import Contact
from identity.models import FieldLock
from identity.survivorship import columns_of


def locks_of(people: Sequence[Contact]) -> list[FieldLock]:
    """Return the locks in force on these people, in the order of the people."""
    order = {person.pk: place for place, person in enumerate(people)}
    in_force = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    rows = FieldLock.objects.filter(in_force, contact__in=list(order)).order_by("attribute")
    return sorted(rows, key=lambda row: order[row.contact_id])


def locked_columns(person: Contact) -> set[str]:
    """Return the columns of a person that are locked."""
    return {column for row in locks_of([person]) for column in columns_of(row.attribute)}
