"""The queue of pairs: whose they are, and what was said of them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from contacts.models import Relationship
from identity.models import MatchCandidate, MergeOperation, PairVerdict
from identity.services.merging import Order
from identity.services.proposing import propose_merge
from identity.services.relating import take_back, tell_apart
from identity.services.unmerging import unmerge
from identity.services.verdicts import hold, proposed, say, skip, take, undo_last
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory
from tests.identity.test_handlers import decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def pairs(alice):
    """Two pairs, the likelier first."""
    scores = ("0.9", "0.5")
    people = [ContactFactory(visibility=2, by=alice) for _ in range(4)]
    return [
        MatchCandidate.objects.create(left=people[i], right=people[i + 2], score=score)
        for i, score in enumerate(scores)
    ]


@pytest.fixture
def pair(pairs):
    """The likelier pair."""
    return pairs[0]


def test_the_likeliest_pair_comes_first(pairs, frank):
    assert take(by=frank) == pairs[0]


def test_two_reviewers_never_get_the_same_pair(pairs, frank):
    other = UserFactory()

    assert [take(by=frank), take(by=other), take(by=UserFactory())] == [*pairs, None]


def test_a_reviewer_gets_their_pair_again(pairs, frank):
    take(by=frank)

    assert take(by=frank) == pairs[0]


def test_a_pair_somebody_holds_is_not_given_away(pairs, frank):
    take(by=frank)

    assert (hold(pairs[0], by=UserFactory()), hold(pairs[0], by=frank)) == (False, True)


def test_a_skipped_pair_comes_last(pairs, frank):
    skip(take(by=frank), by=frank)

    assert take(by=frank) == pairs[1]


def test_a_pair_that_is_none_leaves_the_queue_for_ever(pairs, frank):
    say(pairs[0].left, pairs[0].right, "different", by=frank)

    assert (take(by=frank), PairVerdict.objects.get().verdict) == (pairs[1], "different")


def test_the_last_decision_is_taken_back(pairs, frank):
    say(pairs[0].left, pairs[0].right, "different", by=frank)

    assert (undo_last(by=frank), PairVerdict.objects.count()) == (pairs[0], 0)
    assert take(by=frank) == pairs[0]


@pytest.mark.usefixtures("dora")
def test_a_proposed_merge_is_taken_back(pairs, frank):
    order = Order(survivor=pairs[0].left, losers=[pairs[0].right])
    proposal = propose_merge(order, by=frank)
    proposed(pairs[0], by=frank)

    undo_last(by=frank)
    proposal.refresh_from_db()
    assert (proposal.state, take(by=frank)) == ("withdrawn", pairs[0])


def test_a_pair_of_people_one_may_not_see_does_not_come(alice, charlie):
    left, right = ContactFactory(by=alice), ContactFactory(by=alice)
    MatchCandidate.objects.create(left=left, right=right, score="0.9")

    assert take(by=charlie) is None


def test_two_people_at_one_number_are_told_apart_and_related(frank, pair):
    tell_apart(pair, by=frank, related="parent_of:turned")

    tie = Relationship.objects.get()
    assert (tie.from_contact, tie.kind, tie.to_contact) == (pair.right, "parent_of", pair.left)
    assert PairVerdict.objects.get().verdict == "different"


def test_taking_the_verdict_back_ends_the_relationship(frank, pair):
    tell_apart(pair, by=frank, related="spouse_of")

    take_back(by=frank)

    assert Relationship.objects.get().until == timezone.localdate()
    assert not PairVerdict.objects.exists()


def test_only_what_was_offered_is_related(frank, pair):
    with pytest.raises(ValidationError):
        tell_apart(pair, by=frank, related="enemy_of")

    assert not PairVerdict.objects.exists()


def test_what_an_unmerge_told_apart_is_not_taken_back_in_the_queue(pair, frank, alice, dora):
    proposal = propose_merge(Order(survivor=pair.left, losers=[pair.right]), by=frank)
    proposed(pair, by=frank)
    decide(proposal, dora)
    unmerge(MergeOperation.objects.get(), by=alice, reason="two people")

    assert undo_last(by=frank) is None
    pair.refresh_from_db()
    assert (pair.status, PairVerdict.objects.get().verdict) == ("not_a_match", "different")


def test_a_verdict_somebody_else_gave_since_is_not_taken_back(pair, frank, alice):
    say(pair.left, pair.right, "different", by=frank)
    PairVerdict.objects.update(by=alice)

    assert undo_last(by=frank) is None
    pair.refresh_from_db()
    assert pair.status == "not_a_match"
