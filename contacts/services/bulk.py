"""Writing many people at once, set-based, from a staging table in the caller's transaction.

The caller makes the temporary table `staged_contact`, one row per person: `contact_id` (taken
from the sequence for new people), `entity` (golden fields as JSON), `points`, `addresses`,
`account_id`, `title`, `owner_id`, `team_id`, for new people `yields` (whether they leave a claim to
whoever holds it) and for known people `changes` (the fields to set). An address that names an
`id` takes the place of what stands there.
History and change events are written by the tables' own triggers.
"""

from dataclasses import dataclass
from secrets import randbits
from typing import Any

from django.db import models
from django.db.backends.utils import CursorWrapper

from contacts.models import AccountContact, Contact, ContactPoint, PostalAddress
from contacts.services.summaries import CALLABLE, REFRESH

# golden columns a source may give: name -> SQL type of the JSON value
GOLDEN = {
    "full_name": "text",
    "salutation": "text",
    "given_name": "text",
    "middle_name": "text",
    "family_name": "text",
    "native_name": "text",
    "alternate_names": "text[]",
    "gender": "text",
    "date_of_birth": "date",
    "nationality": "text",
    "residence_country": "text",
    "preferred_languages": "text[]",
    "company_name": "text",
    "department": "text",
    "occupation": "text",
    "website": "text",
    "budget_min": "numeric",
    "budget_max": "numeric",
    "budget_currency": "text",
    "purpose": "text",
    "configuration": "text",
    "location_preference": "text",
    "tags": "text[]",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Who writes, and which source the people come from."""

    by_id: int
    source_id: int


def insert_people(cursor: CursorWrapper, origin: Origin) -> None:
    """Insert the people of the staging table, none of them known yet, with all their parts.

    Raises IntegrityError where somebody holds what a person who does not yield claims.
    """
    _insert_contacts(cursor, origin)
    _insert_points(cursor, origin)
    _insert_addresses(cursor, origin)
    _insert_links(cursor, origin)
    cursor.execute(SUMMARISE)


def complete_people(cursor: CursorWrapper, origin: Origin) -> None:
    """Apply `changes` to the people of the staging table, all known, and add the parts they lack.

    A point is added if they do not have it, the link to their company if there is none, every
    address the table still holds.
    """
    _update_contacts(cursor, origin)
    _insert_points(cursor, origin, missing=POINT_MISSING)
    _update_addresses(cursor, origin)
    _insert_addresses(cursor, origin, first=NO_ADDRESS)
    _insert_links(cursor, origin, missing=LINK_MISSING)
    cursor.execute(REFRESH.replace("= ANY(%s)", "IN (SELECT contact_id FROM staged_contact)"))


# the summaries of new people, from the staging table: the same text as REFRESH reads back
SUMMARISE = f"""
INSERT INTO contacts_contactsummary (contact_id, doc, phone, email)
SELECT s.contact_id,
       core_searchable(concat_ws(' ', s.entity ->> 'full_name',
                 coalesce(s.entity ->> 'native_name', ''),
                 (SELECT coalesce(string_agg(n, ' '), '')
                  FROM jsonb_array_elements_text(s.entity -> 'alternate_names') n),
                 coalesce(s.entity ->> 'company_name', ''), p.values)),
       coalesce(p.phone, ''), coalesce(p.email, '')
FROM staged_contact s CROSS JOIN LATERAL (
    SELECT string_agg(value, ' ') AS values,
           (array_agg(value) FILTER (WHERE {CALLABLE}))[1] AS phone,
           (array_agg(value) FILTER (WHERE kind = 'email'))[1] AS email
    FROM jsonb_to_recordset(s.points) AS i(kind text, value text, label text)) p
"""  # noqa: S608 -- made of constants

# OFFSET 0: one look a row, by an index. What the planner would do instead reads the whole table,
# and how long that takes grows with it.
POINT_MISSING = """NOT EXISTS (
    SELECT FROM contacts_contactpoint o WHERE o.contact_id = s.contact_id
    AND o.kind = p.kind AND o.value_norm = p.value AND o.status <> 'retired' OFFSET 0)"""
NO_ADDRESS = """NOT EXISTS (
    SELECT FROM contacts_postaladdress a WHERE a.contact_id = s.contact_id AND a.until IS NULL
    AND a.is_primary)"""
# the parts of an address with their widths
ADDRESS = {
    "lines": 300,
    "locality": 120,
    "city": 120,
    "region": 120,
    "postal_code": 20,
    "country": 2,
}
ADDRESS_PART = "left(coalesce(e.{0}, ''), {1})"
ADDRESS_SHAPE = "id bigint, kind text, " + ", ".join(f"{name} text" for name in ADDRESS)
# the three columns of the unique index of claims, so that one is enough
UNCLAIMED = """NOT EXISTS (
    SELECT FROM contacts_contactpoint o WHERE o.value_norm = p.value AND o.kind = p.kind
    AND CASE WHEN o.is_identity AND o.status IN ('active', 'unverified')
        THEN 0 ELSE o.id END = 0 OFFSET 0)"""
LINK_MISSING = """NOT EXISTS (
    SELECT FROM contacts_accountcontact l
    WHERE l.account_id = s.account_id AND l.contact_id = s.contact_id
      AND l.role = 'employee' AND l.until IS NULL)"""


UID = "core_row_uid(%(uid_head)s, %(uid_start)s, %(uid_stride)s, {})"


def uid_seed(cursor: CursorWrapper) -> dict[str, str | int]:
    """Return the parameters of UID for one statement; rows numbered below 2 ** 37 fit."""
    cursor.execute("SELECT left(replace(uuidv7()::text, '-', ''), 17)")
    start, stride = 2**59 + randbits(58), 1 + randbits(20)
    return {"uid_head": cursor.fetchone()[0], "uid_start": start, "uid_stride": stride}


def insert_rows(
    cursor: CursorWrapper,
    model: type[models.Model],
    expressions: dict[str, str],
    source: str,
    origin: Origin,
    **params: Any,
) -> None:
    """Insert rows of a canonical model: `expressions` by column, the model's defaults else.

    `number`, among the expressions, is a number no two rows of the statement share, cheaper than
    to count them.
    """
    params |= {"by": origin.by_id, "source": origin.source_id, **uid_seed(cursor)}
    values = {"version": "1", "created_at": "now()", "updated_at": "now()"}
    values |= {"created_by_id": "%(by)s", "updated_by_id": "%(by)s", **expressions}
    values["uid"] = UID.format(values.pop("number", "row_number() OVER ()"))
    columns: list[str] = []
    selected: list[str] = []
    for field in model._meta.concrete_fields:  # noqa: SLF001 -- Django's documented name
        column = str(field.column)
        if column in values:
            selected.append(values[column])
        elif field.primary_key or field.generated or field.null:
            continue
        else:
            selected.append(f"%(default_{column})s")
            params[f"default_{column}"] = field.get_default()
        columns.append(column)
    table = model._meta.db_table  # noqa: SLF001 -- Django's documented name
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(selected)} {source}",
        params,
    )


def _update_contacts(cursor: CursorWrapper, origin: Origin) -> None:
    names = [*GOLDEN, "employer_id", "owner_id", "state"]
    sets = ", ".join(f"{name} = p.{name}" for name in names)
    cursor.execute(
        f"""
        UPDATE contacts_contact c
        SET {sets}, version = c.version + 1, updated_at = now(), updated_by_id = %(by)s,
            source_latest_id = %(source)s
        FROM (SELECT k.id AS row_id, r.*
              FROM staged_contact s JOIN contacts_contact k ON k.id = s.contact_id,
                   LATERAL jsonb_populate_record(k, s.changes) r
              WHERE s.changes <> '{{}}') p
        WHERE c.id = p.row_id
        """,  # noqa: S608 -- column names of our own constant
        {"by": origin.by_id, "source": origin.source_id},
    )


def _insert_contacts(cursor: CursorWrapper, origin: Origin) -> None:
    shape = ", ".join(f"{name} {kind}" for name, kind in GOLDEN.items())
    expressions = {
        "number": "s.contact_id",
        "id": "s.contact_id",
        "owner_id": "s.owner_id",
        "team_id": "s.team_id",
        "employer_id": "s.account_id",
        "source_first_id": "%(source)s",
        "source_latest_id": "%(source)s",
    }
    defaults: dict[str, Any] = {}
    for field in Contact._meta.concrete_fields:  # noqa: SLF001 -- Django's documented name
        if field.name in GOLDEN:
            fallback = "e.{0}" if field.null else "coalesce(e.{0}, %(default_{0})s)"
            expressions[field.name] = fallback.format(field.name)
            defaults[f"default_{field.name}"] = field.get_default()
    source = f"FROM staged_contact s, jsonb_to_record(s.entity) AS e({shape})"
    insert_rows(cursor, Contact, expressions, source, origin, **defaults)


def _insert_points(cursor: CursorWrapper, origin: Origin, missing: str = "") -> None:
    """Insert points; a known person's claims identity when it may and nobody holds the value yet.

    A new person's does so only where they yield, else the database refuses it. The staged points
    of one person are distinct, and `first` marks the first of its kind; a known person (then
    `missing` is given) keeps the primary point they have of that kind.
    """
    expressions = {
        "contact_id": "s.contact_id",
        "kind": "p.kind",
        "value_norm": "p.value",
        "value_raw": "left(p.raw, 300)",
        "label": "left(coalesce(p.label, ''), 40)",
        "is_primary": "coalesce(p.first, false)",
        "is_identity": f"coalesce(p.key, false) AND {UNCLAIMED}"
        if missing
        else f"CASE WHEN s.yields THEN coalesce(p.key, false) AND {UNCLAIMED}"
        " ELSE coalesce(p.key, false) END",
        "is_shared": "coalesce(p.shared, false)",
    }
    if missing:
        expressions["is_primary"] += """ AND NOT EXISTS (
            SELECT FROM contacts_contactpoint o WHERE o.contact_id = s.contact_id
            AND o.kind = p.kind AND o.is_primary AND o.status <> 'retired' OFFSET 0)"""
    source = f"""
    FROM staged_contact s, jsonb_to_recordset(s.points) AS p(
        kind text, value text, raw text, label text, key boolean, shared boolean, first boolean)
    WHERE {missing or "true"}
    """
    insert_rows(cursor, ContactPoint, expressions, source, origin)


def _insert_addresses(cursor: CursorWrapper, origin: Origin, first: str = "true") -> None:
    """Insert the addresses without an id; the first of a person is the primary one if `first`."""
    expressions = {name: ADDRESS_PART.format(name, limit) for name, limit in ADDRESS.items()}
    expressions |= {
        "number": "s.contact_id * 8 + e.nth",  # nobody has so many kinds of them
        "contact_id": "s.contact_id",
        "kind": "coalesce(e.kind, 'home')",
        "is_primary": f"e.nth = 1 AND {first}",
    }
    source = f"""
    FROM staged_contact s CROSS JOIN LATERAL (
        SELECT w.*, row_number() OVER () AS nth
        FROM jsonb_to_recordset(s.addresses) AS w({ADDRESS_SHAPE}) WHERE w.id IS NULL) e
    """  # noqa: S608 -- our own constants
    insert_rows(cursor, PostalAddress, expressions, source, origin)


def _update_addresses(cursor: CursorWrapper, origin: Origin) -> None:
    sets = ", ".join(
        f"{name} = {ADDRESS_PART.format(name, limit)}" for name, limit in ADDRESS.items()
    )
    cursor.execute(
        f"""
        UPDATE contacts_postaladdress a
        SET {sets}, norm_hash = '', version = a.version + 1, updated_at = now(),
            updated_by_id = %(by)s
        FROM staged_contact s
        CROSS JOIN LATERAL jsonb_to_recordset(s.addresses) AS e({ADDRESS_SHAPE})
        WHERE a.id = e.id
        """,  # noqa: S608 -- column names of our own constant
        {"by": origin.by_id},
    )


def _insert_links(cursor: CursorWrapper, origin: Origin, missing: str = "true") -> None:
    expressions = {
        "number": "s.contact_id",
        "account_id": "s.account_id",
        "contact_id": "s.contact_id",
        "title": "left(coalesce(s.title, ''), 120)",
        "role": "'employee'",
    }
    source = f"FROM staged_contact s WHERE s.account_id IS NOT NULL AND {missing}"
    insert_rows(cursor, AccountContact, expressions, source, origin)
