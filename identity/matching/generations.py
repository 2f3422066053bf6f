"""What a name says of father and son: `Sr.`, `Jr.`, `III`, `(Son)`, `S/o Ramesh`.

The folded name has none of it, for one person is written with and without.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from identity.matching.names import DIFFER, LOOSE, TYPO, compare_words, fold, words_of

_RANKS: Final = {
    **dict.fromkeys(("sr", "snr", "senior", "elder", "father"), "1"),
    **dict.fromkeys(("jr", "jnr", "junior", "younger", "son", "ii"), "2"),
    **dict.fromkeys(("iii", "grandson"), "3"),
    "iv": "4",
    **{word: word for word in ("mother", "daughter", "wife", "husband", "brother", "sister")},
}
_KIN: Final = frozenset(
    ["father", "son", "grandson", "mother", "daughter", "wife", "husband", "brother", "sister"]
)  # names as well: they tell in brackets alone
_BRACKETED: Final = re.compile(r"\(([^()]*+)\)")
_WORD: Final = re.compile(r"[a-z]+")
_CHILD: Final = re.compile(r"\b([sdwh])\s?/\s?o\b\.?(.*)", re.DOTALL)


class Generation(NamedTuple):
    """Which of several of one name it is, and whose child or wife; empty where nothing is said.

    `of` and `given` are the first names of whom it is a child or wife of, and of the person.
    """

    rank: str = ""
    kin: str = ""
    of: str = ""
    given: str = ""

    @property
    def tells(self) -> bool:
        """Whether the name says anything of it."""
        return bool(self.rank or self.kin)


def generation_of(name: str) -> Generation:
    """Return what a whole name says of it."""
    folded = fold(name)
    child = _CHILD.search(folded)
    text = folded[: child.start()] if child else folded
    rank = _rank(_BRACKETED.sub(" ", text), _BRACKETED.findall(text))
    given = next(iter(words_of(text)), "")
    if child is None:
        return Generation(rank, given=given)
    return Generation(rank, child[1], next(iter(words_of(child[2])), ""), given)


def _rank(text: str, bracketed: Iterable[str]) -> str:
    """Return the rank behind a name or in brackets; the first word is no rank: Sr. Mary."""
    words = [word for word in _WORD.findall(text)[1:] if word not in _KIN]
    within = [word for each in bracketed for word in _WORD.findall(each)]
    told = [*within, *words[-1:]]
    return next((_RANKS[word] for word in told if word in _RANKS), "")


def are_two(one: Generation, other: Generation) -> bool:
    """Tell whether two names speak of two people: father and son, or children of two fathers.

    Who bears the name of somebody's father or husband is taken for that one: `Rajesh Sharma` is
    not `Rajesh Sharma S/o Rajesh Kumar Sharma`.
    """
    if not one.tells and not other.tells:
        return False
    if one.rank and other.rank and one.rank != other.rank:
        return True
    if not one.kin or not other.kin:
        return _is_child(one, other) or _is_child(other, one)
    if one.kin != other.kin:
        return True
    return bool(one.of and other.of) and compare_words(one.of, other.of) in {LOOSE, DIFFER}


def _is_child(child: Generation, other: Generation) -> bool:
    named = child.of and other.given and not other.kin
    return bool(named) and compare_words(child.of, other.given) <= TYPO
