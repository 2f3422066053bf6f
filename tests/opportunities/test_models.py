"""What the database refuses about deals, interests, visits and campaigns."""

import pytest
from django.utils import timezone

from opportunities.models import OpportunityParty, Pipeline, Stage, StageTransition
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory
from tests.factories.inventory import ProjectFactory
from tests.factories.opportunities import (
    CampaignFactory,
    CampaignTouchFactory,
    OpportunityFactory,
    OpportunityPartyFactory,
    PropertyInterestFactory,
    PropertyMatchFactory,
    SiteVisitFactory,
)
from tests.refusals import insert_refused_by, refused_by

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint"),
    [
        (OpportunityFactory, {"name": " "}, "opportunity_has_a_name"),
        (OpportunityFactory, {"state": "gone"}, "opportunity_state_known"),
        (OpportunityFactory, {"visibility": 3}, "opportunity_visibility_known"),
        (OpportunityFactory, {"amount": 5}, "opportunity_amount_has_currency"),
        (OpportunityFactory, {"currency": "INR"}, "opportunity_amount_has_currency"),
        (OpportunityFactory, {"probability": 101}, "opportunity_probability_range"),
        (OpportunityPartyFactory, {"role": "friend"}, "party_role_known"),
        (OpportunityPartyFactory, {"contact": None}, "party_is_one"),
        (OpportunityPartyFactory, {"is_primary": True}, "party_primary_is_the_buyer"),
        (PropertyInterestFactory, {"level": "mild"}, "interest_level_known"),
        (PropertyInterestFactory, {"project": None}, "interest_has_one_target"),
        (PropertyInterestFactory, {"criteria": {"bedrooms": 3}}, "interest_has_one_target"),
        (PropertyInterestFactory, {"criteria": []}, "interest_criteria_is_object"),
        (PropertyInterestFactory, {"confidence": 1.1}, "interest_confidence_range"),
        (PropertyMatchFactory, {"score": 101}, "match_score_range"),
        (PropertyMatchFactory, {"explanation": {}}, "match_explanation_is_array"),
        (SiteVisitFactory, {"status": "done"}, "visit_done_says_when"),
        (SiteVisitFactory, {"visited_at": timezone.now()}, "visit_done_says_when"),
        (SiteVisitFactory, {"status": "lost"}, "visit_status_known"),
        (SiteVisitFactory, {"verification": "word"}, "visit_verification_known"),
        (CampaignTouchFactory, {"kind": "view"}, "row_is_kept"),
    ],
)
def test_the_database_refuses(factory, wrong, constraint):
    assert refused_by(factory(), **wrong) == constraint


@pytest.mark.parametrize(
    ("factory", "fields"),
    [
        (PropertyInterestFactory, ["contact", "project"]),
        (CampaignFactory, ["source_system", "external_id"]),
        (CampaignTouchFactory, ["campaign", "source_system", "external_id", "contact"]),
        (OpportunityPartyFactory, ["opportunity", "contact"]),
    ],
)
def test_the_same_thing_is_not_recorded_twice(factory, fields):
    first = factory()
    second = factory.build(**{name: getattr(first, name) for name in fields})

    assert "once" in insert_refused_by(second)


def test_a_deal_has_one_primary_buyer():
    second = OpportunityParty(
        opportunity=OpportunityFactory(),
        contact=ContactFactory(),
        role="primary_buyer",
        is_primary=True,
    )

    assert insert_refused_by(second) == "party_one_primary"


def test_a_party_is_a_person_or_an_organisation():
    party = OpportunityPartyFactory()

    assert refused_by(party, account=AccountFactory()) == "party_is_one"


def test_an_interest_names_one_target():
    interest = PropertyInterestFactory()
    project = ProjectFactory()

    assert refused_by(interest, project=project, criteria={"a": 1}) == "interest_has_one_target"


def test_a_closed_interest_may_come_back():
    first = PropertyInterestFactory(closed_at=timezone.now())
    second = PropertyInterestFactory(contact=first.contact, project=first.project)

    assert [row.pk for row in first.contact.interests.order_by("id")] == [first.pk, second.pk]


def test_a_touch_may_find_its_contact_later():
    touch = CampaignTouchFactory(contact=None)
    touch.contact = ContactFactory()
    touch.save()

    touch.refresh_from_db()
    assert touch.contact.campaign_touches.get() == touch


def test_the_stage_history_is_never_changed():
    moved = OpportunityFactory().stage_history.get()

    assert refused_by(moved, reason="Changed my mind") == "row_is_kept"


def test_there_is_one_default_pipeline():
    second = Pipeline(code="second", name="Second", is_default=True)

    assert insert_refused_by(second) == "pipeline_one_default"


def test_two_stages_can_change_places():
    first, second = Stage.objects.filter(pipeline__code="default")[:2]

    Stage.objects.filter(pk=first.pk).update(order=second.order)
    Stage.objects.filter(pk=second.pk).update(order=first.order)

    assert list(Stage.objects.filter(pipeline__code="default")[:2]) == [second, first]


def test_two_stages_do_not_share_a_place():
    first, second = Stage.objects.filter(pipeline__code="default")[:2]

    assert refused_by(second, order=first.order) == "stage_order_once"


def test_a_transition_moves():
    stage = Stage.objects.filter(pipeline__code="default")[0]

    assert insert_refused_by(StageTransition(from_stage=stage, to_stage=stage)) == (
        "transition_moves"
    )


def test_every_stage_of_the_default_pipeline_can_be_reached_and_counted():
    stages = Stage.objects.filter(pipeline__code="default")

    assert [stages.filter(category=name).count() for name in ("open", "won", "lost")] == [8, 4, 7]
    assert not stages.filter(moves_in__isnull=True).exists()
