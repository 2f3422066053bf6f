"""Match keys: two records that share one are worth comparing.

A key is a short text whose first letter says what it is made of. Keys that too many share (a
switchboard, a common name) are stop keys; every combination has finer keys beside it.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import combinations, permutations
from re import compile as pattern
from typing import Final

from identity.matching.fields import local_of
from identity.matching.names import code_of, sound_of
from identity.matching.types import Person

STOP_AT: Final = 80
"""People a key may stand for before it tells nothing."""

_WORDS: Final = 4
_PREFIX: Final = 3
_END: Final = 5  # digits at either end of a number, which a slip elsewhere leaves alone
_LAST: Final = 4  # letters at the end of a word, which a slip before them leaves alone
_NOT_LETTER: Final = pattern("[^a-z]+")


def keys_of(person: Person) -> list[str]:
    """Return the distinct match keys of a person."""
    words = (*person.given, *person.family)[:_WORDS]
    found = [*_point_keys(person), *_place_keys(person, words)]
    if words:
        found += [*_pair_keys(person, words), *_word_keys(person, words)]
    return list(dict.fromkeys(key for key in found if key))


def hash_key(key: str) -> int:
    """Return the signed 64-bit number the database keeps of a key."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), signed=True)


def _key(kind: str, *parts: str) -> str:
    """Return a key of its parts, nothing where one is unknown."""
    return kind + " ".join(parts) if all(parts) else ""


def _point_keys(person: Person) -> Iterator[str]:
    for number in person.phones:
        yield _key("p", number)
        yield _key("f", number[-_END:])
        yield _key("h", number[:_END])
    for address in person.emails:
        yield _key("e", address)
        yield _key("l", local_of(address))
        yield from _sound_pairs(_words_of(address))
    for number in person.ids:
        yield _key("i", number)


def _words_of(address: str) -> list[str]:
    """Return the words of a mailbox, which often are its owner's names."""
    words = _NOT_LETTER.split(address.partition("@")[0])
    return [word for word in words if len(word) > 1][:_PREFIX]


def _sound_pairs(words: Iterable[str]) -> Iterator[str]:
    """Yield keys of two words by sound, in whatever order they stand."""
    for first, second in combinations(sorted({sound_of(word) for word in words}), 2):
        yield _key("n", first, second)


def _place_keys(person: Person, words: tuple[str, ...]) -> Iterator[str]:
    """Yield keys that need no name: a typed-over name must not hide a person."""
    year, day = person.born[:4], person.born[4:]
    yield _key("b", person.born)
    for place in (person.postal, person.city):
        yield _key("b", year, place)
        yield _key("b", day, place)
    yield _key("q", person.postal)
    yield _key("q", person.city, person.company)
    for code in dict.fromkeys(code_of(word) for word in words):
        yield _key("v", code, person.city)
        yield _key("v", code, person.company)
        yield _key("v", code, person.locality)


def _pair_keys(person: Person, words: tuple[str, ...]) -> Iterator[str]:
    """Yield keys of two words of the name, in whatever order they stand."""
    yield from _sound_pairs(words)
    for first, second in permutations(words, 2):
        yield _key("m", first[0], code_of(second))
        if len(second) >= _LAST:
            yield _key("d", first[0], second[-_LAST:])
    places = (person.postal, person.city, person.locality, person.company)
    for first, second in combinations(sorted({code_of(word) for word in words}), 2):
        for place in places:
            yield _key("c", first, second, place)
    prefixes = " ".join(sorted(word[:_PREFIX] for word in words))
    yield _key("x", prefixes, person.postal or person.city or "-")


def _word_keys(person: Person, words: tuple[str, ...]) -> Iterator[str]:
    """Yield keys of one word of the name with something else."""
    start = " ".join(person.street.split()[:2])
    for word in dict.fromkeys(words):
        yield _key("t", word)
        yield _key("s", code_of(word), start)
    yield _key("a", person.street, min(word[0] for word in words))
