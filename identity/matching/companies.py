"""Companies that may be one: by their names, websites, telephone and official numbers.

Names are compared word by word: a word counts the more the fewer companies have it, forms of law
count nothing and words of the trade little. Who shares no telling word, website or number is
never compared.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import log2
from typing import Final, NamedTuple

from rapidfuzz.distance import JaroWinkler

ALIKE: Final = 0.8
"""Share of two names' weight that has to agree for like names."""

SHARED: Final = 5
"""A website or telephone number of more companies tells nothing of two of them."""

_TELLING: Final = 50  # a word of more companies leads nobody to anybody
_SLIP: Final = 0.92  # likeness after Jaro and Winkler of one word written two ways
_SLIPPED: Final = 5  # letters from which a word may hold a slip
_START: Final = 4  # letters by which words that may be one are looked for
_TRADE_WEIGHT: Final = 1.0  # bits at most
_MANY: Final = 1_000  # a list of few companies says little of how rare a word is
_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = re.compile(r"\b\w(?:[\s.&]+\w\b)+")  # d.l.f., d l f
_FIRM: Final = re.compile(r"^(?:m/s\b\.?|messrs\b\.?)\s*")


def _words(told: str) -> frozenset[str]:
    return frozenset(told.split())


_LEGAL: Final = _words(
    "pvt private ltd limited llp llc lc inc incorporated corp corporation co company plc fze fzc "
    "fzco fz dmcc difc pjsc psc jsc wll est bv nv gmbh ag kg sa sas sarl srl spa oy ab as pte pty "
    "sdn bhd huf opc the and of"
)
_TRADE: Final = _words(
    "properties property realty realtors realtor real estate estates developers developer "
    "development developments builders builder construction constructions infra infrastructure "
    "housing homes group holdings holding trading traders investments investment ventures capital "
    "international global services solutions consultants consultancy consulting enterprises "
    "enterprise industries associates partners brokers brokerage contracting general india indian "
    "dubai uae emirates middle east bank trust"
)
_WORTH: Final[Mapping[str, float]] = {
    "number": 4.0, "name": 3.0, "website": 2.0, "phone": 2.0, "like_name": 1.5,
}  # fmt: skip
"""What each reason counts when pairs are put in order, the strongest first."""


class Company(NamedTuple):
    """What is compared; `numbers` are official ones, `parent` is the place it belongs to."""

    id: int
    name: str
    domain: str = ""
    phone: str = ""
    numbers: tuple[str, ...] = ()
    parent: int | None = None


class Alike(NamedTuple):
    """Two companies that may be one, the lower id first, and the codes of what speaks for it."""

    left: int
    right: int
    reasons: tuple[str, ...]
    strength: float


def alike(companies: Sequence[Company]) -> Iterator[Alike]:
    """Yield each pair of companies that may be one, once.

    A parent and its subsidiary are two; subsidiaries of one parent share website and telephone
    as a matter of course.
    """
    companies = _without_common(companies)
    names = [words_of(company.name) for company in companies]
    weights = _weights(names)
    for one, other in sorted(_pairs(companies, names)):
        left, right = sorted((companies[one], companies[other]))
        if left.parent == right.id or right.parent == left.id:
            continue
        reasons = _reasons(left, right, likeness(names[one], names[other], weights))
        if left.parent is not None and left.parent == right.parent:
            reasons = [each for each in reasons if each not in ("website", "phone")]
        if reasons:
            yield Alike(left.id, right.id, tuple(reasons), sum(map(_WORTH.__getitem__, reasons)))


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name without forms of law; letters that stand alone are one word."""
    joined = _LETTERS.sub(lambda told: re.sub(r"\W+", "", told[0]), _FIRM.sub("", name.lower()))
    words = tuple(_WORD.findall(joined))
    return tuple(word for word in words if word not in _LEGAL) or words


def likeness(left: Sequence[str], right: Sequence[str], weights: Mapping[str, float]) -> float:
    """Return the share, 0 to 1, of the weight of both names' words that agree."""
    if "".join(left) == "".join(right):
        return 1.0
    rest = list(right)
    agreed = 0.0
    for word in left:
        found = max(rest, key=lambda other, word=word: _same(word, other), default="")  # type: ignore[misc]
        if found and (same := _same(word, found)):
            agreed += same * (weights[word] + weights[found])
            rest.remove(found)
    total = sum(weights[word] for word in (*left, *right))
    return agreed / total if total else 0.0


def _same(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if min(len(word), len(other)) < _SLIPPED:
        return 0.0
    near: float = JaroWinkler.similarity(word, other, score_cutoff=_SLIP)
    return near


def _weights(names: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return the bits a word tells; one of the trade tells one at most."""
    counts = Counter(word for words in names for word in set(words))
    total = max(len(names), _MANY)
    told = {word: log2((total + 1) / count) for word, count in counts.items()}
    return {w: min(bits, _TRADE_WEIGHT) if w in _TRADE else bits for w, bits in told.items()}


def _reasons(left: Company, right: Company, names: float) -> list[str]:
    told = {
        "number": bool(set(left.numbers) & set(right.numbers)),
        "name": names == 1.0,
        "website": bool(left.domain) and left.domain == right.domain,
        "phone": bool(left.phone) and left.phone == right.phone,
        "like_name": ALIKE <= names < 1.0,
    }
    return [reason for reason in _WORTH if told[reason]]


def _without_common(companies: Sequence[Company]) -> list[Company]:
    """Return the companies without the websites and telephone numbers of many."""
    domains = Counter(company.domain for company in companies)
    phones = Counter(company.phone for company in companies)
    return [
        company._replace(
            domain=company.domain if domains[company.domain] <= SHARED else "",
            phone=company.phone if phones[company.phone] <= SHARED else "",
        )
        for company in companies
    ]


def _pairs(companies: Sequence[Company], names: Sequence[Sequence[str]]) -> set[tuple[int, int]]:
    """Return the places of companies that share something telling."""
    blocks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place, (company, words) in enumerate(zip(companies, names, strict=True)):
        for key in _keys(company, words):
            blocks[key].append(place)
    return {
        pair
        for block in blocks.values()
        if len(block) <= _TELLING
        for pair in combinations(block, 2)
    }


def _keys(company: Company, words: Sequence[str]) -> set[tuple[str, str]]:
    telling = [word for word in words if word not in _TRADE] or words
    keys = {("word", word) for word in telling}
    keys |= {("start", word[:_START]) for word in telling if len(word) >= _SLIPPED}
    keys |= {("number", number) for number in company.numbers}
    given = (("whole", "".join(words)), ("website", company.domain), ("phone", company.phone))
    return keys | {(kind, value) for kind, value in given if value}
