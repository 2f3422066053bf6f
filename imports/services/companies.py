"""Accounts that an import needs: found by name or made, set-based, in the caller's transaction."""

from django.db.backends.utils import CursorWrapper

from accounts.models import Account
from contacts.services.bulk import Origin, insert_rows

# companies named in contact rows that no active account is called yet
MISSING = """
CREATE TEMP TABLE new_company ON COMMIT DROP AS
SELECT min(s.row_no) AS row_no, min(s.entity ->> 'company_name') AS name,
       core_fold(s.entity ->> 'company_name') AS key,
       nextval(pg_get_serial_sequence('accounts_account', 'id')) AS account_id,
       min(s.owner_id) AS owner_id, min(s.team_id) AS team_id
FROM staged_contact s
WHERE coalesce(s.entity ->> 'company_name', '') <> '' AND NOT EXISTS (
    SELECT FROM accounts_account a
    WHERE a.state = 'active' AND a.name_key = core_fold(s.entity ->> 'company_name'))
GROUP BY core_fold(s.entity ->> 'company_name')
"""

EMPLOY = """
UPDATE staged_contact s SET account_id = k.id FROM (
    SELECT n.company, (SELECT min(a.id) FROM accounts_account a
                       WHERE a.state = 'active' AND a.name_key = core_fold(n.company)) AS id
    FROM (SELECT DISTINCT entity ->> 'company_name' AS company FROM staged_contact) n
    WHERE coalesce(n.company, '') <> '') k
WHERE k.company = s.entity ->> 'company_name'
"""


def ensure_companies(cursor: CursorWrapper, origin: Origin) -> None:
    """Make the accounts the staged people work for, and point the staging rows at them.

    The new accounts stand in the temporary table `new_company`, for the crosswalk.
    """
    cursor.execute(MISSING)
    expressions = {
        "id": "c.account_id",
        "display_name": "c.name",
        "owner_id": "c.owner_id",
        "team_id": "c.team_id",
    }
    insert_rows(cursor, Account, expressions, "FROM new_company c", origin)
    cursor.execute(EMPLOY)
