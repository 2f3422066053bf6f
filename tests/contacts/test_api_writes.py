"""Creating and changing contacts over REST."""

import pytest
from django.contrib.auth.models import Group

from approvals.models import Proposal
from contacts.models import Contact
from tests.api_clients import calls, writes
from tests.api_clients import contact_url as url
from tests.factories.contacts import (
    ContactFactory,
    ContactUserGrantFactory,
)
from tests.factories.core import UserFactory

LIST = "/api/v1/contacts/"


def test_a_contact_is_created_with_points_and_roles(alice):
    body = {
        "given_name": "Kabir",
        "family_name": "Anand",
        "points": [{"kind": "phone", "value": "+91 98200 44556"}],
        "roles": ["investor", "buyer"],
        "budget_max": {"amount": "24500000.00", "currency": "INR"},
    }

    answer = writes(alice).post(LIST, body, format="json")

    assert answer.status_code == 201, answer.content
    found = answer.json()
    assert answer["Location"] == f"{LIST}{found['uid']}/"
    assert (found["full_name"], found["owner"], found["team"]) == ("Kabir Anand", "alice", "North")
    assert found["phone"] == "+919820044556"
    assert found["budget_max"] == body["budget_max"]
    assert [(role["role"], role["is_primary"]) for role in found["roles"]] == [
        ("investor", True),
        ("buyer", False),
    ]


def test_a_time_zone_nobody_knows_is_refused(alice):
    refused = writes(alice).post(
        LIST, {"full_name": "K A", "timezone": "Mars/Phobos"}, format="json"
    )
    taken = writes(alice).post(LIST, {"full_name": "K A", "timezone": "Asia/Dubai"}, format="json")

    assert [(each["field"], each["code"]) for each in refused.json()["errors"]] == [
        ("timezone", "unknown_time_zone")
    ]
    assert (taken.status_code, taken.json()["timezone"]) == (201, "Asia/Dubai")


def test_who_lacks_the_permission_cannot_create(alice):
    answer = calls(alice).post(LIST, {"full_name": "Kabir Anand"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "full_name"),
        ({"full_name": " "}, "full_name"),
        ({"full_name": "K", "points": [{"kind": "fax", "value": "1"}]}, "points.0.kind"),
        ({"full_name": "K", "lifecycle": "cold"}, "lifecycle"),
        ({"full_name": "K", "owner": "nobody"}, "owner"),
        (
            {"full_name": "K", "budget_min": {"amount": "-5", "currency": "AED"}},
            "budget_min.amount",
        ),
        (
            {
                "full_name": "K",
                "budget_min": {"amount": "1", "currency": "INR"},
                "budget_max": {"amount": "2", "currency": "AED"},
            },
            "budget_max",
        ),
        ({"full_name": "K", "budget_max": 5}, "budget_max.non_field_errors"),
    ],
)
def test_values_that_may_not_be_are_refused(alice, body, field):
    answer = writes(alice).post(LIST, body, format="json")

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert Contact.objects.count() == 0


def test_a_known_number_names_its_holder_to_who_may_see_them(alice, charlie, meera):
    body = {"full_name": "Somebody", "points": [{"kind": "phone", "value": "+919820011223"}]}

    hers = writes(alice).post(LIST, body, format="json")
    his = writes(charlie).post(LIST, body, format="json")

    assert [(a.status_code, a.json()["code"]) for a in (hers, his)] == [
        (409, "duplicate_identity")
    ] * 2
    assert [c["uid"] for c in hers.json()["candidates"]] == [str(meera.uid)]
    assert his.json()["candidates"] == []
    assert "Meera" not in his.content.decode()


@pytest.mark.usefixtures("meera")
def test_a_known_number_may_be_kept_for_review(alice):
    points = [{"kind": "phone", "value": "+919820011223"}]
    body = {"full_name": "Twin", "points": points, "allow_duplicate_review": True}

    answer = writes(alice).post(LIST, body, format="json")

    assert answer.status_code == 201
    assert [point["is_identity"] for point in answer.json()["points"]] == [False]


def test_a_service_is_told_to_propose(eve, meera):
    ContactUserGrantFactory(content_object=meera, user=eve)
    client = writes(eve)

    answers = [
        client.post(LIST, {"full_name": "K"}, format="json"),
        client.patch(url(meera), {"full_name": "K", "version": 1}, format="json"),
        client.post(url(meera, "consents"), {}, format="json"),
    ]

    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (403, "service_must_propose")
    ] * 3
    assert answers[0].json()["hint"] == "/api/v1/proposals/"


def test_a_change_needs_the_version_it_is_based_on(alice, meera):
    client = writes(alice)

    for headers in ({}, {"If-Match": "*"}):
        answer = client.patch(url(meera), {"lifecycle": "active"}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")


def test_a_change_by_etag_raises_the_version(alice, meera):
    client = writes(alice)
    tag = client.get(url(meera))["ETag"]

    answer = client.patch(url(meera), {"lifecycle": "active"}, headers={"If-Match": tag})

    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    assert answer.json()["lifecycle"] == "active"


def test_two_different_versions_are_no_version(alice, meera):
    client = writes(alice)
    headers = {"If-Match": '"1"'}

    body = {"lifecycle": "active", "version": 2}
    answer = client.patch(url(meera), body, format="json", headers=headers)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "version")
    agreed = client.patch(url(meera), body | {"version": 1}, format="json", headers=headers)
    assert agreed.status_code == 200


