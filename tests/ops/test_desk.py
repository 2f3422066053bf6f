"""The administration's first page: what waits for whoever opens it, and where everything is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import velocity_crm.desk
from core.models import User
from imports.choices import BatchState
from imports.models import RawBatch
from tests.drawing import undrawn
from tests.factories.core import SourceSystemFactory, UserFactory, in_role

MOST_QUERIES = 40  # the state of the system is a dozen of them
pytestmark = pytest.mark.django_db


@pytest.fixture
def founder(dora) -> User:
    return in_role(dora, "founder")


@pytest.fixture
def operator(bob) -> User:
    return in_role(bob, "operator")


def desk(user: User):
    client = Client()
    client.force_login(user)
    return client.get(reverse("admin:index"))


def arrived(by: User, state: BatchState) -> RawBatch:
    source = SourceSystemFactory()
    return RawBatch.objects.create(
        source=source, filename=f"{state}.csv", sha256="0" * 64, size=1, uploaded_by=by, state=state
    )


def test_a_file_whose_columns_are_to_be_confirmed_waits_and_one_applied_does_not(operator):
    arrived(operator, BatchState.MAPPING_PROPOSED)
    arrived(operator, BatchState.APPLIED)

    page = desk(operator)

    piles = {pile.page: (pile.number, pile.words) for pile in page.context["piles"]}
    assert piles["imports:list"] == ("1", "import waits")
    assert [batch.filename for batch in page.context["imports"]] == [
        "applied.csv",
        "mapping_proposed.csv",
    ]


def test_only_those_who_run_the_house_are_told_of_the_system(founder, operator):
    told = [{pile.page for pile in desk(user).context["piles"]} for user in (founder, operator)]

    assert ["ops:status" in pages for pages in told] == [True, False]


def test_every_entry_of_the_page_opens(operator):
    client = Client()
    client.force_login(operator)
    page = client.get(reverse("admin:index"))

    links = [entry["link"] for group in page.context["groups"] for entry in group["items"]]
    links += [reverse(pile.page) for pile in page.context["piles"]]

    with undrawn():  # tests of their own draw each of them
        opened = {link: client.get(link).status_code for link in links}
    assert opened == dict.fromkeys(links, 200)


def test_what_was_counted_to_a_cap_says_so(operator, monkeypatch):
    monkeypatch.setattr(velocity_crm.desk, "MOST_ASKING", 2)
    for _ in range(3):
        arrived(operator, BatchState.MAPPING_PROPOSED)

    piles = {pile.page: (pile.number, pile.words) for pile in desk(operator).context["piles"]}

    assert piles["imports:list"] == ("2+", "imports wait")


def test_the_page_asks_as_much_for_many_imports_as_for_one(founder):
    arrived(founder, BatchState.MAPPING_PROPOSED)
    desk(founder)
    with CaptureQueriesContext(connection) as few:
        desk(founder)
    for _ in range(4):
        arrived(UserFactory(), BatchState.MAPPING_PROPOSED)

    with CaptureQueriesContext(connection) as many:
        desk(founder)

    assert len(many) == len(few) <= MOST_QUERIES
