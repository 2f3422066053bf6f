"""From a score to a decision: what may be linked without a person, and what a person should see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from identity.matching.types import Decision, Evidence, Score

_NAMES: Final = frozenset({"same", "sound", "nick", "typo", "cross", "initial"})
_FAMILIES: Final = _NAMES | {"loose"}
_SAME: Final = frozenset({("phone", "same"), ("email", "same"), ("id", "same"), ("born", "same")})
_SLIPPED: Final = frozenset(
    {("phone", "near"), ("email", "local"), ("email", "slip"), ("born", "near")}
)
_EMPLOYED: Final = frozenset({("company", "same"), ("company", "near")})
_HOME: Final = frozenset({("street", "same"), ("postal", "same")})
_TWO: Final = 2  # who marries changes the name and keeps number and e-mail
_TELLING: Final = _SAME | _SLIPPED | {("email", "near"), ("id", "near"), ("born", "year")}
_CERTAIN: Final = frozenset({"same", "sound"})
_SPELT: Final = frozenset({"same", "sound", "nick", "typo"})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability a pair is shown to a person, and from which it is linked."""

    review_from: float = 0.2
    auto_from: float = 0.995


def decide(score: Score, thresholds: Thresholds) -> Decision:
    """Return what is to be done with a pair; the guards hold whatever the probability is."""
    if score.probability < thresholds.review_from or are_kin(_levels(score.evidence)):
        return "no"
    if score.probability < thresholds.auto_from or blockers(score.evidence):
        return "review"
    return "auto"


def blockers(evidence: Iterable[Evidence]) -> list[str]:
    """Return in words what keeps a pair from being linked without a person."""
    return _objections(_levels(evidence))


def are_kin(levels: Mapping[str, str]) -> bool:
    """Tell whether only what a family or a street shares speaks for a pair.

    The first names differ, and no number, e-mail, birthday or official number agrees even nearly.
    True of people who have numbers and e-mails: where nobody does, the likely ones are one person.
    """
    return levels.get("given") == "differ" and _TELLING.isdisjoint(levels.items())


def may_link(levels: Mapping[str, str]) -> bool:
    """Tell whether only the threshold can keep a pair of these levels from being linked."""
    return not _objections(levels)


def _levels(evidence: Iterable[Evidence]) -> dict[str, str]:
    return {row.comparison: row.level for row in evidence}


def _objections(levels: Mapping[str, str]) -> list[str]:
    told: list[str] = []
    same = len(_SAME.intersection(levels.items()))
    if levels.get("given", "differ") not in _NAMES:
        told.append("the first names do not agree")
    if levels.get("family", "same") not in _FAMILIES and not _is_renamed(levels, same):
        told.append("the family names differ")
    if levels.get("middle") == "differ":
        told.append("the middle names differ")
    if levels.get("gender") == "differ" and same < _TWO:  # a title may be a slip
        told.append("one is a woman, the other a man")
    if levels.get("born") in {"differ", "year"}:
        told.append("the dates of birth differ")
    if levels.get("id") == "differ":
        told.append("the official numbers differ")
    if not same and not _is_near(levels):  # an address alone: father and son with one name
        told.append("no number, e-mail or date of birth is the same")
    return told


def _is_renamed(levels: Mapping[str, str], same: int) -> bool:
    """Tell whether all else says that one person took another name.

    Two of number, e-mail, birthday and official number are `same`; or one of them, the home, and
    the first name letter by letter or by its sound; or one, the employer, and the first name.
    """
    given = levels.get("given")
    settled = given in _CERTAIN and not _HOME.isdisjoint(levels.items())
    settled = settled or (given == levels.get("company") == "same")
    return given in _SPELT and (same >= _TWO or (same == 1 and settled))


def _is_near(levels: Mapping[str, str]) -> bool:
    """Tell whether names spelt out meet a slip in a number or date, one mailbox, or one company."""
    if not _SPELT.issuperset({levels.get("given", ""), levels.get("family", "")}):
        return False
    colleague = levels.get("given") in _CERTAIN and not _EMPLOYED.isdisjoint(levels.items())
    if levels.get("phone") == "differ" and levels.get("email") in {"near", "differ"}:
        colleague = False  # Rahul Sharma has namesakes where he works
    return colleague or not _SLIPPED.isdisjoint(levels.items())
