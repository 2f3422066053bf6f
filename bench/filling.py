"""Many people in one statement, through the product's own triggers: history and outbox included."""

import psycopg

PEOPLE = """
    INSERT INTO contacts_contact ({columns})
    SELECT {values} FROM generate_series(%(first)s::int, %(last)s::int) n
"""
NOTHING = {
    "character varying": "''",
    "text": "''",
    "ARRAY": "'{}'",
    "jsonb": "'[]'",
    "boolean": "false",
}
GIVEN = {
    "given_name": "'Meera ' || n",
    "family_name": "'Rao ' || mod(n, 977)",
    "full_name": "'Meera ' || n || ' Rao ' || mod(n, 977)",
    "occupation": "(ARRAY['Director','Architect','Doctor'])[1 + mod(n, 3)]",
    "company_name": "'Company ' || (n / 10)",
    "lifecycle": "'lead'",
    "state": "'active'",
    "visibility": "1",
    "preferred_channel": "'whatsapp'",
    "nri_status": "'unknown'",
    "purpose": "'unknown'",
    "purchase_timeline": "'unknown'",
    "financing": "'unknown'",
}
COLUMNS = """
    SELECT column_name, data_type FROM information_schema.columns
    WHERE table_name = 'contacts_contact' AND is_nullable = 'NO' AND column_default IS NULL
      AND is_identity = 'NO' AND is_generated = 'NEVER'
"""


def fill(link: psycopg.Connection, first: int, count: int) -> int:
    """Insert `count` people numbered from `first` on; return the next number."""
    given = {name: NOTHING.get(kind, "0") for name, kind in link.execute(COLUMNS)} | GIVEN
    query = PEOPLE.format(columns=", ".join(given), values=", ".join(given.values()))
    link.execute(query, {"first": first, "last": first + count - 1})
    return first + count
