"""The dossier over REST."""

import pytest

from core.services import save_canonical
from tests.api_clients import calls
from tests.client360.test_sections import hide
from tests.factories.contacts import ContactFactory

# the view's own paths, wherever the house hangs them
pytestmark = pytest.mark.urls("client360.api")


def address(contact) -> str:
    return f"/contacts/{contact.uid}/360/"


def test_one_answer_holds_every_section(full, alice):
    body = calls(alice).get(address(full)).json()

    assert (body["contact"]["full_name"], body["partial"]) == ("Meera Rao", False)
    assert set(body["version_vector"]) == {"contact", *body["sections"]}
    assert {s["status"] for s in body["sections"].values()} == {"ok", "empty"}


def test_the_identity_holds_points_addresses_and_sources(full, alice):
    data = calls(alice).get(address(full)).json()["sections"]["identity"]["data"]

    assert set(data) == {"identity", "points", "addresses", "merged_from", "crosswalks"}
    assert [point["value_norm"] for point in data["points"]] == [
        "+919820011223",
        "meera@mail.example",
    ]


def test_a_caller_may_ask_for_some_sections(meera, alice):
    body = calls(alice).get(address(meera), {"sections": "wish,consent"}).json()

    assert sorted(body["sections"]) == ["consent", "wish"]
    assert body["sections"]["wish"]["data"]["facts"][0]["value"]["max"] == "24500000.00"


def test_an_unknown_section_is_refused(meera, alice):
    assert calls(alice).get(address(meera), {"sections": "nothing"}).status_code == 400


def test_charlie_gets_404(meera, charlie):
    assert calls(charlie).get(address(meera)).status_code == 404


def test_a_failing_section_makes_the_answer_partial(full, alice):
    caller = calls(alice)
    hide("contacts_consentrecord")

    body = caller.get(address(full)).json()

    assert body["partial"] is True
    assert body["sections"]["consent"]["code"] == "database"
    assert body["sections"]["qd"]["status"] == "ok"


def test_a_merged_uid_gives_the_survivor(meera, alice, north):
    other = ContactFactory(owner=alice, team=north)
    other.state, other.merged_into = "merged", meera
    save_canonical(other, by=alice)

    answer = calls(alice).get(address(other))

    assert answer.json()["contact"]["uid"] == str(meera.uid)
    assert answer["X-Merged-Into"] == str(meera.uid)


def test_no_key_of_a_table_is_told(alice, full):
    found = calls(alice).get(address(full)).json()["sections"]

    def keys(data):
        if isinstance(data, dict):
            inside = {key for each in data.values() for key in keys(each)}
            return inside | {n for n, each in data.items() if n in ("id", "key") and each}
        return {key for each in data for key in keys(each)} if isinstance(data, list) else set()

    assert found["identity"]["data"]["points"]
    assert {name for name, section in found.items() if keys(section)} == set()
