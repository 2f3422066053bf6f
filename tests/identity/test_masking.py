"""A date of birth stays hidden where two people are compared, merged and looked up afterwards."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from core.models import User
from identity.models import MatchCandidate, MergeMove
from identity.services.merging import Order, merge, preview
from identity.services.proposing import propose_merge
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db
BORN, OTHER = "1980-02-01", "1981-03-02"


@pytest.fixture
def grace(dora) -> User:  # noqa: ARG001 -- a founder is there as well
    """An administrator: decides about duplicates, and is not to read dates of birth."""
    grace = UserFactory(username="grace", is_staff=True)
    grace.groups.add(Group.objects.get(name="admin"))
    return grace


@pytest.fixture
def both(alice):
    common = {"owner": alice, "by": alice, "visibility": 2}
    return [
        ContactFactory(full_name="Meera Rao", date_of_birth=BORN, **common),
        ContactFactory(full_name="Mira Rao", date_of_birth=OTHER, **common),
    ]


def seen(user, path: str) -> list[bool]:
    client = Client()
    client.force_login(user)
    page = client.get(path)
    assert page.status_code == 200
    text = page.content.decode()
    return [
        any(born in text for born in day) for day in ((BORN, "1 Feb 1980"), (OTHER, "2 Mar 1981"))
    ]


def test_the_page_of_a_pair_tells_that_they_differ_and_no_more(both, grace, frank):
    pair = MatchCandidate.objects.create(left=both[0], right=both[1], score="0.97", features={})
    path = f"/duplicates/pairs/{pair.uid}/"

    assert [seen(user, path) for user in (grace, frank)] == [[False, False], [True, True]]


def test_a_preview_of_their_merge_does_not_tell_it(both, grace, frank):
    told = [preview(Order(survivor=both[0], losers=[both[1]]), by=user) for user in (grace, frank)]

    assert [BORN in repr(shown) or OTHER in repr(shown) for shown in told] == [False, True]


def test_neither_does_the_proposal_to_merge_them(both, grace, frank, alice):
    order = Order(survivor=both[0], losers=[both[1]], choices={"date_of_birth": str(both[1].uid)},
                  override=True)  # fmt: skip
    proposal = propose_merge(order, by=alice, reason="the same passport")

    path = f"/review/{proposal.uid}/"
    assert [any(seen(user, path)) for user in (grace, frank)] == [False, True]


def test_nor_to_who_proposed_it_by_choosing_a_side(both, grace, frank):  # noqa: ARG001 -- who decides
    order = Order(survivor=both[0], losers=[both[1]], choices={"date_of_birth": str(both[1].uid)},
                  override=True)  # fmt: skip
    proposal = propose_merge(order, by=grace, reason="the same passport")

    assert seen(grace, f"/review/{proposal.uid}/") == [False, False]


def test_nor_the_journal_of_the_merge_in_the_administration(both, grace, dora, alice):
    merge(Order(survivor=both[0], losers=[both[1]], override=True), by=alice)
    move = MergeMove.objects.filter(table="contacts_contact").first() or MergeMove.objects.first()
    dora.is_staff = True
    dora.save()

    paths = [
        f"/admin/identity/mergeoperation/{move.operation_id}/change/",
        f"/admin/identity/mergemove/{move.pk}/change/",
    ]
    assert [any(seen(grace, path)) for path in paths] == [False, False]
    assert any(seen(dora, paths[0]))


def test_the_page_of_sources_leaves_hidden_values_out(grace, both):
    assert seen(grace, f"/duplicates/contacts/{both[0].uid}/") == [False, False]


def test_the_page_of_sources_tells_who_may_know(dora, both):
    page = Client()
    page.force_login(dora)

    assert BORN in page.get(f"/duplicates/contacts/{both[0].uid}/").content.decode()
