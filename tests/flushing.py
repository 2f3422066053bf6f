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
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    GROUP BY c.relname
"""


FLUSH = """
    CREATE FUNCTION seed.flush() RETURNS void LANGUAGE plpgsql
    SET session_replication_role = replica AS $$ BEGIN {} END $$
"""
RESTORE = """
    IF EXISTS (TABLE public."{table}" EXCEPT ALL TABLE seed."{table}")
       OR EXISTS (TABLE seed."{table}" EXCEPT ALL TABLE public."{table}") THEN
        DELETE FROM public."{table}";
        INSERT INTO public."{table}" ({columns}) SELECT {columns} FROM seed."{table}";
    END IF;
"""


def keep_seeded_rows() -> None:
    """Copy every table that holds rows now into the schema `seed`, and write the flush there.

    As a function it is planned once for a connection: that is most of what a flush would take.
    """
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS seed CASCADE; CREATE SCHEMA seed")
        steps = []
        for table, names in _tables(cursor).items():
            cursor.execute(f'SELECT EXISTS (SELECT FROM public."{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE seed."{table}" AS TABLE public."{table}"')
                columns = ", ".join(f'"{name}"' for name in names)
                steps.append(RESTORE.format(table=table, columns=columns))
            else:
                steps.append(f'DELETE FROM public."{table}";')
        cursor.execute(FLUSH.format("\n".join(steps)))


def flush_to_seeded_rows() -> None:
    """Empty every table, triggers and foreign keys off, and put the seeded rows back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed.flush()")


def _tables(cursor) -> dict[str, list[str]]:
    """Return the product's tables with their columns, generated ones left out."""
    cursor.execute(TABLES)
    return dict(cursor.fetchall())
