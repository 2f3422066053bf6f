from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from django.db import connection, connections, transaction

from contacts.services import update_contact
from core.choices import State
from core.services import save_canonical
from identity.matching.blocking import STOP_AT
from identity.matching.profiling import RULES, profile_lines
from identity.models import KeyPosition, MatchProfile, StopKey
from identity.services import keeping
from identity.services.keeping import (
    bring_up_to_date,
    catch_up,
    count_stop_keys,
    keep_keys,
    rebuild_keys,
    renew,
)
from ops.embedded.processes import wait_until
from tests.factories.contacts import ContactFactory
from tests.identity.acts import known
from tests.settling import settle

WAITS = """SELECT EXISTS (SELECT FROM pg_locks
    WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"""


def test_keys_follow_the_contact(people, alice):
    before = MatchProfile.objects.get(pk=people.asha.pk).keys
    update_contact(people.asha, by=alice, given_name="Ayesha")

    keep_keys([people.asha.pk])

    assert MatchProfile.objects.get(pk=people.asha.pk).keys != before


def test_a_rebuild_makes_what_keeping_made(people):
    kept = list(MatchProfile.objects.order_by("pk").values())

    keep_keys([one.pk for one in people])
    rebuild_keys()

    assert list(MatchProfile.objects.order_by("pk").values()) == kept


def test_processes_beside_make_the_same_keys(monkeypatch, people, alice):
    update_contact(people.asha, by=alice, company_name='Rao \\ "Sons"')
    rebuild_keys()
    alone = list(MatchProfile.objects.order_by("pk").values())
    monkeypatch.setattr(keeping, "CHUNK", 1)

    rebuild_keys()

    assert list(MatchProfile.objects.order_by("pk").values()) == alone


PROFILES = [
    (1, "Mrs", "Asha Rao-Iyer", "Asha", "", "Rao-Iyer", "f", "1985-03-14", "Meridian Holdings",
     [["phone", "+919820011111"], ["email", "asha.rao@example.com"]],
     ["1003 Koregaon Park", "Koregaon Park", "Pune", "411001"]),
    (2, "Mr.", "Dr. Mohammed bin Rashid Al Farsi", "", "", "", "", "", "",
     [["whatsapp", "+971501234567"]], None),
    (3, "", "S. Venkataraman", "", "", "", "", "", "", None, None),
]  # fmt: skip


def test_other_keys_or_profiles_have_another_number_of_rules():
    """When this fails, raise RULES with the digest: installations then make theirs anew."""
    digest = sha256(profile_lines(PROFILES)).hexdigest()[:16]

    assert (RULES, digest) == (3, "154119a861e99e25")


@pytest.mark.usefixtures("people")
def test_keys_of_older_rules_are_made_anew_some_at_a_time():
    present = list(MatchProfile.objects.order_by("pk").values())
    MatchProfile.objects.update(keys=[7])
    KeyPosition.objects.update(rules=RULES - 1, renewed=present[-1]["contact_id"])  # of others

    steps = [renew(limit=len(present) - 1) for _ in range(4)]

    assert steps == [len(present) - 1, 1, 0, 0]
    assert list(MatchProfile.objects.order_by("pk").values()) == present
    assert KeyPosition.objects.values_list("rules", "renewed").get() == (RULES, None)


@pytest.mark.usefixtures("people")
def test_an_older_release_leaves_what_a_newer_one_made():
    KeyPosition.objects.update(rules=RULES + 1, renewed=None)

    assert renew() == 0
    assert KeyPosition.objects.get().rules == RULES + 1


@pytest.mark.usefixtures("people")
def test_a_role_that_does_not_own_the_table_rebuilds_too(monkeypatch):
    before = list(MatchProfile.objects.order_by("pk").values())
    monkeypatch.setattr(keeping, "OWNER", "SELECT false")

    rebuild_keys()

    assert list(MatchProfile.objects.order_by("pk").values()) == before


def test_a_merged_contact_leaves_the_index(people, alice):
    loser = people.again
    loser.state, loser.merged_into = State.MERGED, people.asha
    save_canonical(loser, by=alice)

    keep_keys([loser.pk])

    assert not MatchProfile.objects.filter(pk=loser.pk).exists()


@pytest.mark.usefixtures("people")
def test_a_key_of_too_many_people_stops():
    crowd = [
        MatchProfile(contact_id=10_000 + number, keys=[7], person="[]")
        for number in range(STOP_AT + 1)
    ]
    MatchProfile.objects.bulk_create(crowd)

    count_stop_keys()

    assert list(StopKey.objects.values_list("key", "people")) == [(7, STOP_AT + 1)]


def keeps(contact, word: str) -> bool:
    """Follow the outbox, which waits for every open transaction of the server, other tests' too."""
    while catch_up():
        pass
    profile = MatchProfile.objects.filter(pk=contact.pk).first()
    return profile is not None and f'"{word}"' in profile.person


@pytest.mark.django_db(transaction=True)
def test_the_outbox_brings_every_write_even_raw_sql():
    contact = known(None, "Asha Rao", "asha@example.com")
    assert wait_until(lambda: keeps(contact, "rao"), 30)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE contacts_contact SET family_name = 'Iyer', version = version + 1 WHERE id = %s",
            [contact.pk],
        )
    seen = KeyPosition.objects.get().event

    assert wait_until(lambda: keeps(contact, "iyer"), 30)
    assert KeyPosition.objects.get().event > seen


@pytest.mark.django_db
def test_nothing_new_is_nothing_to_do():
    ContactFactory()
    rebuild_keys()

    assert catch_up() == 0


def finds_after_catching_up(contact) -> bool:
    """Bring the keys up to date as a scan does, and return whether the contact has some."""
    try:
        bring_up_to_date()
        return MatchProfile.objects.filter(pk=contact.pk).exists()
    finally:
        connections.close_all()


def somebody_waits_for_us() -> bool:
    """Return whether another connection waits for a lock of this one."""
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_scan_waits_for_keys_that_somebody_else_is_making():
    ContactFactory()
    rebuild_keys()
    asha = known(None, "Asha Rao", "asha@example.com")
    settle()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            KeyPosition.objects.select_for_update().get()
            scan = pool.submit(finds_after_catching_up, asha)
            assert wait_until(lambda: scan.done() or somebody_waits_for_us(), 30)
        assert scan.result(60)
