"""The change feed: nothing is missed, and nobody reads of what they may not see."""

import random
import time
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from core.api import changes
from core.choices import Visibility
from core.models import ChangeEvent
from core.selectors import changes_after
from core.services import save_canonical
from tests.api_clients import calls
from tests.factories.accounts import AccountFactory, AccountIdentifierFactory
from tests.factories.contacts import ContactFactory, ContactPointFactory
from tests.settling import PATIENCE, settle

FEED = "/api/v1/changes/"
WRITERS, ROUNDS = 8, 6


class Clock:
    """Goes on while somebody sleeps, at once."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


pytestmark = pytest.mark.django_db(transaction=True)


def test_a_change_is_read_once_with_names_and_no_values(alice):
    account = AccountFactory(owner=alice, display_name="Meridian")
    account.city = "Pune"
    save_canonical(account, by=alice)
    settle()
    client = calls(alice)

    page = client.get(FEED).json()
    rest = client.get(FEED, {"after": page["next"]}).json()

    assert [(e["type"], e["version"], e["op"], e["changed_fields"]) for e in page["events"]] == [
        ("account", 1, "created", []),
        ("account", 2, "updated", ["city"]),
    ]
    assert {e["uid"] for e in page["events"]} == {str(account.uid)}
    assert rest == {"events": [], "next": page["next"], "lag_s": 0.0}


def test_charlie_reads_of_nothing_that_is_alices(alice, charlie, dora):
    secret = ContactFactory(owner=alice, visibility=Visibility.RESTRICTED)
    ContactPointFactory(contact=secret)
    AccountIdentifierFactory(account=AccountFactory(owner=alice, visibility=Visibility.RESTRICTED))
    settle()

    read = [len(calls(user).get(FEED).json()["events"]) for user in (alice, charlie, dora)]

    assert read == [4, 0, 4]


def test_hidden_events_move_the_cursor_on(alice, charlie):
    ContactFactory(owner=alice, visibility=Visibility.RESTRICTED)
    theirs = ContactFactory(owner=charlie)
    settle()
    client = calls(charlie)

    first = client.get(FEED, {"limit": 1}).json()
    second = client.get(FEED, {"limit": 1, "after": first["next"]}).json()

    assert (first["events"], first["lag_s"] >= 0) == ([], True)
    assert [event["uid"] for event in second["events"]] == [str(theirs.uid)]


def test_types_are_chosen(alice):
    AccountFactory(owner=alice)
    ContactFactory(owner=alice)
    settle()

    found = calls(alice).get(FEED, {"types": "contact,household"}).json()["events"]

    assert [event["type"] for event in found] == ["contact"]


@pytest.mark.parametrize("query", ["after=x", "after=1", "wait=soon", "limit=0"])
def test_a_wrong_parameter_is_refused(alice, query):
    assert calls(alice).get(f"{FEED}?{query}").status_code == 400


def test_a_reader_waits_for_news_no_longer_than_asked(alice, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(changes, "time", clock)

    answer = calls(alice).get(FEED, {"wait": 7, "types": "entitymapping"})

    assert answer.json()["events"] == []
    assert clock.now == 7


@pytest.mark.race
def test_a_lower_id_that_commits_later_is_not_missed(alice):
    began, written, seen = Event(), Event(), Event()
    early = Thread(target=_early, args=(alice, began, written))
    late = Thread(target=_late, args=(alice, began, written, seen))
    early.start(), late.start(), early.join()

    first = _awaited((0, 0))
    seen.set(), late.join()
    second = _awaited((first.xid, first.pk))

    assert second.pk < first.pk


def _awaited(position: tuple[int, int]) -> ChangeEvent:
    until = time.monotonic() + PATIENCE
    while not (found := changes_after(position)):
        assert time.monotonic() < until, "some transaction of this server does not end"
        time.sleep(0.02)
    [event] = found
    return event


def _early(user, began, written) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
        began.set(), written.wait(PATIENCE)
        AccountFactory(owner=user)
    connection.close()


def _late(user, began, written, seen) -> None:
    began.wait(PATIENCE)
    with transaction.atomic():
        AccountFactory(owner=user)
        written.set(), seen.wait(PATIENCE * 2)
    connection.close()


@pytest.mark.race
def test_two_readers_get_every_event_of_eight_writers_once_and_in_order(alice):
    writers = [Thread(target=_write, args=(alice, number)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()

    seen, position = [], (0, 0)
    while any(writer.is_alive() for writer in writers):
        seen, position = _read(seen, position)
        time.sleep(0.005)
    settle()
    seen, position = _read(seen, position)

    written = ChangeEvent.objects.order_by("xid", "id").values_list("pk", flat=True)
    again, _ = _read([], (0, 0))
    assert len(seen) == WRITERS * ROUNDS * 2
    assert seen == list(written) == again


def _write(user, number: int) -> None:
    chance = random.Random(number)  # noqa: S311 -- only to sleep a while
    for _ in range(ROUNDS):
        with transaction.atomic():
            AccountFactory(owner=user, by=user)
            time.sleep(chance.random() / 30)
            AccountFactory(owner=user, by=user)
            time.sleep(chance.random() / 30)
    connection.close()


def _read(seen: list[int], position: tuple[int, int]) -> tuple[list[int], tuple[int, int]]:
    events = changes_after(position, limit=7)
    if not events:
        return seen, position
    found = seen + [event.pk for event in events]
    return _read(found, (events[-1].xid, events[-1].pk))
