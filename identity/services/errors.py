"""Why a merge, an unmerge or a split may not be."""

from typing import Any


class IdentityError(Exception):
    """An operation on whole people that may not be; `details` are JSON for a conflict."""

    code = "refused"

    def __init__(self, words: str, **details: Any) -> None:
        self.details = details
        super().__init__(words)


class GonePartyError(IdentityError):
    """One of the people was merged or erased meanwhile."""

    code = "party_gone"


class ArchivedError(IdentityError):
    """Who would stay is archived: nobody is merged into what is out of every list."""

    code = "archived"


class BlockedError(IdentityError):
    """Something speaks so strongly against it that it takes an override."""

    code = "blocked"


class NotLastError(IdentityError):
    """A later merge of the same people has to be undone first."""

    code = "not_the_last"


class UndoneError(IdentityError):
    """The merge was undone already, or was none."""

    code = "undone"
