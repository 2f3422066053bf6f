"""Accounts that an import needs: found by name or made, set-based, in the caller's transaction."""

from django.db.backends.utils import CursorWrapper

from accounts.models import Account
from accounts.selectors import accounts_named
from contacts.services.bulk import Origin, insert_rows
from core.models import User
from imports.models import RawBatch
from imports.services.staging import OWNERS, WAITING, Range, Share, run

# companies named in rows to be applied that no active account is called yet
MISSING = """
DROP TABLE IF EXISTS new_company;
CREATE TEMP TABLE new_company ON COMMIT DROP AS
SELECT m.*, nextval('accounts_account_id_seq') AS account_id FROM (
    SELECT min(w.row_no) AS row_no, min(w.name) AS name,
           coalesce(min(o.id), %(owner)s) AS owner_id, coalesce(min(o.team_id), %(team)s) AS team_id
    FROM (SELECT min(n.row_no) AS row_no, n.entity ->> 'company_name' AS name,
                 lower(n.entity ->> 'owner') AS owner_name
          FROM {waiting} AND r.outcome IN ('create', 'match')
            AND n.entity ->> 'company_name' <> ''
          GROUP BY 2, 3) w
    LEFT JOIN ({owners}) o ON o.name = w.owner_name
    WHERE abs(hashtext(core_fold(w.name)) %% %(parts)s) = %(rest)s AND NOT EXISTS ({named})
    GROUP BY core_fold(w.name)) m
"""


def make_companies(
    cursor: CursorWrapper, batch: RawBatch, rows: Range, share: Share, *, by: User, owner: User
) -> None:
    """Make the accounts that people of the range work for, with their crosswalk rows.

    One of several writers takes its share of the names.
    """
    origin = Origin(by.pk, batch.source_id)
    bounds = {"batch": batch.pk, "after": rows.after, "upto": rows.upto}
    bounds |= {"parts": share.parts, "rest": share.rest}
    waiting, named = WAITING.format(entity="contact_id"), accounts_named("w.name")
    script = MISSING.format(waiting=waiting, owners=OWNERS, named=named)
    run(cursor, script, {"owner": owner.pk, "team": owner.team_id, **bounds})
    expressions = {
        "id": "c.account_id",
        "display_name": "c.name",
        "owner_id": "c.owner_id",
        "team_id": "c.team_id",
    }
    insert_rows(cursor, Account, expressions, "FROM new_company c", origin)
    cursor.execute(
        """
        INSERT INTO identity_sourcerecord (uid, source_id, external_id, account_id, batch_id,
            row_no, mask, outcome, version_after, created_at, reverted, revert_note)
        SELECT uuidv7(), %s, '', account_id, %s, row_no, 1, 'created', 1, now(), '', ''
        FROM new_company
        """,
        [batch.source_id, batch.pk],
    )
