"""Two people side by side: one row for everything both of them tell."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from identity.matching import fields, names
from identity.matching.frequencies import Frequencies
from identity.matching.names import DIFFER, EXACT, INITIAL, LOOSE, NICK, SOUND, TYPO
from identity.matching.types import Person, Series


class Row(NamedTuple):
    """One comparison: its level, what an agreement on this value tells, and both values."""

    comparison: str
    level: str
    bits: float
    left: str
    right: str


WORD_LEVELS: Final = ("same", "sound", "nick", "typo", "loose", "initial", "differ")
_WORTHS: Final = {
    EXACT: 3.0,
    SOUND: 2.8,
    TYPO: 2.2,
    NICK: 2.0,
    LOOSE: 0.9,
    INITIAL: 0.8,
    DIFFER: -1.0,
}
WORTH: Final = tuple(worth for _, worth in sorted(_WORTHS.items()))
"""What two words tell by how they stand, for the order of a name alone."""

SWAP_COST: Final = 0.5
"""What names gain or lose by being read in the other order."""

_MOST_WORTH: Final = max(WORTH)
_CROSSING: Final = frozenset({EXACT, SOUND, TYPO})
_APART: Final = frozenset({LOOSE, DIFFER})


def compare_people(left: Person, right: Person, known: Frequencies) -> list[Row]:
    """Return the comparison rows of a pair; what one of them does not tell has no row."""
    rows = compare_names(left, right, known)
    several = (left.phones, left.emails, left.ids), (right.phones, right.emails, right.ids)
    for (field, told), ours, theirs in zip(SEVERAL.items(), *several, strict=True):
        if ours and theirs:
            rows.append(_valued(field, told(ours, theirs, known.series(field)), known))
    for (field, compare), mine, other in zip(_SIMPLE, left[_PLACES], right[_PLACES], strict=True):
        if mine and other:
            rows.append(_valued(field, (compare(mine, other), mine, other), known))
    return rows + _extra_rows(left, right, known) if left.extras else rows


def _extra_rows(left: Person, right: Person, known: Frequencies) -> list[Row]:
    pairs = enumerate(zip(left.extras, right.extras, strict=False))
    return [
        _valued(f"extra{number}", (fields.compare_texts(mine, other), mine, other), known)
        for number, (mine, other) in pairs
        if mine and other
    ]


type _ToldSeveral = Callable[[fields.Told, fields.Told, Series], tuple[str, str, str]]

SEVERAL: Final[dict[str, _ToldSeveral]] = {
    "phone": fields.compare_phones,
    "email": fields.compare_emails,
    "id": fields.compare_ids,
}
"""What compares the fields of which a person may tell several values."""

_SIMPLE: Final[tuple[tuple[str, Callable[[str, str], str]], ...]] = (
    ("born", fields.compare_dates),
    ("street", fields.compare_streets),
    ("postal", fields.compare_codes),
    ("city", fields.compare_texts),
    ("locality", fields.compare_texts),
    ("company", fields.compare_texts),
    ("gender", fields.compare_texts),
)
_BORN: Final = Person._fields.index("born")
_PLACES: Final = slice(_BORN, _BORN + len(_SIMPLE))


def _valued(field: str, found: tuple[str, str, str], known: Frequencies) -> Row:
    level, mine, other = found
    return Row(field, level, known.agreed(field, mine, other), mine, other)


def compare_names(left: Person, right: Person, known: Frequencies) -> list[Row]:
    """Return the rows given, family, middle and order of two names, in either order of words."""
    mine, other = (*left.given, *left.family), (*right.given, *right.family)
    if not mine or not other:
        return []
    givens, families, swapped = _aligned(_ends(left), _ends(right), known)
    rows: list[Row] = []
    if all(givens):
        rows.append(_word_row("given", givens, (mine, other), families, known))
    if all(families):
        rows.append(_word_row("family", families, (mine, other), givens, known))
    if swapped:
        rows.append(Row("order", "swapped", 0.0, left.name, right.name))
    if len(mine) > 2 and len(other) > 2:  # noqa: PLR2004 -- words between the first and the last
        used = {*givens, *families}
        rest = [w for w in mine if w not in used], [w for w in other if w not in used]
        rows.append(_middle_row(rest[0] or mine[1:-1], rest[1] or other[1:-1], known))
    return rows


_Pair = tuple[str, str]


def _ends(person: Person) -> _Pair:
    """Return the first given name and the last family name, empty where there is none."""
    return (person.given[0] if person.given else ""), (person.family[-1] if person.family else "")


def _aligned(left: _Pair, right: _Pair, known: Frequencies) -> tuple[_Pair, _Pair, bool]:
    """Return the given names, the family names, and whether one record has them swapped.

    Of a swapped pair the order is believed in which others bear the words.
    """
    (first, last), (head, tail) = left, right
    if not _is_swapped(first, last, head, tail):
        return (first, head), (last, tail), False
    one = _order_bits(first or tail, last or head, known)
    two = _order_bits(last or head, first or tail, known)
    if (one, *sorted((first, tail))) <= (two, *sorted((last, head))):
        return (first, tail), (last, head), True
    return (last, head), (first, tail), True


def _order_bits(given: str, family: str, known: Frequencies) -> float:
    """Return how unusual it is to bear these words as first and as last name."""
    return known.agreed("given", given, given) + known.agreed("family", family, family)


def _is_swapped(first: str, last: str, head: str, tail: str) -> bool:
    """Tell whether the words agree better crosswise; the second word is looked at if need be."""
    given = names.compare_words(first, head) if first and head else None
    family = names.compare_words(last, tail) if last and tail else None
    if given is not None and given <= SOUND and (family is None or family <= SOUND):
        return False
    straight = (0.0 if given is None else WORTH[given]) + (0.0 if family is None else WORTH[family])
    crosswise = -SWAP_COST
    if first and tail:
        crosswise += WORTH[names.compare_words(first, tail)]
    if crosswise + _MOST_WORTH <= straight:
        return False
    if last and head:
        crosswise += WORTH[names.compare_words(last, head)]
    return crosswise > straight


def _word_row(
    comparison: str,
    words: _Pair,
    whole: tuple[tuple[str, ...], tuple[str, ...]],
    taken: _Pair,
    known: Frequencies,
) -> Row:
    """Return a row of one name word; a word that stands elsewhere in the other name is `cross`.

    Words `taken` by the other part of the name stand nowhere else.
    """
    mine, other = words
    level = names.compare_words(mine, other)
    if level in _APART and (len(whole[0]) > 2 or len(whole[1]) > 2):  # noqa: PLR2004 -- a middle name
        crossed = [
            known.agreed("name", here, word)
            for here, there in ((mine, whole[1]), (other, whole[0]))
            for word in there
            if word not in taken
            and word not in words
            and names.compare_words(here, word) in _CROSSING
        ]
        if crossed:
            return Row(comparison, "cross", min(crossed), mine, other)
    return Row(comparison, WORD_LEVELS[level], known.agreed("name", mine, other), mine, other)


def _middle_row(mine: Sequence[str], other: Sequence[str], known: Frequencies) -> Row:
    best, bits, word, twin = min(
        (names.compare_words(here, there), known.agreed("name", here, there), here, there)
        for here in mine
        for there in other
    )
    return Row("middle", WORD_LEVELS[best], bits, word, twin)
