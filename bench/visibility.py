"""`python -m bench.visibility [CONTACTS]`: the list page of people who see little, some and all.

Fills the database of DATABASE_URL, which is to be empty of contacts and the role's own to switch
triggers off in, then asks for the first page as a user who sees 5 contacts, an agent of one team,
the head of eight and the founder, in turns. Fails when one takes more than 3 times the founder's.
"""

import os
import statistics
import sys
import time
from typing import Any

import django
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

TEAM = 24_000  # contacts of one team
HEADED = 8
SEEN = 5
BAR, WARM, ROUNDS = 3, 2, 9
PAGES = ("/contacts/", "/api/v1/contacts/", "/admin/contacts/contact/")
FILL = """
SET session_replication_role = replica;
INSERT INTO core_team (id, name) SELECT 1000 + n, 'Team ' || n FROM generate_series(0, %(teams)s) n;
INSERT INTO contacts_contact (full_name, salutation, given_name, middle_name, family_name,
    native_name, alternate_names, gender, lifecycle, is_vip, preferred_channel,
    preferred_languages, timezone, nationality, residence_country, nri_status, occupation,
    company_name, department, budget_currency, purpose, purchase_timeline, financing,
    location_preference, configuration, website, tags, do_not_contact, state, visibility,
    team_id, updated_at)
SELECT 'Person ' || n, '', 'Person', '', n::text, '', '{}', '', 'lead', false, 'whatsapp', '{}',
    '', '', '', 'unknown', '', '', '', '', 'unknown', 'unknown', 'unknown', '', '', '', '{}',
    false, 'active', 1, 1000 + n / %(team)s,
    now() - (hashint4(n) & 2147483647) * interval '1 millisecond'
FROM generate_series(1, %(contacts)s) n;
INSERT INTO contacts_contactsummary (contact_id, doc, phone, email)
SELECT id, '', '', '' FROM contacts_contact;
UPDATE contacts_contact SET owner_id = %(owner)s
WHERE id IN (SELECT id FROM contacts_contact ORDER BY id LIMIT %(seen)s);
SET session_replication_role = DEFAULT;
"""


def main() -> int:
    """Fill, measure in turns, print the medians and compare."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "velocity_crm.settings")
    django.setup()
    contacts = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    people = _people(contacts)
    clients = {name: _client(user) for name, user in people.items()}
    slow = False
    for page in PAGES:
        times: dict[str, list[float]] = {name: [] for name in clients}
        for _ in range(WARM + ROUNDS):
            for name, client in clients.items():
                times[name].append(_timed(client, page))
        medians = {name: statistics.median(taken[WARM:]) for name, taken in times.items()}
        for name, median in medians.items():
            ratio = median / medians["founder"]
            slow = slow or ratio > BAR
            print(f"{page:<20} {name:<8} {median:8.1f} ms  {ratio:5.2f} of the founder's")
    return 1 if slow else 0


def _people(contacts: int) -> dict[str, Any]:
    make = get_user_model().objects.create
    names = ("sparse", "agent", "head", "founder")
    people = {name: make(username=f"bench-{name}", is_staff=True) for name in names}
    founder = people["founder"]
    right = apps.get_model("auth", "Permission").objects.get(codename="see_everything")
    founder.user_permissions.add(right)
    numbers = {"contacts": contacts, "teams": contacts // TEAM, "team": TEAM, "seen": SEEN}
    with connection.cursor() as cursor:
        cursor.execute(FILL, numbers | {"owner": people["sparse"].pk})
        cursor.execute("VACUUM ANALYZE contacts_contact, contacts_contactsummary, core_team")
        cursor.execute("UPDATE core_user SET team_id = 1001 WHERE username = 'bench-agent'")
        cursor.execute(
            "UPDATE core_team SET lead_id = %s WHERE id BETWEEN 1002 AND %s",
            [people["head"].pk, 1001 + HEADED],
        )
    return people


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _timed(client: Client, page: str) -> float:
    started = time.perf_counter()
    assert client.get(page).status_code == 200
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    sys.exit(main())
