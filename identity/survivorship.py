"""Which of several claims becomes the golden value: a pure function, total and deterministic.

Order per attribute: lock, pin, not ignored, taken, verified, rule, tie-breaks (the newest claim,
the more trusted source, the surer one, the lowest source record). A claim without a value never
beats one with a value; what an import kept beside the value that stood is taken when nothing else
is claimed, or when a person picks it. The parts of a name and the parts of a budget are claimed
and decided together, so that no value is mixed from two sources.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

# the bits of a crosswalk mask, in order; bits are only ever added at the end
CONTACT_FIELDS: Final[tuple[str, ...]] = (
    "full_name",
    "salutation",
    "given_name",
    "middle_name",
    "family_name",
    "native_name",
    "alternate_names",
    "gender",
    "date_of_birth",
    "nationality",
    "residence_country",
    "preferred_languages",
    "company_name",
    "department",
    "occupation",
    "website",
    "budget_min",
    "budget_max",
    "budget_currency",
    "purpose",
    "configuration",
    "location_preference",
    "tags",
    "owner",
    "points",
    "address",
    "employer",
)

# columns that are taken together or not at all
GROUPS: Final[dict[str, str]] = {
    "full_name": "name",
    "salutation": "name",
    "given_name": "name",
    "middle_name": "name",
    "family_name": "name",
    "budget_min": "budget",
    "budget_max": "budget",
    "budget_currency": "budget",
}
ONLY: Final = "only claim"
UNITED: Final = frozenset({"alternate_names", "preferred_languages", "tags"})
MEANS_NOTHING: Final = frozenset({"", "unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one source record, or one person at a keyboard, says an attribute is.

    `value` maps the columns of the attribute to their values. `record` is the source record's
    id, 0 for a person. `subject` is the id of the person's row it was said about, which a merge
    may have ended since. `kept` says that an import left the value that stood and kept this one.
    """

    value: Mapping[str, Any]
    at: datetime
    source: str = "manual"
    trust: int = 100
    record: int = 0
    subject: int = 0
    by_person: bool = False
    verified: bool = False
    confidence: float = 1.0
    pinned: bool = False
    ignored: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The value that survives, the claim it came from, and the step that decided."""

    value: Mapping[str, Any]
    claim: Claim | None
    why: str


type Key = Callable[[Claim], tuple[Any, ...]]


def attribute_of(column: str) -> str:
    """Return the attribute a column belongs to: its group, or itself."""
    return GROUPS.get(column, column)


def columns_of(attribute: str) -> tuple[str, ...]:
    """Return the columns of an attribute."""
    return tuple(name for name, group in GROUPS.items() if group == attribute) or (attribute,)


def is_empty(value: object) -> bool:
    """Return whether a value says nothing."""
    return value is None or value == [] or (isinstance(value, str) and value in MEANS_NOTHING)


def says_something(claim: Claim) -> bool:
    """Return whether any column of a claim holds a value."""
    return any(not is_empty(value) for value in claim.value.values())


def survive(
    attribute: str, claims: Iterable[Claim], lock: Mapping[str, Any] | None = None
) -> Choice | None:
    """Return the golden value of one attribute, None when nobody claims anything.

    `lock` is the value a person fixed.
    """
    if lock is not None:
        return Choice(lock, None, "locked")
    spoken = [claim for claim in claims if says_something(claim)]
    pinned = [claim for claim in spoken if claim.pinned]
    if pinned:
        return _best(attribute, pinned, "pinned")
    believed = [claim for claim in spoken if not claim.ignored]
    believed = [claim for claim in believed if not claim.kept] or believed
    if not believed:
        return None
    if attribute in UNITED:
        return _united(attribute, believed)
    verified = [claim for claim in believed if claim.verified]
    if verified:
        return _best(attribute, verified, "verified")
    return _best(attribute, believed, _rule(attribute)[0])


def _best(attribute: str, claims: list[Claim], why: str) -> Choice:
    key = _rule(attribute)[1]
    best = max(claims, key=lambda claim: (*key(claim), *_tie(claim)))
    return Choice(best.value, best, ONLY if len(claims) == 1 else why)


def _tie(claim: Claim) -> tuple[Any, ...]:
    return claim.at, claim.trust, claim.confidence, -claim.record


def _united(attribute: str, claims: list[Claim]) -> Choice:
    seen: dict[str, str] = {}
    for claim in sorted(claims, key=lambda each: (each.at, each.record)):
        for value in claim.value[attribute] or ():
            seen.setdefault(value.casefold(), value)
    newest = max(claims, key=_tie)
    return Choice({attribute: list(seen.values())}, newest, "united")


def _filled(claim: Claim) -> int:
    return sum(not is_empty(value) for value in claim.value.values())


def _by_trust(claim: Claim) -> tuple[Any, ...]:
    return claim.by_person, claim.trust


def _by_completeness(claim: Claim) -> tuple[Any, ...]:
    return claim.by_person, claim.trust, _filled(claim)


def _by_time(claim: Claim) -> tuple[Any, ...]:
    return (claim.at,)


# attribute -> the rule's name and its key; the greatest wins. Others: _by_trust
RULES: Final[dict[str, tuple[str, Key]]] = {
    "name": ("people, then trust, then completeness", _by_completeness),
    "budget": ("the newest", _by_time),
    "purpose": ("the newest", _by_time),
    "purchase_timeline": ("the newest", _by_time),
    "financing": ("the newest", _by_time),
}
DEFAULT: Final[tuple[str, Key]] = ("people, then trust, then the newest", _by_trust)


def goes_by_trust(attribute: str) -> bool:
    """Return whether of two sources the one believed more decides an attribute, not the newer."""
    return attribute not in UNITED and _rule(attribute)[1] is not _by_time


def _rule(attribute: str) -> tuple[str, Key]:
    return RULES.get(attribute, DEFAULT)
