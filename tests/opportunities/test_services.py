"""Opening deals and moving them."""

import pytest
from django.core.exceptions import ValidationError

from core.services import VersionConflictError
from opportunities.models import Opportunity, Stage
from opportunities.services import StageMoveError, create_opportunity, move_stage
from tests.factories.contacts import ContactFactory
from tests.factories.inventory import ProjectFactory
from tests.factories.opportunities import OpportunityFactory, UnitHoldFactory

pytestmark = pytest.mark.django_db


def stage(code: str) -> Stage:
    return Stage.objects.get(pipeline__code="default", code=code)


def test_a_deal_begins_in_the_first_stage_with_its_buyer(alice):
    meera = ContactFactory()

    deal = create_opportunity(primary_contact=meera, by=alice)

    assert (deal.stage.code, deal.probability, deal.owner) == ("new_enquiry", 5, alice)
    assert deal.primary_buyer.contact == meera
    assert [(row.from_stage, row.by) for row in deal.stage_history.all()] == [(None, alice)]


def test_charlie_cannot_see_alices_deal(alice, bob, charlie):
    create_opportunity(primary_contact=ContactFactory(), by=alice)

    seen = [Opportunity.objects.visible_to(person).count() for person in (alice, bob, charlie)]
    assert seen == [1, 1, 0]


def test_a_deal_without_currency_is_refused_whole(alice):
    with pytest.raises(ValidationError):
        create_opportunity(primary_contact=ContactFactory(), by=alice, amount=5)

    assert Opportunity.objects.count() == 0


def test_a_move_is_recorded_and_sets_the_probability(alice):
    deal = OpportunityFactory()

    move_stage(deal, to=stage("qualified"), by=alice)

    deal.refresh_from_db()
    assert (deal.stage.code, deal.probability, deal.version) == ("qualified", 20, 2)
    last = deal.stage_history.last()
    assert (last.from_stage.code, last.to_stage.code, last.by) == (
        "new_enquiry",
        "qualified",
        alice,
    )


def test_a_move_leaves_a_probability_a_person_set(alice):
    deal = OpportunityFactory(probability=80, probability_overridden=True)

    move_stage(deal, to=stage("qualified"), by=alice)

    assert deal.probability == 80


def test_a_move_the_table_does_not_allow_names_the_ones_it_does(alice):
    deal = OpportunityFactory(stage="registered")

    with pytest.raises(StageMoveError) as refused:
        move_stage(deal, to=stage("new_enquiry"), by=alice)

    assert refused.value.allowed == ["possession"]


def test_a_booking_needs_an_amount_a_project_and_a_unit_on_hold(alice):
    deal = OpportunityFactory(stage="eoi")

    with pytest.raises(StageMoveError) as refused:
        move_stage(deal, to=stage("booking"), by=alice)

    assert refused.value.missing == ["amount", "project", "active_hold"]


def test_what_is_missing_can_come_with_the_move(alice):
    deal = OpportunityFactory(stage="eoi", project=ProjectFactory())
    UnitHoldFactory(opportunity=deal)

    move_stage(deal, to=stage("booking"), by=alice, amount=30_000_000, currency="INR")

    deal.refresh_from_db()
    assert (deal.stage.code, deal.is_open, deal.amount) == ("booking", False, 30_000_000)
    assert deal.closed_at == deal.stage_entered_at


def test_a_move_back_needs_a_reason(alice):
    deal = OpportunityFactory(stage="negotiation")

    with pytest.raises(StageMoveError) as refused:
        move_stage(deal, to=stage("qualified"), by=alice, reason=" ")

    assert refused.value.missing == ["reason"]


def test_a_lost_deal_can_be_opened_again(alice):
    deal = OpportunityFactory()
    move_stage(deal, to=stage("lost_budget"), by=alice, reason="Wants 2 crore")
    assert (deal.loss_reason, deal.closed_at is None) == ("Wants 2 crore", False)

    move_stage(deal, to=stage("contacted"), by=alice, reason="Came back")

    assert (deal.loss_reason, deal.closed_at) == ("", None)


def test_a_move_of_a_deal_somebody_changed_is_refused(alice):
    deal = OpportunityFactory()
    stale = Opportunity.objects.get(pk=deal.pk)
    move_stage(deal, to=stage("contacted"), by=alice)

    with pytest.raises(VersionConflictError):
        move_stage(stale, to=stage("qualified"), by=alice)

    assert deal.stage_history.count() == 2


def test_a_move_to_where_it_stands_changes_nothing(alice):
    deal = OpportunityFactory()

    move_stage(deal, to=deal.stage, by=alice)

    assert (deal.version, deal.stage_history.count()) == (1, 1)
