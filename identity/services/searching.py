"""Who may be this person: candidates with a score, its evidence and a decision.

    found = candidates(person_of({"full_name": "Asha Rao"}, points), limit=5)
    found[0].contact_id, found[0].score.weight, found[0].score.evidence, found[0].decision

A typed record takes a few milliseconds at a million contacts. Who may see a candidate is the
caller's question (`contacts.selectors.visible_to`).
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import batched, chain, islice
from typing import Any, Final, NamedTuple

import numpy as np
import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from numpy.typing import NDArray

from core.crew import Crew
from core.selectors.prepared import preparing
from identity.matching.blocking import keys_of
from identity.matching.candidates import Entries, hash_keys, likeliest_of
from identity.matching.columns import distinct
from identity.matching.judging import Candidate, Judge, Searches, judge_all
from identity.matching.reading import read_person
from identity.matching.types import Person, Score, pack, unpack
from identity.models import MatchProfile
from identity.services.knowing import population, standards

type Cursor = CursorWrapper | psycopg.Cursor[Any]
type Asked = Sequence[tuple[int, Person]]
"""People under the caller's numbers."""


class Keys(NamedTuple):
    """The hashed match keys of several people, one after the other, and how many each has."""

    flat: NDArray[np.int64]
    sizes: NDArray[np.int32]


BATCH: Final = 1_000
"""People who are judged together."""

HANDED: Final = 3
"""Such parts that a process of its own is given at a time."""

FIRST, AT_ONCE = 3_000, 6_000
"""People the database is asked for at once, at first and then: of more keys, more are the same and
more stand on a page of its index, but the processes that judge should not wait for long."""

MANY: Final = 2
"""Times it is asked from which processes of their own judge, while the next are read."""

FIND: Final = """
SELECT string_agg(int8send(key), ''), string_agg(int8send(contact_id), '')
FROM (SELECT key, contact_id FROM identity_matchkey
      WHERE key = ANY(ARRAY(
          SELECT k FROM unnest(%s::bigint[]) k
          WHERE NOT EXISTS (SELECT FROM identity_stopkey s WHERE s.key = k)))
      ORDER BY key, contact_id) found
"""
READ: Final = """
SELECT string_agg(int8send(contact_id), ''), string_agg(person, chr(10))
FROM (SELECT contact_id, person FROM identity_matchprofile WHERE contact_id = ANY(%s::bigint[])
      ORDER BY contact_id) found
"""


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
            "title": given("salutation"),
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
    asked = [(0, person)]
    searches = _gather(asked, _keys(asked), leave_out=leave_out)
    return next((found for _, found in judge_all(judge, searches)), [])


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
    chunks = _chunks(people)
    first = list(islice(chunks, MANY))
    searches = (
        _gather(chunk, keys, later_only=later_only) for chunk, keys in _keyed(chain(first, chunks))
    )
    if len(first) < MANY:
        for each in searches:
            yield from judge_all(judge, each)
        return
    handed = (part for each in searches for part in batched(each, HANDED))
    with Crew(partial(judge_all, judge)) as crew:
        for found in crew.answers(handed):
            yield from found


def judge_for(*, limit: int, source_id: int | None = None) -> Judge:
    """Return what judges now: the newest model, and the policy of the source."""
    (model, known), bounds = standards(source_id)
    return Judge(model, known, bounds, limit)


def _chunks(people: Iterable[tuple[int, Person]]) -> Iterator[Asked]:
    rest = iter(people)
    if first := tuple(islice(rest, FIRST)):
        yield first
    yield from batched(rest, AT_ONCE)


def _keyed(chunks: Iterable[Asked]) -> Iterator[tuple[Asked, Keys]]:
    """Yield chunks with their keys, those of the next made while the database looks for these."""
    coming: deque[tuple[Asked, Future[Keys]]] = deque()
    with ThreadPoolExecutor(1) as beside:
        for chunk in chunks:
            coming.append((chunk, beside.submit(_keys, chunk)))
            if len(coming) > 1:
                told, keys = coming.popleft()
                yield told, keys.result()
        for told, keys in coming:
            yield told, keys.result()


