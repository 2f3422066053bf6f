"""Who sees which contacts, and how lists are narrowed."""

from uuid import uuid4

import pytest
from django.utils import timezone

from contacts.models import ContactSummary
from contacts.services import refresh_summaries
from core.services import archive, save_canonical
from tests.api_clients import calls, writes
from tests.api_clients import contact_url as url
from tests.factories.contacts import (
    ContactFactory,
    ContactRoleFactory,
    ContactUserGrantFactory,
    HouseholdMemberFactory,
    RelationshipFactory,
)
from tests.factories.inventory import UnitFactory
from tests.factories.opportunities import PropertyInterestFactory

LIST = "/api/v1/contacts/"
NESTED = ("points", "addresses", "roles", "relationships", "consents", "accounts", "history")


def test_alice_reads_her_contact(alice, meera):
    answer = calls(alice).get(url(meera))

    assert answer.status_code == 200
    assert answer["ETag"] == '"1"'
    assert answer.json()["full_name"] == "Meera Rao"
    assert [point["normal"] for point in answer.json()["points"]] == [
        "meera@mail.example",
        "+919820011223",
    ]


def test_charlie_cannot_see_alices_contact_in_any_list(charlie, meera):
    member = HouseholdMemberFactory(contact=meera)

    lists = [LIST, f"{LIST}?q=Meera", f"{LIST}?phone=%2B919820011223", "/api/v1/households/"]
    found = [calls(charlie).get(path).json()["results"] for path in lists]

    assert found == [[], [], [], []]
    assert calls(charlie).get(f"/api/v1/households/{member.household.uid}/").status_code == 404


@pytest.mark.parametrize("part", ["", *NESTED])
def test_charlie_gets_404_for_everything_about_alices_contact(charlie, meera, part):
    answer = calls(charlie).get(url(meera, part) if part else url(meera))

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("path", ["", "archive", "points", "roles", "consents"])
def test_charlie_cannot_write_to_alices_contact(charlie, meera, path):
    client = writes(charlie)
    send = client.post if path else client.patch

    answer = send(url(meera, path) if path else url(meera), {"version": 1}, format="json")

    assert answer.status_code == 404


def test_a_hidden_contact_answers_like_one_that_is_not(charlie, meera):
    hidden = calls(charlie).get(url(meera)).json()
    absent = calls(charlie).get(f"{LIST}{uuid4()}/").json()

    assert {**hidden, "request_id": ""} == {**absent, "request_id": ""}


@pytest.mark.usefixtures("meera")
def test_bob_sees_what_is_the_teams(alice, bob):
    shared = ContactFactory(full_name="Nikhil Shah", owner=alice, team=alice.team)

    found = calls(bob).get(LIST).json()["results"]

    assert [row["uid"] for row in found] == [str(shared.uid)]


def test_a_grant_lets_charlie_in(charlie, meera):
    ContactUserGrantFactory(content_object=meera, user=charlie)

    assert calls(charlie).get(url(meera)).status_code == 200


@pytest.mark.usefixtures("meera")
def test_dora_sees_everything(dora):
    assert [row["full_name"] for row in calls(dora).get(LIST).json()["results"]] == ["Meera Rao"]


def test_a_relationship_to_a_hidden_person_is_left_out(alice, bob, meera):
    open_to_team = ContactFactory(owner=alice, team=alice.team)
    RelationshipFactory(from_contact=open_to_team, to_contact=meera)

    path = url(open_to_team, "relationships")

    assert calls(bob).get(path).json()["results"] == []
    assert [row["to_name"] for row in calls(alice).get(path).json()["results"]] == ["Meera Rao"]


def test_a_date_of_birth_is_shown_to_the_owner_alone(alice, bob):
    contact = ContactFactory(owner=alice, team=alice.team, date_of_birth="1980-02-03")

    seen = [calls(user).get(url(contact)).json()["date_of_birth"] for user in (alice, bob)]

    assert seen == ["1980-02-03", None]


# lists


def test_a_list_costs_eight_queries_at_most(alice, django_assert_max_num_queries):
    for number in range(12):
        contact = ContactFactory(owner=alice, team=alice.team, full_name=f"Person {number}")
        refresh_summaries([contact.pk])
    client = calls(alice)

    with django_assert_max_num_queries(8) as captured:
        found = client.get(f"{LIST}?expand=owner,team&q=person").json()["results"]

    assert len(found) == 12
    assert [q["sql"] for q in captured.captured_queries if "count(" in q["sql"].lower()] == []


