"""What every cleaner hands back: a value, and in words what was wrong with it."""

from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Issue(NamedTuple):
    """One thing a person should know about a raw value.

    `code` is a stable snake_case word to count and filter by, `message` a sentence to show,
    `suggestion` the value a person could accept instead.
    """

    code: str
    message: str
    suggestion: str | None = None


class Cleaned(NamedTuple, Generic[T]):
    """A typed value, or None together with the issue that says why it could not be understood."""

    value: T | None
    issues: tuple[Issue, ...] = ()


EMPTY: Cleaned[None] = Cleaned(None)
"""The answer to a blank cell: no value, and nothing wrong with it."""
