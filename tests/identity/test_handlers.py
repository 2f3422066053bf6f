"""Merges, unmerges and splits are proposed by one and approved by another."""

import pytest

from approvals import services as approvals
from approvals.services.errors import ExclusiveLockError
from contacts.models import Contact
from contacts.services import update_contact
from identity.models import MatchCandidate, MergeOperation, PairVerdict
from identity.services.errors import BlockedError
from identity.services.merging import Order, merge
from identity.services.proposing import propose_merge, propose_split, propose_unmerge
from tests.factories.contacts import ContactFactory
from tests.identity.graphs import sourced

pytestmark = pytest.mark.django_db(transaction=True)


def decide(proposal, *people):
    for person in people:
        stands = {"revision": proposal.revision, "content_hash": proposal.content_hash}
        proposal = approvals.approve(proposal, by=person, reason="looked at it", **stands)
    return approvals.apply(proposal, by=people[-1])


def test_a_second_person_merges(meera, mira, alice, frank):
    proposal = propose_merge(Order(survivor=meera, losers=[mira]), by=alice)

    proposal = decide(proposal, frank)
    mira.refresh_from_db()
    assert (proposal.state, mira.merged_into) == ("applied", meera)


def test_a_merge_over_a_blocker_takes_two_people_and_a_reason(meera, alice, frank, dora):
    vip = ContactFactory(is_vip=True, by=alice)

    with pytest.raises(BlockedError):
        propose_merge(Order(survivor=meera, losers=[vip]), by=alice)
    bold = Order(survivor=meera, losers=[vip], override=True)
    proposal = propose_merge(bold, by=alice, reason="one person, I met her")
    assert (proposal.required_approvals, decide(proposal, frank, dora).state) == (2, "applied")


def test_somebody_merged_meanwhile_is_a_conflict(meera, mira, alice, frank):
    slow = propose_merge(Order(survivor=ContactFactory(by=alice), losers=[mira]), by=alice)
    merge(Order(survivor=meera, losers=[mira]), by=alice)

    slow = decide(slow, frank)
    assert (slow.state, slow.items.get().conflict["code"]) == ("conflict", "party_gone")


@pytest.mark.usefixtures("frank")
def test_one_person_stands_in_one_open_merge(meera, mira, alice):
    propose_merge(Order(survivor=ContactFactory(by=alice), losers=[mira]), by=alice)

    with pytest.raises(ExclusiveLockError):
        propose_merge(Order(survivor=meera, losers=[mira]), by=alice)


@pytest.mark.usefixtures("dora")
def test_another_merge_of_the_same_people_names_the_one_that_waits(meera, mira, alice, frank):
    asked, why = Order(survivor=meera, losers=[mira]), "one card"
    waits = propose_merge(asked, by=alice, reason=why)
    assert propose_merge(asked, by=alice, reason=why) == waits

    for order, by, reason in (
        (Order(survivor=mira, losers=[meera]), alice, why),
        (Order(survivor=meera, losers=[mira], choices={"name": str(mira.uid)}), alice, why),
        (asked, alice, "one number"),
        (asked, frank, why),
    ):
        with pytest.raises(ExclusiveLockError) as refused:
            propose_merge(order, by=by, reason=reason)
        assert refused.value.holder == waits.uid


def test_an_approved_unmerge_undoes_the_merge(meera, mira, alice, frank):
    decide(propose_merge(Order(survivor=meera, losers=[mira]), by=alice), frank)
    operation = MergeOperation.objects.get()

    decide(propose_unmerge(operation, by=alice, reason="mother and daughter"), frank)
    mira.refresh_from_db()
    assert (mira.state, PairVerdict.objects.get().reason) == ("active", "mother and daughter")


def test_an_applied_merge_can_be_reverted(meera, mira, alice, frank, dora):
    done = decide(propose_merge(Order(survivor=meera, losers=[mira]), by=alice), frank)

    decide(approvals.revert(done, by=alice), dora)
    mira.refresh_from_db()
    assert mira.state == "active"


@pytest.mark.usefixtures("frank")
def test_a_candidate_follows_its_proposal(meera, mira, alice):
    pair = MatchCandidate.objects.create(left=meera, right=mira, score="0.9")

    proposal = propose_merge(Order(survivor=meera, losers=[mira]), by=alice)
    pair.refresh_from_db()
    assert (pair.status, pair.proposal) == ("proposed", proposal)


def test_a_split_gives_records_a_person_of_their_own(meera, alice, frank):
    kept = sourced(meera, "occupation", row_no=1, source="a")
    update_contact(meera, by=alice, cause="import:2", full_name="Mira Rau", department="Design")
    gone = sourced(meera, "full_name", "department", row_no=2, source="b")

    decide(propose_split([gone], by=alice, reason="another person"), frank)
    new = Contact.objects.exclude(pk=meera.pk).get()
    meera.refresh_from_db()
    assert (new.full_name, new.department, list(new.source_records.all())) == (
        "Mira Rau",
        "Design",
        [gone],
    )
    assert (meera.department, list(meera.source_records.all())) == ("", [kept])
