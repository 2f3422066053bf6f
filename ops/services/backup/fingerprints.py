"""Fingerprints of whole tables, to hold two databases equal row by row."""

from psycopg import Connection, sql

# settings the text of a value depends on
STEADY = """
    SELECT set_config('timezone', 'UTC', false), set_config('datestyle', 'ISO', false),
           set_config('extra_float_digits', '1', false), set_config('bytea_output', 'hex', false)
"""
# unlogged tables are left out: by their definition they are empty after a crash or a restore
TABLES = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence = 'p'
      AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND n.nspname !~ '^pg_(toast|temp)'
    ORDER BY 1, 2
"""


def tables(connection: Connection) -> list[tuple[str, str]]:
    """Return schema and name of every table whose rows are durable."""
    return [(str(schema), str(name)) for schema, name in connection.execute(TABLES)]


def fingerprint(connection: Connection) -> dict[str, tuple[int, str]]:
    """Return `schema.table` -> (rows, sum of the rows' 64-bit hashes) of every table.

    The sum does not depend on the order of the rows, and a doubled row changes it.
    """
    connection.execute(STEADY)
    found = {}
    for schema, name in tables(connection):
        query = sql.SQL(
            "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text "
            "FROM {} t"
        ).format(sql.Identifier(schema, name))
        row = connection.execute(query).fetchone()
        found[f"{schema}.{name}"] = (int(row[0]), str(row[1])) if row else (0, "0")
    return found


def differences(
    one: dict[str, tuple[int, str]], other: dict[str, tuple[int, str]]
) -> dict[str, tuple[tuple[int, str] | None, tuple[int, str] | None]]:
    """Return the tables whose fingerprints differ, with both."""
    return {
        name: (one.get(name), other.get(name))
        for name in sorted(one.keys() | other.keys())
        if one.get(name) != other.get(name)
    }