def test_a_detail_costs_ten_queries_at_most(alice, meera, django_assert_max_num_queries):
    ContactRoleFactory(contact=meera)
    client = calls(alice)

    with django_assert_max_num_queries(10):
        client.get(url(meera))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=meera", 1),
        ("q=98200 11223", 1),
        ("q=nobody", 0),
        ("phone=%2B91 98200-11223", 1),
        ("email=MEERA@mail.example", 1),
        ("owner=alice", 1),
        ("owner__in=bob,alice", 1),
        ("owner__isnull=true", 0),
        ("team=North", 1),
        ("lifecycle=lead", 1),
        ("lifecycle__in=customer,dormant", 0),
        ("role=buyer", 1),
        ("role=seller", 0),
        ("state=archived", 0),
        ("nri_status=nri", 0),
        ("budget_gte=20000000&budget_currency=INR", 1),
        ("budget_gte=90000000", 0),
        ("budget_lte=10000000", 1),
        ("vip=false", 1),
        ("tag=sea-view", 1),
        ("visibility=0", 1),
        ("qd_gte=50", 1),
        ("qd_gte=90", 0),
        ("last_interaction_after=2020-01-01T00:00:00Z", 1),
        ("last_interaction_before=2020-01-01T00:00:00Z", 0),
        ("last_interaction__isnull=true", 0),
        ("updated_after=2100-01-01T00:00:00Z", 0),
    ],
)
def test_a_list_is_narrowed(alice, meera, query, found):
    ContactRoleFactory(contact=meera)
    meera.budget_min, meera.budget_max, meera.budget_currency = 10_000_000, 30_000_000, "INR"
    meera.tags = ["sea-view"]
    save_canonical(meera, by=alice)
    ContactSummary.objects.update(qd_value=71, last_interaction_at=timezone.now())

    answer = calls(alice).get(f"{LIST}?{query}")

    assert (answer.status_code, len(answer.json()["results"])) == (200, found)


@pytest.mark.usefixtures("meera")
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("lifecycle=cold", "lifecycle"),
        ("updated_after=yesterday", "updated_after"),
        ("owner=nobody", "owner"),
        ("order=secret", "order"),
        ("limit=0", "limit"),
        ("fields=password", "fields"),
        ("expand=secrets", "expand"),
        ("cursor=rubbish", "cursor"),
        ("phone=call me", None),
    ],
)
def test_a_wrong_parameter_is_named(alice, query, field):
    answer = calls(alice).get(f"{LIST}?{query}")

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_error")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.usefixtures("meera")
def test_fields_and_expand_shape_the_answer(alice):
    found = calls(alice).get(f"{LIST}?fields=full_name,owner&expand=owner").json()["results"]

    owner = {"username": "alice", "name": "Alice Fernandes", "kind": "human", "team": "North"}
    assert found == [{"full_name": "Meera Rao", "owner": owner}]


def test_archived_contacts_are_listed_on_demand_only(alice, meera):
    archive(meera, by=alice)

    assert calls(alice).get(LIST).json()["results"] == []
    assert len(calls(alice).get(f"{LIST}?state=archived").json()["results"]) == 1


def test_a_merged_uid_reads_as_its_survivor(alice, meera, merged):
    answer = calls(alice).get(url(merged))

    assert answer.json()["uid"] == str(meera.uid)
    assert answer.json()["redirected_from"] == str(merged.uid)
    assert (answer["Content-Location"], answer["X-Merged-Into"]) == (url(meera), str(meera.uid))
    assert calls(alice).get(url(merged, "points"))["X-Merged-Into"] == str(meera.uid)


def test_a_merged_uid_takes_no_writes(alice, meera, merged):
    client = writes(alice)

    answers = [
        client.patch(url(merged), {"version": 2, "lifecycle": "active"}, format="json"),
        client.post(url(merged, "points"), {"kind": "phone", "value": "1"}, format="json"),
        client.post(url(merged, "archive"), format="json"),
    ]

    assert [(a.status_code, a.json()["code"]) for a in answers] == [(409, "merged")] * 3
    assert answers[0].json()["merged_into"] == str(meera.uid)


def test_a_merged_uid_is_404_to_who_may_not_see_the_survivor(bob, merged):
    assert calls(bob).get(url(merged)).status_code == 404


def test_people_are_found_by_the_project_they_want(alice):
    unit = UnitFactory()
    wants = [
        PropertyInterestFactory(contact=ContactFactory(owner=alice), project=unit.project),
        PropertyInterestFactory(contact=ContactFactory(owner=alice), project=None, unit=unit),
    ]
    PropertyInterestFactory(
        contact=ContactFactory(owner=alice), project=unit.project, closed_at=timezone.now()
    )
    PropertyInterestFactory(contact=ContactFactory(owner=alice))

    found = calls(alice).get(LIST, {"project": str(unit.project.uid)}).json()["results"]

    assert {row["uid"] for row in found} == {str(each.contact.uid) for each in wants}
