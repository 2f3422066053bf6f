"""Who may be this person: candidates with a score, its evidence and a decision.

    found = candidates(person_of({"full_name": "Asha Rao"}, points), limit=5)
    found[0].contact_id, found[0].score.weight, found[0].score.evidence, found[0].decision

A typed record takes a few milliseconds at a million contacts. Who may see a candidate is the
caller's question (`contacts.selectors.visible_to`).
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import batched, chain, islice
from typing import Any, Final

from django.db import connection
from django.db.backends.utils import CursorWrapper

from identity.matching.blocking import hash_key, keys_of
from identity.matching.candidates import likeliest_of
from identity.matching.crew import Crew
from identity.matching.judging import Candidate, Case, Judge, judge_cases
from identity.matching.reading import read_person
from identity.matching.types import Person, Score, pack, unpack
from identity.models import MatchProfile
from identity.services.knowing import population, thresholds

COMPARED: Final = 28
"""Of the contacts that share a key, those with the rarest keys that are compared."""

BATCH: Final = 500

MANY: Final = 4
"""Batches from which processes of their own judge, while the next are read."""

FIND: Final = """
SELECT k.key, (SELECT string_agg(int8send(p.contact_id), '')
               FROM identity_matchprofile p WHERE p.keys @> ARRAY[k.key])
FROM unnest(%s::bigint[]) k(key)
WHERE NOT EXISTS (SELECT FROM identity_stopkey s WHERE s.key = k.key)
"""
READ: Final = "SELECT contact_id, person FROM identity_matchprofile WHERE contact_id = ANY(%s)"


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
    judge = judge_for(limit=limit, source_id=source_id)
    (case,) = _gather([(0, person)], leave_out=leave_out)
    return next((found for _, found in judge_cases(judge, [case])), [])


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
    judge = judge_for(limit=limit, source_id=source_id)
    chunks = batched(people, BATCH)
    first = list(islice(chunks, MANY))
    cases = (_gather(chunk, later_only=later_only) for chunk in chain(first, chunks))
    if len(first) < MANY:
        for chunk in cases:
            yield from judge_cases(judge, chunk)
        return
    with Crew(partial(judge_cases, judge)) as crew:
        for found in crew.answers(cases):
            yield from found


def judge_for(*, limit: int, source_id: int | None = None) -> Judge:
    """Return what judges now: the newest model, and the policy of the source."""
    return Judge(*population(), thresholds(source_id), limit)


def _gather(
    chunk: Sequence[tuple[int, Person]],
    *,
    leave_out: Collection[int] = (),
    later_only: bool = False,
) -> list[Case]:
    """Return the people of a chunk beside those to compare, by two queries for all of them."""
    keys = [[hash_key(key) for key in keys_of(person)] for _, person in chunk]
    with connection.cursor() as cursor:
        blocks = _blocks(cursor, {key for mine in keys for key in mine}, leave_out)
        likeliest = [
            likeliest_of(mine, blocks, COMPARED, after=number if later_only else 0)
            for (number, _), mine in zip(chunk, keys, strict=True)
        ]
        cursor.execute(READ, [list({pk for ids in likeliest for pk in ids})])
        held: dict[int, str] = dict(cursor.fetchall())
    return [
        Case(number, pack(person), [(pk, held[pk]) for pk in ids if pk in held])
        for (number, person), ids in zip(chunk, likeliest, strict=True)
    ]


def _blocks(
    cursor: CursorWrapper, keys: Collection[int], leave_out: Collection[int]
) -> dict[int, list[int]]:
    """Return the contacts behind each key; the database packs them, which is half the time."""
    cursor.execute(FIND, [list(keys)])
    return {
        key: sorted(pk for pk in unpack_ids(packed or b"") if pk not in leave_out)
        for key, packed in cursor.fetchall()
    }


def unpack_ids(packed: bytes) -> "array[int]":
    """Return the numbers that `string_agg(int8send(...), '')` packed."""
    ids = array("q", packed)
    ids.byteswap()  # the network's order
    return ids
