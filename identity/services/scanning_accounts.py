"""The accounts that may be one, found all at once and kept for a person to look at."""

from collections.abc import Iterable
from typing import Any, Final

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from accounts.models import Account
from core.choices import State
from identity.matching.companies import Alike, Company, alike

SUPERSEDE: Final = """
UPDATE identity_accountcandidate c SET status = 'superseded'
WHERE c.status = 'open' AND NOT EXISTS (
    SELECT FROM unnest(%(left)s::bigint[], %(right)s::bigint[]) AS found(l, r)
    WHERE l = c.left_id AND r = c.right_id)
"""
WRITE: Final = """
INSERT INTO identity_accountcandidate
    (uid, left_id, right_id, reasons, strength, status, created_at)
SELECT uuidv7(), l, r, string_to_array(reasons, ' '), strength, 'open', now()
FROM unnest(%(left)s::bigint[], %(right)s::bigint[], %(reasons)s::text[], %(strength)s::float8[])
    AS found(l, r, reasons, strength)
ON CONFLICT (left_id, right_id) DO UPDATE SET
    reasons = excluded.reasons, strength = excluded.strength, status = 'open'
WHERE identity_accountcandidate.status IN ('open', 'superseded')
"""


def find_like_accounts() -> list[Alike]:
    """Compare all accounts that stand; a hundred thousand take half a minute and 300 MB."""
    rows = Account.objects.filter(state=State.ACTIVE).annotate(
        numbers=ArrayAgg(
            Concat(F("identifiers__kind"), Value(" "), F("identifiers__number")),
            filter=Q(identifiers__isnull=False),
            default=Value([]),
        )
    )
    told = rows.values_list("pk", "name_key", "domain", "phone", "numbers", "parent")
    companies = [
        Company(pk, name, domain, phone, tuple(numbers), parent)
        for pk, name, domain, phone, numbers, parent in told.iterator()
    ]
    return list(alike(companies))


def write_account_candidates(found: Iterable[Alike]) -> int:
    """Let the queue hold these pairs; return how many of them stand open.

    What people decided about stays as they left it; open pairs not among them are superseded.
    """
    rows = list(found)
    values: dict[str, Any] = {
        "left": [pair.left for pair in rows],
        "right": [pair.right for pair in rows],
        "reasons": [" ".join(pair.reasons) for pair in rows],
        "strength": [pair.strength for pair in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(SUPERSEDE, values)
        cursor.execute(WRITE, values)
        return int(cursor.rowcount)
