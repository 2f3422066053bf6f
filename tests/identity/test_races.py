"""Merges that want the same people at the same moment."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from contacts.models import Contact
from identity.models import MergeOperation
from identity.services.errors import GonePartyError
from identity.services.merging import Order, merge
from tests.factories.contacts import ContactFactory

CROSSED = int(os.environ.get("CROSSED_MERGES", "5"))  # `make test-merges` runs 100


def attempt(barrier, survivor, loser, by) -> str:
    """Merge as soon as everybody is ready and say how it went."""
    try:
        barrier.wait(timeout=30)
        merge(Order(survivor=survivor, losers=[loser]), by=by)
    except GonePartyError as error:
        return error.code
    finally:
        connections.close_all()
    return "merged"


@pytest.mark.django_db(transaction=True)
def test_of_two_crossed_merges_exactly_one_wins(alice):
    for _ in range(CROSSED):
        one, two = ContactFactory(by=alice), ContactFactory(by=alice)
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            both = [
                pool.submit(attempt, barrier, *pair, alice) for pair in ((one, two), (two, one))
            ]
        assert sorted(each.result() for each in both) == ["merged", "party_gone"]

    merged = Contact.objects.filter(state="merged").count()
    assert (merged, MergeOperation.objects.count()) == (CROSSED, CROSSED)