@pytest.mark.parametrize("by_header", [True, False])
def test_a_stale_change_gets_the_three_sides(alice, meera, by_header):
    client = writes(alice)
    client.patch(url(meera), {"full_name": "Meera R", "version": 1}, format="json")

    body = {"full_name": "M Rao"} if by_header else {"full_name": "M Rao", "version": 1}
    headers = {"If-Match": '"1"'} if by_header else {}
    answer = client.patch(url(meera), body, format="json", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (409, "version_conflict")
    sides = {"before": "Meera Rao", "current": "Meera R", "proposed": "M Rao"}
    assert answer.json()["conflicts"] == [{"field": "full_name", **sides}]
    assert Contact.objects.get(pk=meera.pk).full_name == "Meera R"


def test_a_date_of_birth_is_proposed(alice, dora, meera):
    dora.groups.add(Group.objects.get(name="founder"))
    UserFactory().groups.add(Group.objects.get(name="admin"))
    client, born = writes(alice), {"date_of_birth": "1988-05-17"}

    mixed = client.patch(url(meera), {**born, "occupation": "Architect", "version": 1})
    ahead = client.patch(url(meera), {"date_of_birth": "2999-01-01", "version": 1})
    unbased = client.patch(url(meera), born)
    answer = client.patch(url(meera), born, headers={"If-Match": '"1"'})

    assert [each.json()["errors"][0]["field"] for each in (mixed, ahead)] == ["date_of_birth"] * 2
    assert (unbased.status_code, answer.status_code) == (428, 202), answer.content
    proposal = Proposal.objects.get(uid=answer.json()["proposal"])
    assert (proposal.kind, proposal.items.get().after) == ("contact.update", born)
    assert client.get(url(meera)).json()["date_of_birth"] is None


def test_somebody_new_has_a_date_of_birth(alice):
    body = {"full_name": "Kabir Sethi", "date_of_birth": "1988-05-17"}

    answer = writes(alice).post("/api/v1/contacts/", body)

    assert (answer.status_code, answer.json()["date_of_birth"]) == (201, "1988-05-17")


def test_money_is_told_as_it_is_written(alice):
    contact = ContactFactory(owner=alice, budget_max=5, budget_currency="INR")
    client, now = writes(alice), {"amount": "7.00", "currency": "AED"}
    client.patch(url(contact), {"budget_max": now, "version": 1})

    wish = {"amount": "9.00", "currency": "AED"}
    conflict = client.patch(url(contact), {"budget_max": wish, "version": 1}).json()
    history = client.get(url(contact, "history")).json()["results"]

    was = {"field": "budget_max", "before": {"amount": "5.00", "currency": "INR"}}
    assert conflict["conflicts"] == [{**was, "current": now, "proposed": wish}]
    assert history[0]["changes"] == [{**was, "after": now}]


def test_one_end_of_a_budget_keeps_the_currency_of_the_other(alice):
    contact = ContactFactory(owner=alice, budget_max=5, budget_currency="INR")
    client = writes(alice)

    other = {"budget_min": {"amount": "1.00", "currency": "AED"}, "version": 1}
    none = {"budget_max": None, "version": 1}

    assert client.patch(url(contact), other, format="json").status_code == 400
    assert client.patch(url(contact), none, format="json").json()["budget_max"] is None


def test_an_archived_contact_comes_back(alice, meera):
    client = writes(alice)

    away = client.post(url(meera, "archive"), {"reason": "moved away"}, format="json")
    twice = client.post(url(meera, "archive"), format="json")
    back = client.post(url(meera, "restore"), format="json")

    assert [a.status_code for a in (away, twice, back)] == [200, 409, 200]
    assert [a.json()["state"] for a in (away, twice, back)] == ["archived", "archived", "active"]
    assert twice.json()["code"] == "illegal_transition"


@pytest.mark.parametrize("code", ["7!", "ZZ", "XX", "p"])
def test_what_is_no_country_is_refused(alice, code):
    body = {"full_name": "Kabir Anand", "residence_country": code}

    answer = writes(alice).post(LIST, body, format="json")

    assert answer.status_code in {400, 422}, answer.content
    assert "residence_country" in str(answer.json())


def test_a_country_in_small_letters_is_kept_in_capitals(alice):
    answer = writes(alice).post(
        LIST, {"full_name": "Kabir Anand", "residence_country": "pk"}, format="json"
    )
    kabir = Contact.objects.get(full_name="Kabir Anand")
    version = {"HTTP_IF_MATCH": answer["ETag"]}
    changed = writes(alice).patch(url(kabir), {"nationality": "ae"}, format="json", **version)

    assert (answer.status_code, changed.status_code) == (201, 200), changed.content
    assert answer.json()["residence_country"] == "PK"
    kabir.refresh_from_db()
    assert (kabir.residence_country, kabir.nationality) == ("PK", "AE")
