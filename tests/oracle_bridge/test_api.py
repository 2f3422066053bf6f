"""Insights over REST, and the CRM without Oracle."""

import pytest

from contacts.models import Contact
from core.choices import Visibility
from core.models import SourceSystem
from core.services import save_canonical
from tests.api_clients import calls, contact_url
from tests.factories.contacts import ContactFactory
from tests.factories.oracle_bridge import InsightFactory

LIST = "/api/v1/insights/"


@pytest.fixture
def meera(alice) -> Contact:
    return ContactFactory(owner=alice, full_name="Meera Rao", visibility=Visibility.ORGANISATION)


@pytest.fixture
def oracle(eve):
    """Eve speaks for Oracle."""
    SourceSystem.objects.filter(code="oracle").update(owner=eve)
    return eve


def about(whom: Contact, **more) -> dict:
    basis = [{"entity": "contact", "uid": str(whom.uid), "version": whom.version}]
    return {
        "contact": str(whom.uid), "kind": "next_action", "title": "Offer the corner unit",
        "confidence": 0.8, "based_on": basis, "external_id": "o-1",
    } | more  # fmt: skip


def conclude(user, body: dict, key: str = "k"):
    return calls(user).post(LIST, body, headers={"Idempotency-Key": key})


def test_oracle_concludes_once_and_may_bring_it_up_to_date(oracle, meera):
    answers = [
        conclude(oracle, about(meera)),
        conclude(oracle, about(meera, title="Offer the penthouse"), key="l"),
    ]

    assert [answer.status_code for answer in answers] == [201, 200]
    titles = [row["title"] for row in calls(oracle).get(LIST).json()["results"]]
    assert titles == ["Offer the penthouse"]


@pytest.mark.parametrize(
    "more", [{"based_on": []}, {"contact": None}, {"confidence": 2}, {"based_on": "nothing"}]
)
def test_a_conclusion_rests_on_something_and_is_about_somebody(oracle, meera, more):
    assert conclude(oracle, about(meera, **more)).status_code == 400


def test_a_conclusion_is_stale_once_its_record_moved_on(oracle, meera, alice):
    conclude(oracle, about(meera))
    meera.occupation = "Architect"
    save_canonical(meera, by=alice)

    [row] = calls(alice).get(LIST).json()["results"]
    section = calls(alice).get(contact_url(meera, "360"), {"sections": "insights"}).json()

    assert row["stale"] == "based on contact v1, now v2"
    assert section["sections"]["insights"]["status"] == "stale"


def test_who_speaks_for_no_source_concludes_nothing(eve, meera):
    assert conclude(eve, about(meera)).status_code == 403


def test_a_machine_judges_nothing(oracle):
    insight = InsightFactory(contact__visibility=Visibility.ORGANISATION)
    key = {"Idempotency-Key": "k"}

    answer = calls(oracle).post(f"{LIST}{insight.uid}/dismiss/", {}, headers=key)

    assert (answer.status_code, answer.json()["code"]) == (403, "service_must_propose")


def test_a_reader_judges_and_dismisses(meera, alice):
    insight = InsightFactory(contact=meera)
    client, one = calls(alice), f"{LIST}{insight.uid}/"

    judged = client.post(f"{one}feedback/", {"feedback": "useful"}).json()
    gone = client.post(f"{one}dismiss/", {"reason": "Sold"}).json()

    assert (judged["feedback"], gone["status"]) == ("useful", "dismissed")


def test_charlie_reads_no_conclusion_on_what_he_may_not_see(alice, charlie):
    InsightFactory(contact=ContactFactory(owner=alice, visibility=Visibility.RESTRICTED))

    assert calls(charlie).get(LIST).json()["results"] == []


def test_without_oracle_a_dossier_is_whole(meera, alice):
    body = calls(alice).get(contact_url(meera, "360")).json()

    assert (body["partial"], body["sections"]["insights"]["status"]) == (False, "empty")
