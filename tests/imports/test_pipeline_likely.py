"""Rows that no exact key settles, where a match policy stands."""

import pytest

from contacts.models import Contact
from identity.services.keeping import rebuild_keys
from identity.services.policies import set_policy
from tests.imports.acts import ROWS, carry_out, csv_of, propose

AGAIN = csv_of("901,Meera,Rao,meera.rao@other.example,+91 98200 11112,Meridian Holdings,Director")


@pytest.fixture
def meera(alice, dora, hubspot) -> Contact:
    """Meera, known from an earlier file."""
    carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    rebuild_keys()
    return Contact.objects.get(full_name="Meera Rao")


@pytest.mark.usefixtures("meera")
def test_without_a_policy_exact_keys_decide_alone(alice, hubspot):
    batch = propose(AGAIN, by=alice, source=hubspot)

    assert batch.resolutions.get().outcome == "create"


def test_with_a_policy_a_person_is_asked_about_a_likely_one(alice, hubspot, meera):
    set_policy(by=alice, review_from="0.001")

    row = propose(AGAIN, by=alice, source=hubspot).resolutions.get()

    assert (row.outcome, row.candidates) == ("ambiguous", [meera.pk])
    assert row.reason.startswith("probably known: ")


@pytest.mark.usefixtures("meera")
def test_a_stranger_stays_new(alice, hubspot):
    set_policy(by=alice)
    stranger = csv_of("902,Boris,Lang,boris@lang.example,+49 151 23456789,Lang AG,Owner")

    row = propose(stranger, by=alice, source=hubspot).resolutions.get()

    assert row.outcome == "create"
