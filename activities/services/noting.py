"""Writing things down."""

from typing import Any

from activities.models import Note
from core.models import User
from core.services import save_canonical


def add_note(*, body: str, by: User | None, cause: str = "", **fields: Any) -> Note:
    """Write a note on one of `contact`, `account` and `opportunity`, in the name of `by`.

    Raises ValidationError for an empty note, and for none or several targets.
    """
    return save_canonical(Note(body=body, **({"author": by} | fields)), by=by, cause=cause)


class NotTheAuthorError(Exception):
    """Somebody would change what another person wrote."""

    code = "forbidden"


def update_note(
    note: Note, *, by: User | None, expected_version: int | None = None, **fields: Any
) -> Note:
    """Change a note; raises NotTheAuthorError for who did not write it."""
    if by is None or note.author_id != by.pk:
        raise NotTheAuthorError("Only its author changes a note.")
    for name, value in fields.items():
        setattr(note, name, value)
    return save_canonical(note, by=by, expected_version=expected_version)
