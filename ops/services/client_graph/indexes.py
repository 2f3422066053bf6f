"""Trigram indexes wait until everything is written: made at once they cost a fraction.

They guard nothing; keys, uniqueness and references are held while rows are written.
"""

from collections.abc import Iterator

from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models

from activities.models import Interaction
from contacts.models import Contact, ContactSummary

WORDY: tuple[type[models.Model], ...] = (Interaction, ContactSummary)
MANY = 20_000  # people; for fewer the indexes are kept up row by row


def set_aside(contacts: int) -> None:
    """Drop the trigram indexes, where many people are to come into a database without any."""
    if contacts < MANY or connection.in_atomic_block or Contact.objects.exists():
        return
    with connection.schema_editor() as editor:
        for model, index in _wordy():
            if index.name in _present():
                editor.remove_index(model, index)


def put_back() -> None:
    """Make the trigram indexes that are missing; a run that was killed is made good so too."""
    present = _present()
    missing = [(model, index) for model, index in _wordy() if index.name not in present]
    for model, index in missing:
        with connection.schema_editor() as editor:
            editor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            editor.add_index(model, index)


def _wordy() -> Iterator[tuple[type[models.Model], GinIndex]]:
    for model in WORDY:
        for index in model._meta.indexes:  # noqa: SLF001 -- Django's documented name
            if isinstance(index, GinIndex):
                yield model, index


def _present() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
        return {str(row[0]) for row in cursor.fetchall()}
