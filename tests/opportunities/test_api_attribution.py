"""What campaigns brought, over REST."""

import pytest

from core.choices import Visibility
from opportunities.services.attributing import attribute
from tests.api_clients import calls
from tests.factories.contacts import ContactFactory
from tests.factories.opportunities import (
    CampaignFactory,
    CampaignTouchFactory,
    OpportunityFactory,
)

ADDRESS = "/api/v1/attribution/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def deals(alice):
    """Two deals of Alice's, met by one campaign, the second by another as well."""
    first, second = CampaignFactory(name="Hoarding"), CampaignFactory(name="Search")
    made = []
    for amount, campaigns in ((100, [first]), (300, [first, second])):
        client = ContactFactory(owner=alice, visibility=Visibility.RESTRICTED)
        for campaign in campaigns:
            CampaignTouchFactory(campaign=campaign, contact=client)
        deal = {"primary_contact": client, "by": alice, "visibility": Visibility.RESTRICTED}
        made.append(OpportunityFactory(**deal, amount=amount, currency="INR"))
    attribute([deal.pk for deal in made])
    return made


@pytest.mark.usefixtures("deals")
def test_shares_and_money_add_up_to_the_deals(alice):
    found = calls(alice).get(ADDRESS, {"model": "linear"}).json()

    told = [
        (each["name"], each["deals"], each["share"], each["amounts"]) for each in found["results"]
    ]
    assert told == [
        ("Hoarding", 2, "1.500000", [{"amount": "250.00", "currency": "INR"}]),
        ("Search", 1, "0.500000", [{"amount": "150.00", "currency": "INR"}]),
    ]


@pytest.mark.usefixtures("deals")
def test_deals_the_caller_may_not_see_count_for_nothing(charlie):
    assert calls(charlie).get(ADDRESS, {"model": "linear"}).json()["results"] == []


@pytest.mark.parametrize("query", [{}, {"model": "magic"}, {"model": "last", "category": "x"}])
def test_a_model_there_is_not_is_refused(alice, query):
    answer = calls(alice).get(ADDRESS, query)

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_error")


@pytest.mark.usefixtures("deals")
def test_it_takes_as_many_queries_however_many_campaigns(alice, django_assert_max_num_queries):
    client = calls(alice)

    with django_assert_max_num_queries(7):
        client.get(ADDRESS, {"model": "decay"})
