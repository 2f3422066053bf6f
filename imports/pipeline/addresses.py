"""Addresses of people we know against those of rows: what is lacking, what follows its file.

An address follows as a whole where it still is what this source gave last time and no person has
changed it; a source believed more that gave one keeps it. Parts a row does not give stay while
the place is the same, and go where it is another city or country.
"""

from typing import Final

from django.db.backends.utils import CursorWrapper

from imports.models import RawBatch
from imports.projection import bits_of

LIMITS: Final = {"lines": 300, "city": 120, "region": 120, "postal_code": 20, "country": 2}
STANDING: Final = ("lines", "locality", "city", "region", "postal_code", "country")
# the addresses of a row, in the order they are added
OF_ROW: Final = """CASE WHEN {extra} ? '_address' THEN jsonb_build_array({extra} -> '_address')
    || coalesce({extra} -> '_addresses', '[]') END"""


def _given(item: str) -> str:
    parts = ", ".join(
        f"'{name}', nullif(left({item} ->> '{name}', {limit}), '')"
        for name, limit in LIMITS.items()
    )
    return f"jsonb_strip_nulls(jsonb_build_object({parts}))"


def parts_of(row: str) -> str:
    """Return the parts of a row of addresses, or of their history, as SQL for JSON."""
    parts = ", ".join(f"'{name}', nullif({row}.{name}, '')" for name in STANDING)
    return f"jsonb_strip_nulls(jsonb_build_object({parts}))"


# one row for each address that is not there yet; OFFSET 0: looked up by contact, row by row
MOVING: Final = f"""
CREATE TEMP TABLE moving ON COMMIT DROP AS
WITH said AS (
    SELECT s.row_no, s.contact_id, s.external_id, w.nth, {_given("w.item")} AS given,
           coalesce(w.item ->> 'kind', 'home') AS kind
    FROM staged_contact s
    CROSS JOIN LATERAL jsonb_array_elements(s.addresses) WITH ORDINALITY w(item, nth)
), wanting AS (
    SELECT s.* FROM said s WHERE s.given <> '{{}}' AND NOT EXISTS (
        SELECT FROM contacts_postaladdress a WHERE a.contact_id = s.contact_id
        AND a.until IS NULL AND {parts_of("a")} @> s.given OFFSET 0)
)
SELECT s.row_no, s.nth, s.kind, t.id AS address_id, t.parts AS was,
       CASE WHEN t.parts ->> 'city' <> s.given ->> 'city'
              OR t.parts ->> 'country' <> s.given ->> 'country'
            THEN s.given ELSE coalesce(t.parts, '{{}}') || s.given END AS becomes,
       t.id IS NULL OR t.ours AND (t.parts = o.given OR coalesce((
           SELECT h.history_change_reason FROM contacts_historicalpostaladdress h
           WHERE h.id = t.id ORDER BY h.version DESC LIMIT 1), '')
               ~ '^(import|revert|merge|unmerge):') AND NOT EXISTS (
           SELECT FROM identity_sourcerecord f
           JOIN core_sourcesystem y ON y.id = f.source_id AND y.base_trust > %(trust)s
           WHERE f.contact_id = s.contact_id AND f.ended_at IS NULL AND f.reverted = ''
             AND f.mask & %(bit)s <> 0) AS free
FROM wanting s
LEFT JOIN LATERAL (  -- what this source gave last, of this kind
    SELECT {_given("x.item")} AS given
    FROM identity_sourcerecord r
    JOIN imports_normalisedrow n ON n.batch_id = r.batch_id AND n.row_no = r.row_no
    CROSS JOIN LATERAL jsonb_array_elements({OF_ROW.format(extra="n.extra")}) x(item)
    WHERE r.contact_id = s.contact_id AND r.source_id = %(source)s
      AND r.reverted NOT IN ('restored', 'unlinked')  -- what it gave is gone again
      AND coalesce(x.item ->> 'kind', 'home') = s.kind
    ORDER BY r.external_id = s.external_id DESC, r.id DESC LIMIT 1) o ON true
LEFT JOIN LATERAL (
    SELECT a.id, p.parts, coalesce(p.parts @> o.given, false) AS ours
    FROM contacts_postaladdress a CROSS JOIN LATERAL (SELECT {parts_of("a")} AS parts) p
    WHERE a.contact_id = s.contact_id AND a.until IS NULL
      AND (a.kind = s.kind OR p.parts @> o.given)
    ORDER BY coalesce(p.parts @> o.given, false) DESC, a.is_primary DESC, a.id LIMIT 1) t ON true
"""  # noqa: S608 -- made of constants
COMPARED: Final = """
INSERT INTO comparison (row_no, key, value, was, differs, locked, free)
SELECT DISTINCT ON (row_no, kind) row_no,
       CASE kind WHEN 'home' THEN 'address' ELSE kind || ' address' END, becomes, was,
       true, false, free
FROM moving ORDER BY row_no, kind, free DESC, nth
"""
# what is written: an address with an id takes the place of what stands there
TAKEN: Final = """
UPDATE staged_contact s SET addresses = t.taken
FROM staged_contact o LEFT JOIN (  -- gathered once: looked up row by row, all is read for each
    SELECT row_no, jsonb_agg(becomes || jsonb_build_object('id', address_id, 'kind', kind)
                             ORDER BY nth) AS taken
    FROM moving WHERE free GROUP BY row_no) t USING (row_no)
WHERE s.row_no = o.row_no AND o.addresses IS NOT NULL
"""


def compare_addresses(cursor: CursorWrapper, batch: RawBatch) -> None:
    """Add to `comparison` the addresses of `staged_contact` that are not there yet."""
    cursor.execute("DROP TABLE IF EXISTS moving")
    parameters = {
        "source": batch.source_id,
        "trust": batch.source.base_trust,
        "bit": bits_of("contact")["address"],
    }
    cursor.execute(MOVING, parameters)
    cursor.execute(COMPARED)
