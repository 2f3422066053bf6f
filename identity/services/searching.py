"""Who may be this person: candidates with a score, its evidence and a decision.

    found = candidates(person_of({"full_name": "Asha Rao"}, points), limit=5)
    found[0].contact_id, found[0].score.weight, found[0].score.evidence, found[0].decision

A typed record takes 1 to 2 ms at a million contacts. Who may see a candidate is the caller's
question (`contacts.selectors.visible_to`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import batched
from typing import Any, Final, NamedTuple

from django.db import connection

from identity.matching.blocking import STOP_AT, hash_key, keys_of
from identity.matching.compare import compare_people
from identity.matching.deciding import Thresholds, decide
from identity.matching.model import probability
from identity.matching.reading import read_person
from identity.matching.types import Decision, Person, Score
from identity.models import MatchProfile
from identity.services.keeping import unpack
from identity.services.knowing import Population, population, thresholds

COMPARED: Final = 25
"""Of the contacts that share a key, those with the rarest keys that are compared."""

BATCH: Final = 500
_EVEN: Final = 3

FIND: Final = """
SELECT contact_id, keys, person FROM identity_matchprofile
WHERE keys && (SELECT coalesce(array_agg(k), '{}') FROM unnest(%s::bigint[]) k
               WHERE NOT EXISTS (SELECT FROM identity_stopkey s WHERE s.key = k))
