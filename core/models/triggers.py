"""Database guards, as migration operations: history, versions, append-only tables.

`Capture` installs three guards on a canonical table:

- `core_capture`, statement-level with transition tables: writes the history row and the outbox
  row of every inserted or changed row, whoever writes;
- `core_version`, row-level: an update must raise `version` by exactly one and keep uid and
  created_at, so an update around the services is refused;
- `core_no_delete`: canonical rows are archived, merged or erased, never deleted.

`References` holds foreign keys set-based: one anti-join per statement instead of a trigger call
per row. Together with `NoDelete` on the tables referred to it is as complete as a foreign key, at
a tenth of the cost for a bulk write.

`AppendOnly` refuses UPDATE, DELETE and TRUNCATE on a table of record. `MergeTargets` holds that a
merged row leads to one that stands.
"""

from django.db.migrations import RunSQL

ROW_UID = """
-- Returns a UUIDv7 for the n-th row of a bulk write. `head` are the first 17 digits of a UUIDv7
-- made for the statement; `start` (15 digits) and `stride` are random. Uids rise with n, as
-- RFC 9562 (6.2) recommends: an index appends them.
CREATE OR REPLACE FUNCTION core_row_uid(head text, start bigint, stride bigint, n bigint)
RETURNS uuid LANGUAGE sql IMMUTABLE
AS $$ SELECT (head || to_hex(start + stride * n))::uuid $$;
"""

CAPTURE = """
-- Writes history and outbox rows for one statement. TG_ARGV: history table, entity type, and for
-- a part of something larger that one's column and table: parts written in the transaction that
-- made the whole are told of by its own event.
CREATE OR REPLACE FUNCTION core_capture() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    columns text;
    joined text := CASE TG_OP WHEN 'UPDATE' THEN
        'changed n JOIN was o ON o.id = n.id AND o.version <> n.version' ELSE 'changed n' END;
    fields text := CASE TG_OP WHEN 'UPDATE' THEN
        '(SELECT coalesce(jsonb_agg(f.key), ''[]'')
          FROM jsonb_each(to_jsonb(n)) f, (SELECT to_jsonb(o) AS old OFFSET 0) w
          WHERE f.key NOT IN (''version'', ''updated_at'', ''updated_by_id'')
            AND f.value IS DISTINCT FROM w.old -> f.key)' ELSE '''[]''::jsonb' END;
    told text := CASE WHEN TG_OP = 'INSERT' AND TG_NARGS > 2 THEN format(
        -- OFFSET 0: one look at a time, by the key; the planner takes the rows made just now for
        -- one row, and a join would read all of them for each
        ' WHERE NOT EXISTS (SELECT FROM %I r WHERE r.id = n.%I AND r.created_at = now() OFFSET 0)',
        TG_ARGV[3], TG_ARGV[2]) ELSE '' END;
BEGIN
    SELECT string_agg(format('%I', a.attname), ',' ORDER BY a.attnum) INTO columns
    FROM pg_attribute a
    WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped
      AND a.attgenerated = ''
      AND EXISTS (SELECT FROM pg_attribute h WHERE h.attrelid = TG_ARGV[0]::regclass
                  AND h.attname = a.attname AND NOT h.attisdropped);
    EXECUTE format(
        'INSERT INTO %I (%s, history_date, history_type, history_user_id, history_change_reason)
         SELECT %s, $1, %L, $2, $3 FROM %s',
        TG_ARGV[0], columns, 'n.' || replace(columns, ',', ',n.'),
        CASE TG_OP WHEN 'INSERT' THEN '+' ELSE '~' END, joined)
    USING clock_timestamp(), core_setting('app.actor')::bigint, core_setting('app.cause');
    EXECUTE format(
        'INSERT INTO core_changeevent (xid, at, entity_type, entity_uid, version, op,
                                       changed_fields, cause)
         SELECT $1, now(), %L, n.uid, n.version, %L, %s, $2 FROM %s%s',
        TG_ARGV[1], CASE TG_OP WHEN 'INSERT' THEN 'created' ELSE 'updated' END, fields, joined,
        told)
    USING pg_current_xact_id()::text::bigint, coalesce(core_setting('app.cause'), '');
    RETURN NULL;
END $$;
"""

