"""Measures of pages: the list, a dossier and the admin's list at two sizes of the database.

`measure` fills a database through imports and runs `python -m bench.pages` in it at each size,
which is one Django process: the founder's requests, and the least SQL that reads as much.
"""

import json
import os
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, LiteralString

import django
import psycopg
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import people
from bench.server import FOUNDER, BenchError, database, import_file, run

ROUNDS, WARM = 15, 3
LIST = """
SELECT c.uid, c.full_name, c.lifecycle, c.company_name, c.is_vip, c.updated_at, c.budget_min,
       c.budget_max, c.budget_currency, s.phone, s.email, u.full_name
FROM contacts_contact c JOIN contacts_contactsummary s ON s.contact_id = c.id
LEFT JOIN core_user u ON u.id = c.owner_id
WHERE c.state = 'active' ORDER BY c.updated_at DESC, c.id DESC LIMIT 51
"""
DOSSIER = """
SELECT to_jsonb(c),
  (SELECT jsonb_agg(p) FROM contacts_contactpoint p WHERE p.contact_id = c.id),
  (SELECT jsonb_agg(a) FROM contacts_postaladdress a WHERE a.contact_id = c.id),
  (SELECT jsonb_agg(l) FROM contacts_accountcontact l WHERE l.contact_id = c.id),
  (SELECT jsonb_agg(r) FROM identity_sourcerecord r WHERE r.contact_id = c.id),
  (SELECT jsonb_agg(h) FROM contacts_historicalcontact h WHERE h.id = c.id)
FROM contacts_contact c WHERE c.uid = %s
"""
SOME = "SELECT uid FROM contacts_contact ORDER BY md5(id::text) LIMIT %s"


def measure(server_url: str, folder: Path, sizes: list[int]) -> dict[str, float]:
    """Return the measures of pages at the largest size, and its ratios to the smallest."""
    at: dict[int, dict[str, float]] = {}
    home, before = folder / "pages", 0
    with database(server_url, "pages", like="migrated") as url:
        for size in sizes:
            file = people.write(folder / f"people_{size}.csv", first=before, last=size)
            import_file(url, home, file)
            with psycopg.connect(url, autocommit=True) as plain:
                plain.execute("VACUUM ANALYZE")  # as autovacuum has done on a database at rest
            at[size] = run(url, home, "-m", "bench.pages").answer
            before = size
    small, large = sizes[0], sizes[-1]
    growth = {
        f"{page}_{_short(large)}_over_{_short(small)}": at[large][name] / at[small][name]
        for page, name in (("list", "list_ms"), ("dossier", "dossier_ms"))
    }
    return {"contacts": large, **at[large], **growth}


def main() -> dict[str, float]:
    """Return milliseconds (medians) and query counts of the pages, and ratios to plain SQL."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "velocity_crm.settings")
    django.setup()
    client = Client()
    client.force_login(get_user_model().objects.get(username=FOUNDER))
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as plain:
        uids = [row[0] for row in plain.execute(SOME, [ROUNDS + WARM])]
        one = reverse("client360:contacts")
        pages: dict[str, tuple[Callable[[int], str], LiteralString]] = {
            "list": (lambda _: one, LIST),
            "dossier": (lambda n: reverse("client360:contact", args=[uids[n]]), DOSSIER),
            "changelist": (lambda _: reverse("admin:contacts_contact_changelist"), LIST),
        }
        found: dict[str, float] = {}
        for name, (address, statement) in pages.items():
            found |= _compare(name, partial(_get, client), address, _least(plain, statement, uids))
    return found


def _compare(
    name: str, get: Callable[[str], Any], address: Callable[[int], str], least: Callable[[int], Any]
) -> dict[str, float]:
    """Take turns between a page and its SQL, so that the machine's load hits both alike."""
    ours, theirs = [], []
    for number in range(WARM + ROUNDS):
        ours.append(_timed(partial(get, address(number))))
        theirs.append(_timed(partial(least, number)))
    with CaptureQueriesContext(connection) as queries:
        get(address(0))
    ms, sql_ms = statistics.median(ours[WARM:]), statistics.median(theirs[WARM:])
    return {
        f"{name}_ms": ms,
        f"{name}_queries": len(queries),
        f"{name}_sql_ms": sql_ms,
        f"{name}_vs_sql": ms / sql_ms,
    }


def _least(
    plain: "psycopg.Connection[tuple[Any, ...]]", statement: LiteralString, uids: list[Any]
) -> Callable[[int], Any]:
    """Return what runs a statement for the contact of a number."""
    takes_one = "%s" in statement
    return lambda number: plain.execute(statement, [uids[number]] if takes_one else None).fetchall()


def _get(client: Client, address: str) -> None:
    status = client.get(address).status_code
    if status != 200:
        raise BenchError(f"{address} answered {status}")


def _timed(call: Callable[[], Any]) -> float:
    """Return the milliseconds of one call."""
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def _short(number: int) -> str:
    return f"{number // 1000}k" if number % 1000 == 0 else str(number)


if __name__ == "__main__":
    print(json.dumps(main()))
