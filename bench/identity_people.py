"""A million made-up people by set-based SQL, with households, and files of rows about them.

Names are drawn as often as the model has counted them; every 20th person is the one before them
a second time, every 12th a relative on the same phone and at the same address.
"""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from bench.filling import COLUMNS, NOTHING
from bench.people import GIVEN as OTHERS
from identity.matching.model import default_model
from identity.matching.types import Person
from identity.services.searching import person_of

TWICE, KIN = 20, 12
POOL = 20_000
SLIPS = 0.25
LOST = 0.3

NAMES = """
CREATE TEMP TABLE given AS SELECT row_number() OVER () AS n, w FROM unnest(%s::text[]) w;
CREATE TEMP TABLE family AS SELECT row_number() OVER () AS n, w FROM unnest(%s::text[]) w;
CREATE INDEX ON given (n); CREATE INDEX ON family (n); ANALYZE given; ANALYZE family;
"""
# `base` is the person a row repeats or is kin of, otherwise itself
DRAWN = """
CREATE TEMP TABLE drawn AS
SELECT r.n, r.base, r.twice, g.w AS given, f.w AS family,
    9000000000 + mod(hashint8extended(r.base, 3) & 9007199254740991, 999999999) AS phone,
    mod(hashint8extended(r.n, 4) & 1023, 100) AS lot,
    mod(hashint8extended(r.base, 5) & 65535, 40) AS place,
    date '1950-01-01' + (mod(hashint8extended(r.base, 6) & 16777215, 18000))::int
        + CASE WHEN r.twice OR r.base = r.n THEN 0 ELSE 9000 END AS born
FROM (SELECT n, n %% %(twice)s = 0 AS twice,
             n - (n %% %(twice)s = 0 OR n %% %(kin)s = 0)::int AS base
      FROM generate_series(1, %(people)s::bigint) n) r
JOIN given g ON g.n = 1 + mod(
    hashint8extended(CASE WHEN r.twice THEN r.base ELSE r.n END, 1) & 1073741823, %(pool)s)
JOIN family f ON f.n = 1 + mod(hashint8extended(r.base, 2) & 1073741823, %(pool)s);
CREATE INDEX ON drawn (n); ANALYZE drawn;
"""
PEOPLE = """
INSERT INTO contacts_contact ({columns}) OVERRIDING SYSTEM VALUE SELECT {values} FROM drawn;
SELECT setval(pg_get_serial_sequence('contacts_contact', 'id'), max(id)) FROM contacts_contact;
INSERT INTO contacts_contactsummary (contact_id, doc, phone, email)
SELECT n, given || ' ' || family, '', '' FROM drawn;
INSERT INTO contacts_contactpoint (contact_id, kind, value_raw, value_norm, label, is_primary,
    is_identity, is_shared, status, verified_by_method)
SELECT n, 'phone', '+91' || phone, '+91' || phone, '', true, false, base <> n, 'active', ''
FROM drawn WHERE NOT (twice AND lot < 40);
INSERT INTO contacts_contactpoint (contact_id, kind, value_raw, value_norm, label, is_primary,
    is_identity, is_shared, status, verified_by_method)
SELECT n, 'email', mail, mail, '', true, false, false, 'active', ''
FROM (SELECT n, base, lot, twice, given || '.' || family || mod(phone, 90) || '@example.com' AS mail
      FROM drawn) m WHERE lot < 65;
INSERT INTO contacts_postaladdress (contact_id, kind, lines, locality, city, region, postal_code,
    country, is_primary, norm_hash)
SELECT n, 'home', mod(phone, 2400) || ' Tower ' || chr(65 + mod(phone, 26)::int) || ' ' || place,
    'Sector ' || place, (ARRAY['Mumbai','Pune','Delhi','Chennai','Dubai'])[1 + mod(place, 5)], '',
    (400000 + place * 97 + mod(phone, 30))::text, 'IN', true, ''
FROM drawn WHERE lot < 55;
"""
GIVEN = {
    "id": "n",
    "given_name": "initcap(given)",
    "family_name": "initcap(family)",
    "full_name": "initcap(given || ' ' || family)",
    "company_name": "CASE WHEN lot < 40 THEN 'Company ' || mod(phone, 5000) ELSE '' END",
    "lifecycle": "'lead'",
    "state": "'active'",
    "visibility": "1",
    "preferred_channel": "'whatsapp'",
    "nri_status": "'unknown'",
    "purpose": "'unknown'",
    "purchase_timeline": "'unknown'",
    "financing": "'unknown'",
    "date_of_birth": "CASE WHEN lot < 30 THEN born END",
}
SOME = """
SELECT c.id, c.given_name, c.family_name, coalesce(c.date_of_birth::text, ''), c.company_name,
    (SELECT value_norm FROM contacts_contactpoint p WHERE p.contact_id = c.id AND kind = 'phone'),
    (SELECT value_norm FROM contacts_contactpoint p WHERE p.contact_id = c.id AND kind = 'email'),
    a.lines, a.city, a.postal_code
FROM contacts_contact c LEFT JOIN contacts_postaladdress a ON a.contact_id = c.id
WHERE c.id = ANY(%s) ORDER BY c.id
"""