def _keys(chunk: Asked) -> Keys:
    keys = [keys_of(person) for _, person in chunk]
    sizes = np.fromiter(map(len, keys), np.int32, len(keys))
    return Keys(hash_keys(chain.from_iterable(keys)), sizes)


def _gather(
    asked: Asked,
    keys: Keys,
    *,
    leave_out: Collection[int] = (),
    later_only: bool = False,
) -> list[Searches]:
    """Return people beside those to compare, BATCH at a time, by two queries for all of them."""
    after = np.array([number for number, _ in asked], np.int64) if later_only else None
    parts = [slice(begin, begin + BATCH) for begin in range(0, len(asked), BATCH)]
    # one person is asked for by prepared statements: planning takes as long as finding
    with preparing() if len(asked) == 1 else connection.cursor() as cursor:
        blocks = _blocks(cursor, keys, leave_out)
        likely = [
            likeliest_of(_entries(blocks, keys, part), after=None if after is None else after[part])
            for part in parts
        ]
        profiles = _profiles(cursor, distinct(np.concatenate([found for _, found in likely])))
    return [
        _searches(asked[part], *each, profiles) for part, each in zip(parts, likely, strict=True)
    ]


class _Blocks(NamedTuple):
    """Who stands behind each key, ascending by both."""

    keys: NDArray[np.int64]
    members: NDArray[np.int64]


class _Profiles(NamedTuple):
    """The contacts that have a profile, ascending, and the profile of each."""

    ids: NDArray[np.int64]
    people: list[str]


def _blocks(cursor: Cursor, keys: Keys, leave_out: Collection[int]) -> _Blocks:
    """Return who stands behind these keys; each key is asked for once."""
    cursor.execute(FIND, [_array(distinct(keys.flat))])
    found, members = map(unpack_ids, cursor.fetchall()[0])
    if leave_out:
        kept = ~np.isin(members, list(leave_out))
        found, members = found[kept], members[kept]
    return _Blocks(found, members)


def _entries(blocks: _Blocks, keys: Keys, part: slice) -> Entries:
    """Return who stands behind the keys of some of the askers."""
    sizes = keys.sizes[part]
    begin = int(keys.sizes[: part.start].sum())
    flat = keys.flat[begin : begin + int(sizes.sum())]
    asker = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    starts = np.searchsorted(blocks.keys, flat)
    counts = np.searchsorted(blocks.keys, flat, side="right") - starts
    return Entries(asker, starts, counts, blocks.members)


def _profiles(cursor: Cursor, ids: NDArray[np.int64]) -> _Profiles:
    """Return which of these contacts have a profile, and the profiles in that order."""
    if not len(ids):
        return _Profiles(ids, [])
    cursor.execute(READ, [_array(ids)])
    ((packed, people),) = cursor.fetchall()
    return _Profiles(unpack_ids(packed), people.split("\n") if people else [])


def _searches(
    asked: Asked, left: NDArray[np.int32], found: NDArray[np.int64], profiles: _Profiles
) -> Searches:
    """Return these people beside those found for them; a profile may be gone since."""
    at = np.searchsorted(profiles.ids, found)
    held = at < len(profiles.ids)
    held[held] = profiles.ids[at[held]] == found[held]
    at = at[held]
    places = distinct(at)
    return Searches(
        [number for number, _ in asked],
        ",".join(pack(person) for _, person in asked),
        profiles.ids[places],
        ",".join(map(profiles.people.__getitem__, places.tolist())),
        left[held],
        np.searchsorted(places, at).astype(np.int32),
    )


def _array(numbers: NDArray[np.int64]) -> str:
    """Return numbers as the database writes an array: a quarter of the time of a list."""
    return "{" + ",".join(map(str, numbers.tolist())) + "}"


def unpack_ids(packed: bytes | None) -> NDArray[np.int64]:
    """Return the numbers that `string_agg(int8send(...), '')` packed."""
    return np.frombuffer(packed or b"", ">i8").astype(np.int64)
