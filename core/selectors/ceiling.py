"""How much of the client graph somebody may take away at once."""

from core.choices import EXPORTED_FREELY
from core.models import User
from core.querysets import SEES_EVERYTHING

MOST = 100_000  # rows of one file


class TooManyRowsError(ValueError):
    """The export is larger than this person may take away; `most` is how much they may."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"You may export {most:,} rows at once; narrow the list first.")


def most_for(user: User) -> int:
    """Return how many rows a person may take away at once."""
    return MOST if user.has_perm(SEES_EVERYTHING) else EXPORTED_FREELY
