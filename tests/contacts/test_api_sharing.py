"""Sharing and giving away over REST."""

from datetime import timedelta

from django.utils import timezone

from contacts.models import ContactUserGrant
from tests.api_clients import calls, writes
from tests.api_clients import contact_url as url


def test_a_share_opens_a_contact_to_read_and_no_more(alice, charlie, meera):
    writes(alice).post(url(meera, "share"), {"principal": "charlie"})

    read = calls(charlie).get(url(meera))
    write = writes(charlie).patch(url(meera), {"version": 1, "occupation": "Spy"})
    child = writes(charlie).post(url(meera, "roles"), {"role": "buyer"})

    assert [answer.status_code for answer in (read, write, child)] == [200, 403, 403]


def test_a_share_to_change_allows_it_until_taken_back(alice, charlie, meera):
    owner = writes(alice)
    owner.post(url(meera, "share"), {"principal": "charlie", "level": "change"})
    changed = writes(charlie).patch(url(meera), {"version": 1, "occupation": "Architect"})

    owner.post(url(meera, "unshare"), {"principal": "charlie"})

    assert changed.status_code == 200
    assert calls(charlie).get(url(meera)).status_code == 404


def test_a_share_ends_by_itself(alice, charlie, meera):
    until = timezone.now() + timedelta(hours=1)
    writes(alice).post(url(meera, "share"), {"principal": "charlie", "expires_at": until})
    before = calls(charlie).get(url(meera)).status_code

    ContactUserGrant.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert (before, calls(charlie).get(url(meera)).status_code) == (200, 404)


def test_only_the_owner_shares(alice, bob, meera):
    writes(alice).post(url(meera, "share"), {"principal": "bob", "level": "change"})

    answer = writes(bob).post(url(meera, "share"), {"principal": "charlie"})

    assert answer.status_code in (400, 403)


def test_a_contact_is_given_to_somebody_else(alice, bob, meera):
    answer = writes(alice).post(url(meera, "assign"), {"owner": "bob", "reason": "On leave"})

    assert (answer.status_code, answer.json()["owner"]) == (200, "bob")
    assert calls(bob).get(url(meera, "history")).json()["results"][0]["cause"] == "On leave"
