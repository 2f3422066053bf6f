"""Pairs, verdicts and merges in the administration, read by a steward of another team."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from contacts.models import Contact
from core.choices import Visibility
from core.models import User
from core.services import save_canonical
from identity.models import (
    AccountCandidate,
    FieldLock,
    MatchCandidate,
    MatchProfile,
    MergeMove,
    MergeOperation,
    PairVerdict,
)
from identity.services.merging import Order, merge
from ops.services import sync_roles
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stella(south) -> User:
    """A steward of Charlie's team who administers as well, and does not see everything."""
    sync_roles()
    stella = UserFactory(username="stella", team=south)
    stella.groups.add(*Group.objects.filter(name__in=["steward", "admin"]))
    return User.objects.get(pk=stella.pk)


@pytest.fixture
def both(alice, north) -> list[Contact]:
    """Two of Alice's clients, one of them for her eyes only."""
    mine = {"owner": alice, "team": north, "by": alice}
    return [
        ContactFactory(full_name="Meera Rao", visibility=Visibility.RESTRICTED, **mine),
        ContactFactory(full_name="Mira Rao", **mine),
    ]


def a_pair(both, _alice):
    return MatchCandidate.objects.create(left=both[0], right=both[1], score="0.9", features={})


def a_verdict(both, alice):
    return PairVerdict.objects.create(left=both[0], right=both[1], verdict="different", by=alice)


def a_lock(both, alice):
    return FieldLock.objects.create(
        contact=both[0], attribute="occupation", by=alice, reason="hers"
    )


def a_profile(both, _alice):
    row = {"contact_id": both[0].pk, "keys": [1], "person": '["meera rao"]'}
    return MatchProfile.objects.filter(pk=both[0].pk).first() or MatchProfile.objects.create(**row)


def a_merge(both, alice):
    merge(Order(survivor=both[0], losers=[both[1]], override=True), by=alice)
    return MergeOperation.objects.get()


def a_move(both, alice):
    a_merge(both, alice)
    return MergeMove.objects.first()


def a_pair_of_firms(both, alice):
    firms = sorted((AccountFactory(owner=alice) for _ in both), key=lambda firm: firm.pk)
    return AccountCandidate.objects.create(
        left=firms[0], right=firms[1], reasons=["website"], strength=1
    )


def seen(user: User, row) -> tuple[list, int]:
    """Return the rows of the list as a person sees it, and how the page of the row answers."""
    client = Client()
    client.force_login(user)
    path = f"/admin/identity/{row._meta.model_name}/"
    rows = list(client.get(path).context["cl"].result_list)
    return rows, client.get(f"{path}{row.pk}/change/").status_code


@pytest.mark.parametrize(
    "make", [a_pair, a_verdict, a_lock, a_profile, a_merge, a_move, a_pair_of_firms]
)
def test_a_steward_of_another_team_sees_no_row_about_alices_clients(
    both, alice, stella, dora, make
):
    row = make(both, alice)

    assert seen(stella, row) == ([], 302)
    assert row in seen(dora, row)[0]


@pytest.mark.parametrize("make", [a_pair, a_merge, a_move])
def test_knowing_one_of_two_is_not_knowing_both(both, alice, stella, south, make):
    row = make(both, alice)
    mira = Contact.objects.get(pk=both[1].pk)
    mira.team = south
    save_canonical(mira, by=alice)

    assert seen(stella, row) == ([], 302)