FUNCTIONS = """
CREATE FUNCTION core_setting(name text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting(name, true), '')
$$;

-- Folds a text for search: no accents, lower case. IMMUTABLE, so an index may use it.
CREATE FUNCTION core_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT lower(public.unaccent('public.unaccent'::regdictionary, value))
$$;

CREATE FUNCTION core_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version IS DISTINCT FROM OLD.version + 1 THEN
        RAISE EXCEPTION 'update of %.% around the services: version must go from % to %, not %',
            TG_TABLE_NAME, OLD.id, OLD.version, OLD.version + 1, NEW.version
            USING ERRCODE = 'check_violation', CONSTRAINT = 'version_moves_by_one';
    END IF;
    IF NEW.uid <> OLD.uid OR NEW.created_at <> OLD.created_at THEN
        RAISE EXCEPTION 'uid and created_at of %.% never change', TG_TABLE_NAME, OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'identity_never_changes';
    END IF;
    RETURN NEW;
END $$;

-- Refuses a statement or a row; an erasure may redact, by UPDATE alone. A row trigger that returns
-- no row would skip it, so there the row goes through.
CREATE FUNCTION core_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND core_erasing() THEN
        IF TG_LEVEL = 'ROW' THEN RETURN NEW; END IF;
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% on % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'check_violation', CONSTRAINT = 'row_is_kept';
END $$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION core_refuse(); DROP FUNCTION core_version();
DROP FUNCTION core_capture(); DROP FUNCTION core_row_uid(text, bigint, bigint, bigint);
DROP FUNCTION core_fold(text); DROP FUNCTION core_setting(text);
"""


class Functions(RunSQL):
    """Create the trigger functions; belongs into core's first migration."""

    def __init__(self) -> None:
        super().__init__(ROW_UID + FUNCTIONS + CAPTURE, DROP_FUNCTIONS)


class Capture(RunSQL):
    """Guard one canonical table: `Capture("contacts_contact", "contact")`.

    `history` names the history table when it is not `<app>_historical<model>`. `part_of` names the
    column and the table of the whole a row is a part of: `("contact_id", "contacts_contact")`.
    """

    def __init__(
        self,
        table: str,
        entity_type: str,
        history: str = "",
        *,
        part_of: tuple[str, str] | tuple[()] = (),
    ) -> None:
        app, _, model = table.partition("_")
        history = history or f"{app}_historical{model}"
        names = ", ".join(f"'{name}'" for name in (history, entity_type, *part_of))
        arguments = f"EXECUTE FUNCTION core_capture({names})"
        never = "core_refuse('archive, merge or erase instead')"
        super().__init__(
            f"""
            CREATE TRIGGER capture_insert AFTER INSERT ON {table}
                REFERENCING NEW TABLE AS changed FOR EACH STATEMENT {arguments};
            CREATE TRIGGER capture_update AFTER UPDATE ON {table}
                REFERENCING OLD TABLE AS was NEW TABLE AS changed
                FOR EACH STATEMENT {arguments};
            CREATE TRIGGER version_moves BEFORE UPDATE ON {table}
                FOR EACH ROW EXECUTE FUNCTION core_version();
            CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION {never};
            {_append_only(history)}
            """,
            f"""
            {_drop_append_only(history)}
            DROP TRIGGER no_delete ON {table};
            DROP TRIGGER version_moves ON {table};
            DROP TRIGGER capture_update ON {table};
            DROP TRIGGER capture_insert ON {table};
            """,
        )


class AppendOnly(RunSQL):
    """Refuse UPDATE, DELETE and TRUNCATE on a table of record."""

    def __init__(self, table: str) -> None:
        super().__init__(_append_only(table), _drop_append_only(table))


def _append_only(table: str) -> str:
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('rows here are kept for ever');"
    )


def _drop_append_only(table: str) -> str:
    return f"DROP TRIGGER append_only ON {table};"