"""
FIND_MANY: Final = """
SELECT q.number, p.contact_id, p.keys, p.person
FROM unnest(%s::int[], %s::bigint[], %s::bigint[]) q(number, after, key)
JOIN identity_matchprofile p ON p.keys @> ARRAY[q.key] AND p.contact_id > q.after
WHERE NOT EXISTS (SELECT FROM identity_stopkey s WHERE s.key = q.key)
"""


class Candidate(NamedTuple):
    """A contact that may be the person asked for."""

    contact_id: int
    score: Score
    decision: Decision


class _Held(NamedTuple):
    """A profile as the search reads it."""

    contact_id: int
    keys: frozenset[int]
    person: str


def person_of(
    entity: Mapping[str, Any],
    points: Iterable[Mapping[str, Any]] = (),
    address: Mapping[str, Any] | None = None,
) -> Person:
    """Return the person of golden fields, `{kind, value}` points and the parts of an address.

    The shape is that of an import's normalised row and of a form: absent parts are left out.
    """
    place = address or {}
    reached = list(points)

    def given(name: str) -> tuple[str, ...]:
        value = entity.get(name)
        return (str(value),) if value else ()

    parts = given("given_name") and given("family_name")
    return read_person(
        {
            "full_name": () if parts else given("full_name"),
            "given_name": given("given_name"),
            "middle_name": given("middle_name"),
            "family_name": given("family_name"),
            "phone": [p["value"] for p in reached if p["kind"] in {"phone", "whatsapp"}],
            "email": [p["value"] for p in reached if p["kind"] == "email"],
            "born": given("date_of_birth"),
            "street": (str(place.get("lines") or ""),),
            "postal": (str(place.get("postal_code") or ""),),
            "city": (str(place.get("city") or ""),),
            "locality": (str(place.get("locality") or ""),),
            "company": given("company_name"),
            "gender": given("gender"),
        }
    )


def candidates(
    person: Person,
    *,
    limit: int = 10,
    leave_out: Collection[int] = (),
    source_id: int | None = None,
) -> list[Candidate]:
    """Return the contacts that may be this person, best first, none below the review threshold.

    `leave_out` are contact ids not wanted (the contact itself, those already judged);
    `source_id` names the source whose policy decides.
    """
    keys = [hash_key(key) for key in keys_of(person)]
    with connection.cursor() as cursor:
        cursor.execute(FIND, [keys])
        held = [_Held(row[0], frozenset(row[1]), row[2]) for row in cursor.fetchall()]
    wanted = [row for row in held if row.contact_id not in leave_out]
    asked = _Asked(limit, later_only=False, scale=population(), policy=thresholds(source_id))
    return _judge(person, frozenset(keys), wanted, asked)


def candidates_of(contact_id: int, *, limit: int = 10) -> list[Candidate]:
    """Return the contacts that may be the same person as this one; none for one without profile."""
    profile = MatchProfile.objects.filter(pk=contact_id).first()
    if profile is None:
        return []
    return candidates(unpack(profile.person), limit=limit, leave_out={contact_id})


def compare_contacts(left_id: int, right_id: int) -> Score | None:
    """Return why (or why not) two contacts are one person; None while one has no profile."""
    rows = MatchProfile.objects.in_bulk([left_id, right_id])
    if len(rows) < len({left_id, right_id}):
        return None
    model, known = population()
    return model.score(unpack(rows[left_id].person), unpack(rows[right_id].person), known)


def candidates_in_bulk(
    people: Iterable[tuple[int, Person]],
    *,
    limit: int = 5,
    source_id: int | None = None,
    later_only: bool = False,
) -> Iterator[tuple[int, list[Candidate]]]:
    """Yield (number, candidates) of many people, in constant memory and their order.

    People without a candidate are left out. `later_only` takes the numbers for contact ids and
    looks at higher ones only, so that a scan meets each pair once.
    """
    asked = _Asked(limit, later_only, population(), thresholds(source_id))
    for chunk in batched(people, BATCH):
        yield from _bulk(chunk, asked)


class _Asked(NamedTuple):
    """What holds for every person of a search."""

    limit: int
    later_only: bool
    scale: Population
    policy: Thresholds


def _bulk(
    chunk: Sequence[tuple[int, Person]], asked: _Asked
) -> Iterator[tuple[int, list[Candidate]]]:
    keys = [frozenset(hash_key(key) for key in keys_of(person)) for _, person in chunk]
    numbers = [number for number, mine in enumerate(keys) for _ in mine]
    after = [chunk[number][0] if asked.later_only else 0 for number in numbers]
    held: dict[int, dict[int, _Held]] = {}
    with connection.cursor() as cursor:
        cursor.execute(FIND_MANY, [numbers, after, [key for mine in keys for key in mine]])
        for number, pk, theirs, person in cursor.fetchall():
            held.setdefault(number, {})[pk] = _Held(pk, frozenset(theirs), person)
    for number, (label, person) in enumerate(chunk):
        if number in held:
            found = _judge(person, keys[number], list(held[number].values()), asked)
            if found:
                yield label, found


def _judge(
    person: Person, keys: frozenset[int], held: Sequence[_Held], asked: _Asked
) -> list[Candidate]:
    """Return the best of the profiles; only those kept are explained, which takes the longest."""
    model, known = asked.scale
    people = [(row.contact_id, unpack(row.person)) for row in _likeliest(keys, held)]
    known = known.among([person, *(other for _, other in people)])
    least = model.prior(known.total)
    weighed = [
        (least + model.points(compare_people(person, other, known)), pk, other)
        for pk, other in people
    ]
    likely = [one for one in weighed if probability(one[0]) >= asked.policy.review_from]
    likely.sort(key=lambda one: (-one[0], one[1]))
    scores = [(pk, model.score(person, other, known)) for _, pk, other in likely[: asked.limit]]
    found = [Candidate(pk, score, decide(score, asked.policy)) for pk, score in scores]
    return [candidate for candidate in found if candidate.decision != "no"]


def _likeliest(keys: frozenset[int], held: Sequence[_Held]) -> list[_Held]:
    """Return the profiles that share the rarest keys."""
    shared = [row.keys & keys for row in held]
    counts = Counter(key for mine in shared for key in mine)
    worth = [
        sum(1 / (counts[key] + _EVEN) for key in mine if counts[key] <= STOP_AT) for mine in shared
    ]
    order = sorted(range(len(held)), key=lambda number: -worth[number])
    return [held[number] for number in order[:COMPARED] if worth[number] > 0]
