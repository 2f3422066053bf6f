"""What the feed says became of a record, snapshots, and cursors that are too old."""

import pytest

from contacts.models import Contact
from core.choices import State, Visibility
from core.selectors import newest_position
from core.services import archive, assign, restore, save_canonical, share, unshare
from tests.api_clients import calls
from tests.core.test_api_changes import FEED
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory
from tests.settling import settle

pytestmark = pytest.mark.django_db(transaction=True)


def read(user, **query) -> list[tuple[str, str | None]]:
    settle()
    return [(e["op"], e["into"]) for e in calls(user).get(FEED, query).json()["events"]]


def test_archived_restored_and_merged_are_told_as_such(alice):
    contact = ContactFactory(owner=alice)
    survivor = ContactFactory(owner=alice)
    restore(archive(contact, by=alice), by=alice)
    contact = Contact.objects.get(pk=contact.pk)
    contact.state, contact.merged_into = State.MERGED, survivor
    save_canonical(contact, by=alice)

    assert read(alice)[2:] == [
        ("archived", None),
        ("restored", None),
        ("merged", str(survivor.uid)),
    ]


def test_who_loses_sight_of_a_record_is_told_once(alice, bob, charlie):
    contact = ContactFactory(owner=alice, team=alice.team, visibility=Visibility.TEAM)
    assign(contact, owner=charlie, by=alice)
    contact.occupation = "Architect"
    save_canonical(contact, by=charlie)

    assert read(bob) == [("access_lost", None)]
    assert read(charlie)[1:] == [("access_gained", None), ("updated", None)]


def test_a_share_is_told_to_its_receiver_alone(alice, charlie):
    contact = ContactFactory(owner=alice, visibility=Visibility.RESTRICTED)
    share(contact, with_user=charlie, level="view", by=alice)
    unshare(contact, with_user=charlie, by=alice)

    assert read(charlie) == [("access_gained", None), ("access_lost", None)]
    assert read(alice) == [("created", None)]


def test_a_cursor_older_than_what_is_kept_asks_for_a_new_beginning(alice, settings):
    ContactFactory(owner=alice)
    settle()
    settings.CHANGE_FEED_DAYS = -1

    old = calls(alice).get(FEED, {"after": "1-1"})
    new = calls(alice).get(FEED, {"after": "{}-{}".format(*newest_position())})

    assert (old.status_code, old.json()["code"]) == (410, "resync_required")
    assert old.json()["snapshot"] == "/api/v1/snapshot/{type}/"
    assert new.status_code == 200


def test_a_cursor_of_another_database_asks_for_a_new_beginning(alice):
    answer = calls(alice).get(FEED, {"after": "999999999999999-1"})

    assert (answer.status_code, answer.json()["code"]) == (410, "resync_required")


def test_a_snapshot_and_the_feed_after_it_hold_everything_once(alice, charlie):
    before = [ContactFactory(owner=alice) for _ in range(3)]
    ContactFactory(owner=charlie, visibility=Visibility.RESTRICTED)
    client, url = calls(alice), "/api/v1/snapshot/contact/"
    settle()

    first = client.get(url, {"limit": 2}).json()
    later = ContactFactory(owner=alice)
    second = client.get(url, {"limit": 2, "cursor": first["next"]}).json()
    settle()
    news = client.get(FEED, {"after": first["changes_after"]}).json()["events"]

    found = [row["uid"] for row in first["results"] + second["results"]]
    assert found[:3] == [str(contact.uid) for contact in before]
    assert second["changes_after"] == first["changes_after"]
    assert [event["uid"] for event in news] == [str(later.uid)]


@pytest.mark.parametrize(("query", "status"), [("cursor=x", 400), ("cursor=1-2-x", 400)])
def test_a_wrong_cursor_of_a_snapshot_is_refused(alice, query, status):
    assert calls(alice).get(f"/api/v1/snapshot/contact/?{query}").status_code == status


def test_a_type_without_a_rule_is_for_who_sees_everything():
    reader = UserFactory()
    owner = UserFactory(perms=["core.see_everything"])

    answers = [calls(user).get("/api/v1/snapshot/qdscore/") for user in (reader, owner)]

    assert answers[0].status_code == 404