REFERENCES = """
-- Refuses rows that refer to nothing. TG_ARGV: column, table, column, table ... Most columns hold
-- one value throughout a bulk write: one look at all rows finds those, and one row is asked for.
CREATE OR REPLACE FUNCTION core_references() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ends text := '';
    low bigint[];
    high bigint[];
    broken bigint;
BEGIN
    FOR i IN 0 .. TG_NARGS - 1 BY 2 LOOP
        ends := ends || format(',%%s(%I)', TG_ARGV[i]);
    END LOOP;
    EXECUTE format('SELECT ARRAY[%s]::bigint[], ARRAY[%s]::bigint[] FROM changed',
        substr(replace(ends, '%s', 'min'), 2), substr(replace(ends, '%s', 'max'), 2))
        INTO low, high;
    FOR i IN 0 .. TG_NARGS - 1 BY 2 LOOP
        CONTINUE WHEN low[i / 2 + 1] IS NULL;
        EXECUTE format(CASE WHEN low[i / 2 + 1] = high[i / 2 + 1] THEN
            'SELECT $1 WHERE NOT EXISTS (SELECT FROM %2$I t WHERE t.id = $1)' ELSE
            'SELECT min(n.%1$I) FROM changed n WHERE n.%1$I IS NOT NULL
             AND NOT EXISTS (SELECT FROM %2$I t WHERE t.id = n.%1$I)' END,
            TG_ARGV[i], TG_ARGV[i + 1]) INTO broken USING low[i / 2 + 1];
        IF broken IS NOT NULL THEN
            RAISE EXCEPTION '%.% refers to %, which is not in %',
                TG_TABLE_NAME, TG_ARGV[i], broken, TG_ARGV[i + 1]
                USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_ARGV[i];
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
"""


class ReferenceFunction(RunSQL):
    """Create the function behind `References`."""

    def __init__(self) -> None:
        super().__init__(REFERENCES, "DROP FUNCTION core_references();")


class References(RunSQL):
    """Hold foreign keys of a table: `References("contacts_contact", owner_id="core_user")`.

    The model's fields carry `db_constraint=False`; every table named here is guarded by
    `NoDelete` or `Capture`. An upper app adds its own under another `name`.
    """

    def __init__(self, table: str, name: str = "references", /, **columns: str) -> None:
        pairs = ", ".join(f"'{column}', '{target}'" for column, target in columns.items())
        create = "".join(
            f"CREATE TRIGGER {name}_{event.lower()} AFTER {event} ON {table} "
            "REFERENCING NEW TABLE AS changed FOR EACH STATEMENT "
            f"EXECUTE FUNCTION core_references({pairs});"
            for event in ("INSERT", "UPDATE")
        )
        super().__init__(
            create,
            f"DROP TRIGGER {name}_update ON {table};DROP TRIGGER {name}_insert ON {table};",
        )


class NoDelete(RunSQL):
    """Refuse DELETE and TRUNCATE on a table others refer to; `reason` says what to do instead."""

    def __init__(self, table: str, reason: str) -> None:
        super().__init__(
            f"CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('{reason}');",
            f"DROP TRIGGER no_delete ON {table};",
        )


class NoTruncate(RunSQL):
    """Refuse TRUNCATE on a table whose rows go one by one, if at all; `reason` says why."""

    def __init__(self, table: str, reason: str) -> None:
        super().__init__(
            f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION core_refuse('{reason}');",
            f"DROP TRIGGER no_truncate ON {table};",
        )


class MergeTargets(RunSQL):
    """Hold where merged rows of a table lead, and that an erased row stays erased."""

    def __init__(self, table: str) -> None:
        deferred = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN"
        then = "EXECUTE FUNCTION core_merge_target();"
        super().__init__(
            f"CREATE CONSTRAINT TRIGGER merge_target_new AFTER INSERT ON {table} {deferred} "
            f"(NEW.merged_into_id IS NOT NULL) {then}"
            f"CREATE CONSTRAINT TRIGGER merge_target AFTER UPDATE ON {table} {deferred} "
            "(NEW.merged_into_id IS NOT NULL AND "
            f"NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id) {then}"
            f"CREATE TRIGGER stays_erased BEFORE UPDATE ON {table} FOR EACH ROW "
            "WHEN (OLD.state = 'erased' AND NEW.state <> 'erased') "
            "EXECUTE FUNCTION core_refuse('what was erased stays erased');",
            f"DROP TRIGGER stays_erased ON {table}; DROP TRIGGER merge_target ON {table};"
            f"DROP TRIGGER merge_target_new ON {table};",
        )
