"""Match keys: two records that share one are worth comparing.

A key is a short text whose first letter says what it is made of. Keys that too many share (a
switchboard, a common name) are stop keys; every combination has finer keys beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
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
    codes = [code_of(word) for word in words]
    found = [*_point_keys(person), *_place_keys(person, codes)]
    if words:
        found += [*_pair_keys(person, words, codes), *_word_keys(person, words, codes)]
    return list(dict.fromkeys(found))


def hash_key(key: str) -> int:
    """Return the signed 64-bit number the database keeps of a key."""
    return int.from_bytes(digest(key), signed=True)


def digest(key: str) -> bytes:
    """Return the eight bytes of that number, the highest first."""
    return blake2b(key.encode(), digest_size=8).digest()


def _point_keys(person: Person) -> Iterator[str]:
    for number in person.phones:
        yield f"p{number}"
        yield f"f{number[-_END:]}"
        yield f"h{number[:_END]}"
    for address in person.emails:
        yield f"e{address}"
        if local := local_of(address):
            yield f"l{local}"
        yield from _sound_pairs(_words_of(address))
    for number in person.ids:
        yield f"i{number}"


def _words_of(address: str) -> list[str]:
    """Return the words of a mailbox, which often are its owner's names."""
    words = _NOT_LETTER.split(address.partition("@")[0])
    return [word for word in words if len(word) > 1][:_PREFIX]


def _sound_pairs(words: Iterable[str]) -> Iterator[str]:
    """Yield keys of two words by sound, in whatever order they stand."""
    for first, second in combinations(sorted({sound_of(word) for word in words}), 2):
        yield f"n{first} {second}"


def _place_keys(person: Person, codes: Sequence[str]) -> Iterator[str]:
    """Yield keys that need no name: a typed-over name must not hide a person."""
    if born := person.born:
        yield f"b{born}"
        for place in filter(None, (person.postal, person.city)):
            for part in filter(None, (born[:4], born[4:])):
                yield f"b{part} {place}"
    if person.postal:
        yield f"q{person.postal}"
    if person.city and person.company:
        yield f"q{person.city} {person.company}"
    places = [each for each in (person.city, person.company, person.locality) if each]
    for code in filter(None, codes):
        for place in places:
            yield f"v{code} {place}"


def _pair_keys(person: Person, words: Sequence[str], codes: Sequence[str]) -> Iterator[str]:
    """Yield keys of two words of the name, in whatever order they stand."""
    yield from _sound_pairs(words)
    for (first, _), (second, code) in permutations(zip(words, codes, strict=True), 2):
        if code:
            yield f"m{first[0]} {code}"
        if len(second) >= _LAST:
            yield f"d{first[0]} {second[-_LAST:]}"
    told = (person.postal, person.city, person.locality, person.company)
    places = [place for place in told if place]
    for first, second in combinations(sorted(set(codes) - {""}), 2):
        for place in places:
            yield f"c{first} {second} {place}"
    prefixes = " ".join(sorted(word[:_PREFIX] for word in words))
    yield f"x{prefixes} {person.postal or person.city or '-'}"


def _word_keys(person: Person, words: Sequence[str], codes: Sequence[str]) -> Iterator[str]:
    """Yield keys of one word of the name with something else."""
    start = " ".join(person.street.split()[:2])
    for word, code in zip(words, codes, strict=True):
        yield f"t{word}"
        if code and start:
            yield f"s{code} {start}"
    if person.street:
        yield f"a{person.street} {min(word[0] for word in words)}"