class Told(NamedTuple):
    """A row of a file: the person as read, and the contacts they are; none for a stranger."""

    person: Person
    true: frozenset[int]


def fill(cursor: CursorWrapper, people: int) -> None:
    """Insert so many people, with points, addresses and summaries; triggers are off meanwhile."""
    common = default_model().names
    words = sorted(word for word in common if len(word) > 2)
    dice = Random(3)  # noqa: S311 -- made-up people, no secret
    drawn = [
        dice.choices(half, [common[w] for w in half], k=POOL) for half in (words[::2], words[1::2])
    ]
    cursor.execute("SET session_replication_role = replica")
    cursor.execute(NAMES, drawn)
    cursor.execute(DRAWN, {"people": people, "twice": TWICE, "kin": KIN, "pool": POOL})
    cursor.execute(COLUMNS)
    given = {name: NOTHING.get(kind, "0") for name, kind in cursor.fetchall()} | GIVEN
    cursor.execute(PEOPLE.format(columns=", ".join(given), values=", ".join(given.values())))
    cursor.execute("SET session_replication_role = DEFAULT")


def rows(cursor: CursorWrapper, people: int, count: int, seed: int) -> Iterator[Told]:
    """Yield rows of a file: half about people on record, as others would type them, half new.

    Every fifth stranger is a new relative of somebody: one phone, surname and address.
    """
    dice = Random(seed)  # noqa: S311 -- made-up people, no secret
    for start in range(0, count, 5_000):
        asked = sorted(dice.sample(range(1, people), min(5_000, count - start)))
        cursor.execute(SOME, [asked])
        for number, row in enumerate(cursor.fetchall()):
            yield _known(row, dice) if number % 2 else _stranger(row, dice, kin=number % 10 == 0)


def _known(row: tuple[object, ...], dice: Random) -> Told:
    pk, given, family, born, company, phone, mail, lines, city, postal = row
    names = [_slip(str(given), dice), _slip(str(family), dice)]
    if dice.random() < 0.1:
        names.reverse()
    elif dice.random() < 0.1:
        names[0] = names[0][:1]
    values = [
        value if dice.random() > LOST else None for value in (phone, mail, born, company, lines)
    ]
    return Told(_person(names, values, city, postal), _people_of(int(str(pk))))


def _stranger(row: tuple[object, ...], dice: Random, *, kin: bool) -> Told:
    _, given, family, _, _, phone, _, lines, city, postal = row
    other = next(name for name in dice.sample(OTHERS, len(OTHERS)) if name[0] != str(given)[0])
    names = [other, str(family) if kin else str(family)[1:].title() + "wal"]
    own = f"+91{dice.randrange(6 * 10**9, 8 * 10**9)}"
    values = [phone if kin else own, None, None, None, lines if kin else None]
    return Told(_person(names, values, city if kin else None, postal if kin else None), frozenset())


def _person(names: list[str], values: list[object], city: object, postal: object) -> Person:
    phone, mail, born, company, lines = values
    points = [{"kind": "phone", "value": phone}, {"kind": "email", "value": mail}]
    return person_of(
        {"full_name": " ".join(names), "date_of_birth": born, "company_name": company},
        [point for point in points if point["value"]],
        {"lines": lines, "city": city, "postal_code": postal if lines else None},
    )


def _people_of(pk: int) -> frozenset[int]:
    if pk % TWICE == 0:
        return frozenset({pk, pk - 1})
    return frozenset({pk, pk + 1} if (pk + 1) % TWICE == 0 else {pk})


def _slip(word: str, dice: Random) -> str:
    if dice.random() >= SLIPS or len(word) < 3:
        return word
    place = dice.randrange(1, len(word))
    return word[:place] + dice.choice(("", "h", word[place] * 2)) + word[place + 1 :]
