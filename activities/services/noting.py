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
