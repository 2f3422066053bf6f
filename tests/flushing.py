# ruff: noqa: S608 -- the names come from the catalogue
"""The flush after a transactional test, in spite of tables that refuse deletion.

Right after the migrations the rows they seeded are copied into a schema of their own. A flush
empties every table with triggers off and puts those copies back, so the next test finds the
database as the migrations left it.
"""

from django.db import connection

TABLES = """
    SELECT c.relname,
           array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '')
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE n.nspname = %s AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    GROUP BY c.relname
"""


def keep_seeded_rows() -> None:
    """Copy every table that holds rows now into the schema `seed`."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS seed CASCADE; CREATE SCHEMA seed")
        for table in _tables(cursor, "public"):
            cursor.execute(f'SELECT EXISTS (SELECT FROM public."{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE seed."{table}" AS TABLE public."{table}"')


def flush_to_seeded_rows() -> None:
    """Empty every table, triggers and foreign keys off, and put the seeded rows back."""
    with connection.cursor() as cursor:
        tables = _tables(cursor, "public")
        script = [f'DELETE FROM public."{table}"' for table in tables]
        for table in _tables(cursor, "seed"):
            columns = ", ".join(f'"{column}"' for column in tables[table])
            script.append(
                f'INSERT INTO public."{table}" ({columns}) SELECT {columns} FROM seed."{table}"'
            )
        body = "; ".join(script)
        cursor.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {body}; COMMIT")


def _tables(cursor, schema: str) -> dict[str, list[str]]:
    """Return the tables of a schema with their columns, generated ones left out."""
    cursor.execute(TABLES, [schema])
    return dict(cursor.fetchall())
