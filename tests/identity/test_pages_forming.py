"""How one person was formed: merges, locks, other sources' values, and records split off."""

import pytest
from django.contrib.auth.models import Permission

from approvals.models import Proposal
from identity.models import MatchCandidate
from identity.services.merging import Order, merge
from identity.services.surviving import lock
from identity.services.unmerging import unmerge
from tests.factories.contacts import ContactUserGrantFactory
from tests.identity.graphs import sourced

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora")]


@pytest.fixture
def owner(client, alice):
    """Alice at her own client's page."""
    alice.user_permissions.add(Permission.objects.get(codename="change_contact"))
    client.force_login(alice)
    return client


def test_a_merged_person_shows_how_they_were_formed(browser, meera, mira, frank):
    merge(Order(survivor=meera, losers=[mira]), by=frank)

    page = browser.get(f"/duplicates/contacts/{meera.uid}/").content.decode()
    assert f'Merged in: <a href="/contacts/{mira.uid}/">Mira Rao</a>' in page
    assert "Undo this merge" in page


def test_two_people_are_compared_by_looking_the_other_up(browser, meera, mira):
    page = browser.get(f"/duplicates/contacts/{meera.uid}/?q=mira").content.decode()

    link = f"/duplicates/compare/{meera.uid}/{mira.uid}/"
    assert link in page
    pair = browser.post(link, follow=True)
    assert MatchCandidate.objects.get().uid == pair.resolver_match.kwargs["uid"]


def test_agents_compare_nobody(client, alice, meera, mira):
    client.force_login(alice)

    page = client.get(f"/duplicates/contacts/{meera.uid}/?q=mira").content.decode()
    assert str(mira.uid) not in page


def test_a_merged_uid_leads_to_the_survivor(browser, meera, mira, frank):
    merge(Order(survivor=meera, losers=[mira]), by=frank)

    answer = browser.get(f"/duplicates/contacts/{mira.uid}/")
    assert (answer.status_code, answer.url) == (308, f"/duplicates/contacts/{meera.uid}/")


def test_an_unmerge_is_proposed_with_its_reason(browser, meera, mira, frank):
    operation = merge(Order(survivor=meera, losers=[mira]), by=frank)

    browser.post(f"/duplicates/operations/{operation.uid}/unmerge/", {"reason": "sisters"})
    assert Proposal.objects.get(kind="identity.unmerge").summary == "sisters"


def test_an_undone_merge_stays_on_record(browser, meera, mira, frank):
    unmerge(merge(Order(survivor=meera, losers=[mira]), by=frank), by=frank)

    page = browser.get(f"/duplicates/contacts/{meera.uid}/").content.decode()
    assert f"by {frank}." in page


def test_a_value_is_locked_from_the_page_of_its_sources(owner, meera):
    data = {"attribute": "occupation", "reason": "as she told us"}
    page = owner.post(f"/duplicates/contacts/{meera.uid}/lock/", data, follow=True)

    assert meera.locks.get().reason == "as she told us"
    assert "Unlock" in page.content.decode()


def test_a_lock_says_why(owner, meera):
    data = {"attribute": "occupation", "reason": " "}
    answer = owner.post(f"/duplicates/contacts/{meera.uid}/lock/", data)

    assert answer.status_code == 409
    assert "This field cannot be blank." in answer.content.decode()


def test_who_may_not_unlock_a_value_asks_for_it_on_the_page(browser, meera, alice):
    lock(meera, "occupation", by=alice, reason="as she told us")
    data = {"attribute": "occupation", "reason": "she retired"}

    assert "Ask to unlock" in browser.get(f"/duplicates/contacts/{meera.uid}/").content.decode()
    browser.post(f"/duplicates/contacts/{meera.uid}/propose-unlock/", data)
    proposal = Proposal.objects.get()
    page = browser.get(f"/review/{proposal.uid}/").content.decode()
    assert proposal.kind == "contact.unlock"
    assert f"locked by {alice}: as she told us" in page
    assert "Lock on occupation" in page


def test_a_locked_value_is_unlocked_from_the_page(owner, meera, alice):
    lock(meera, "occupation", by=alice, reason="as she told us")

    owner.post(f"/duplicates/contacts/{meera.uid}/unlock/", {"attribute": "occupation"})
    assert not meera.locks.exists()


def test_another_sources_value_is_taken_and_given_up_again(owner, meera):
    other = sourced(meera, "occupation", row_no=2, source="b", kept={"occupation": "Doctor"})
    url = f"/duplicates/contacts/{meera.uid}"

    owner.post(f"{url}/pin/", {"attribute": "occupation", "record": other.pk})
    meera.refresh_from_db()
    taken = meera.occupation
    owner.post(f"{url}/unlock/", {"attribute": "occupation"})

    other.refresh_from_db()
    assert (taken, other.pinned) == ("Doctor", None)


def test_whoever_a_person_is_shared_with_locks_nothing(client, meera, charlie):
    ContactUserGrantFactory(content_object=meera, user=charlie)
    client.force_login(charlie)

    data = {"attribute": "occupation", "reason": "mine"}
    answer = client.post(f"/duplicates/contacts/{meera.uid}/lock/", data)
    assert (answer.status_code, meera.locks.count()) == (403, 0)


def test_records_are_split_off_by_proposal(browser, meera):
    sourced(meera, "full_name", row_no=1, source="a")
    record = sourced(meera, "full_name", row_no=2, source="b")

    data = {"record": [str(record.uid)], "reason": "another"}
    browser.post(f"/duplicates/contacts/{meera.uid}/split/", data)
    item = Proposal.objects.get(kind="identity.split").items.get()
    assert item.after == {"records": [str(record.uid)]}
