"""Rows of account files: new accounts, and what known ones take over."""

from django.db.backends.utils import CursorWrapper

from accounts.models import Account
from contacts.services.bulk import Origin, insert_rows
from core.models import User
from imports.models import RawBatch

GOLDEN = {
    "display_name": "text",
    "industry": "text",
    "website": "text",
    "domain": "text",
    "phone": "text",
    "country": "text",
    "city": "text",
    "employee_count": "int",
    "description": "text",
}

# a known account takes over what it does not have yet
CHANGES = """
CREATE TEMP TABLE staged_account ON COMMIT DROP AS
SELECT c.row_no, c.entity_id, (
    SELECT coalesce(jsonb_object_agg(e.key, e.value), '{}') FROM jsonb_each(c.entity) e
    WHERE e.key = ANY(%(golden)s) AND e.value IS DISTINCT FROM to_jsonb(a) -> e.key
      AND coalesce(to_jsonb(a) -> e.key, 'null') IN ('null', '""')) AS changes
FROM chunk c JOIN accounts_account a ON a.id = c.entity_id WHERE c.outcome = 'match'
"""


def apply_accounts(cursor: CursorWrapper, batch: RawBatch, origin: Origin, owner: User) -> None:
    """Insert and complete the accounts of the chunk, and write their crosswalk rows."""
    _insert(cursor, origin, owner)
    _complete(cursor, origin)
    cursor.execute(
        """
        WITH numbered AS (
            SELECT c.*, a.version FROM chunk c JOIN accounts_account a ON a.id = c.entity_id
        ), ended AS (
            UPDATE identity_sourcerecord r SET ended_at = now()
            FROM numbered n WHERE r.account_id = n.entity_id AND r.source_id = %(source)s
              AND r.ended_at IS NULL AND r.batch_id <> %(batch)s
              AND n.external_id <> '' AND r.external_id = n.external_id RETURNING r.id
        )
        INSERT INTO identity_sourcerecord (uid, source_id, external_id, account_id, batch_id,
            row_no, mask, outcome, version_after, created_at, reverted, revert_note)
        SELECT uuidv7(), %(source)s, CASE WHEN n.target_row IS NULL THEN n.external_id ELSE '' END,
               n.entity_id, %(batch)s, n.row_no, n.mask,
               CASE WHEN n.outcome = 'create' THEN 'created'
                    WHEN s.changes <> '{}' THEN 'updated' ELSE 'linked' END,
               n.version, now(), '', ''
        FROM numbered n LEFT JOIN staged_account s USING (row_no)
        WHERE (SELECT count(*) FROM ended) >= 0
        """,
        {"source": origin.source_id, "batch": batch.pk},
    )


def _insert(cursor: CursorWrapper, origin: Origin, owner: User) -> None:
    expressions = {
        "id": "c.entity_id",
        "owner_id": "%(owner)s",
        "team_id": "%(team)s",
    }
    for name in GOLDEN:
        field = Account._meta.get_field(name)  # noqa: SLF001 -- Django's documented name
        expressions[name] = f"e.{name}" if field.null else f"coalesce(e.{name}, '')"
    shape = ", ".join(f"{name} {kind}" for name, kind in GOLDEN.items())
    source = (
        f"FROM chunk c, jsonb_to_record(c.entity) AS e({shape})"
        " WHERE c.outcome = 'create' ORDER BY c.row_no"
    )
    defaults = {"owner": owner.pk, "team": owner.team_id}
    insert_rows(cursor, Account, expressions, source, origin, **defaults)


def _complete(cursor: CursorWrapper, origin: Origin) -> None:
    sets = ", ".join(f"{name} = p.{name}" for name in GOLDEN)
    cursor.execute(CHANGES, {"golden": list(GOLDEN)})
    cursor.execute(
        f"""
        UPDATE accounts_account a
        SET {sets}, version = a.version + 1, updated_at = now(), updated_by_id = %(by)s
        FROM (SELECT DISTINCT ON (k.id) k.id AS row_id, r.*
              FROM staged_account s JOIN accounts_account k ON k.id = s.entity_id,
                   LATERAL jsonb_populate_record(k, s.changes) r
              WHERE s.changes <> '{{}}' ORDER BY k.id, s.row_no) p
        WHERE a.id = p.row_id
        """,  # noqa: S608 -- column names of our own constant
        {"by": origin.by_id},
    )
