"""Whether an error means that the database is away, and what is said when no view can answer."""

from typing import Final

from django.db import InterfaceError, OperationalError

COMES_BACK_IN: Final = 5
"""Seconds after which asking again is worth it."""

AWAY: Final = "The database does not answer just now. Nothing was half saved; try again shortly."
BROKEN: Final = "Something broke; the request id finds it in the log."

# of PostgreSQL's appendix A: it is shut down, crashed, still starts, or takes nobody else;
# the class 08 is a connection that broke
_AWAY: Final = frozenset({"57P01", "57P02", "57P03", "53300"})


def is_away(error: BaseException | None) -> bool:
    """Return whether `error` says that the database cannot be reached just now.

    An answer of the server has a code; without one nobody answered.
    """
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    code = getattr(error.__cause__, "sqlstate", None)
    return code is None or code.startswith("08") or code in _AWAY
