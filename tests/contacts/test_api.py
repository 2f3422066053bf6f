"""`/contacts/`, what hangs on them, and `/households/`."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from contacts.models import Contact, ContactSummary
from contacts.services import create_contact, refresh_summaries
from contacts.services.people import PointDraft
from core.choices import State, Visibility
from core.models import AuditEvent
from core.services import archive, save_canonical
from tests.api_clients import calls, writes
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import (
    AccountContactFactory,
    ContactFactory,
    ContactPointFactory,
    ContactRoleFactory,
    ContactUserGrantFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    PostalAddressFactory,
    RelationshipFactory,
)

LIST = "/api/v1/contacts/"
NESTED = ("points", "addresses", "roles", "relationships", "consents", "accounts", "history")


def url(contact, *rest) -> str:
    return "/".join([f"{LIST}{contact.uid}", *map(str, rest)]) + "/"


@pytest.fixture
def meera(alice) -> Contact:
    """Alice's client whom nobody else may see."""
    return create_contact(
        by=alice,
        full_name="Meera Rao",
        owner=alice,
        team=alice.team,
        visibility=Visibility.RESTRICTED,
        points=[PointDraft("phone", "+919820011223"), PointDraft("email", "Meera@Mail.example")],
    )


@pytest.fixture
def merged(alice, meera) -> Contact:
    """A contact that went into Meera."""
    loser = ContactFactory(full_name="M Rao", owner=alice)
    loser.state, loser.merged_into = State.MERGED, meera
    return save_canonical(loser, by=alice)


# who may see


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


# writes


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


# merged


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


# what hangs on a contact


def test_a_point_is_added_changed_and_retired(alice, meera):
    client = writes(alice)
    added = client.post(
        url(meera, "points"), {"kind": "phone", "value": "+971 50 123 4567"}, format="json"
    )
    path = added["Location"]

    changed = client.patch(path, {"label": "Dubai", "is_primary": True, "version": 1})
    stale = client.patch(path, {"label": "Home"}, headers={"If-Match": '"1"'})
    retired = client.post(f"{path}retire/")

    assert (added.status_code, added.json()["normal"]) == (201, "+971501234567")
    assert (changed.json()["label"], changed["ETag"]) == ("Dubai", '"2"')
    assert (stale.status_code, retired.json()["status"]) == (409, "retired")


def test_a_point_that_is_no_number_is_refused(alice, meera):
    body = {"kind": "phone", "value": "call me"}

    answer = writes(alice).post(url(meera, "points"), body, format="json")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid_phone")


@pytest.mark.parametrize(
    ("part", "body", "change"),
    [
        ("addresses", {"city": "Pune", "country": "IN"}, {"city": "Mumbai"}),
        ("roles", {"role": "seller"}, {"since": "2026-01-02"}),
    ],
)
def test_a_part_is_added_and_changed(alice, meera, part, body, change):
    client = writes(alice)

    added = client.post(url(meera, part), body, format="json")
    changed = client.patch(added["Location"], {**change, "version": 1}, format="json")

    assert (added.status_code, changed.status_code) == (201, 200)
    assert changed.json() == {**added.json(), **change, "version": 2}
    assert client.get(added["Location"]).json() == changed.json()


def test_a_part_of_another_contact_is_not_found(alice, meera):
    address = PostalAddressFactory(contact=ContactFactory(owner=alice))

    assert calls(alice).get(url(meera, "addresses", address.uid)).status_code == 404


def test_consent_is_added_and_never_changed(alice, meera):
    client = writes(alice)
    body = {"purpose": "marketing", "status": "withdrawn"}

    answer = client.post(url(meera, "consents"), body, format="json")

    assert (answer.status_code, answer.json()["captured_by"]) == (201, "alice")
    assert client.get(url(meera)).json()["do_not_contact"] is True
    assert client.patch(url(meera, "consents"), body, format="json").status_code == 405


def test_a_relationship_reaches_only_whom_the_caller_sees(alice, bob, meera):
    hidden = ContactFactory(owner=bob, visibility=Visibility.RESTRICTED)
    spouse = ContactFactory(owner=alice)
    client = writes(alice)

    made = [
        client.post(
            url(meera, "relationships"),
            {"kind": "spouse_of", "to_contact": str(other.uid)},
            format="json",
        )
        for other in (spouse, hidden)
    ]

    assert [answer.status_code for answer in made] == [201, 400]
    assert made[0].json()["from_name"] == "Meera Rao"


def test_a_contact_gets_a_part_in_an_account(alice, meera):
    account = AccountFactory(owner=alice)
    client = writes(alice)

    body = {"account": str(account.uid), "role": "director"}
    answer = client.post(url(meera, "accounts"), body, format="json")

    assert (answer.status_code, answer.json()["account_name"]) == (201, account.display_name)
    people = client.get(f"/api/v1/accounts/{account.uid}/people/").json()["results"]
    assert [person["full_name"] for person in people] == ["Meera Rao"]


def test_links_to_hidden_accounts_are_left_out(alice, bob, meera):
    AccountContactFactory(
        contact=meera, account=AccountFactory(owner=bob, visibility=Visibility.RESTRICTED)
    )

    assert calls(alice).get(url(meera, "accounts")).json()["results"] == []


def test_history_tells_what_each_version_changed(alice, bob, meera):
    client = writes(alice)
    client.patch(url(meera), {"owner": "bob", "lifecycle": "active", "version": 1}, format="json")

    found = calls(bob).get(url(meera, "history")).json()["results"]

    assert [(entry["version"], entry["kind"], entry["by"]) for entry in found] == [
        (2, "updated", "alice"),
        (1, "created", "alice"),
    ]
    assert sorted(found[0]["changes"], key=lambda change: change["field"]) == [
        {"field": "lifecycle", "before": "lead", "after": "active"},
        {"field": "owner", "before": "alice", "after": "bob"},
    ]


def test_history_keeps_a_date_of_birth_to_itself(alice, meera):
    meera.date_of_birth = timezone.localdate() - timedelta(days=9000)
    save_canonical(meera, by=alice)

    found = calls(alice).get(url(meera, "history")).json()["results"]

    assert found[0]["changes"] == []


def test_a_contact_reads_as_it_was(alice, meera):
    before = timezone.now()
    writes(alice).patch(url(meera), {"full_name": "Meera R", "version": 1}, format="json")

    answer = calls(alice).get(url(meera), {"as_of": before.isoformat()})

    assert (answer.json()["full_name"], answer["ETag"]) == ("Meera Rao", '"1"')
    assert calls(alice).get(url(meera), {"as_of": "2020-01-01T00:00:00Z"}).status_code == 404


# resolve, households, audit


def test_points_are_resolved_among_whom_the_caller_sees(alice, charlie, meera):
    ContactPointFactory(
        contact=ContactFactory(owner=alice), value_norm="+919820099999", is_shared=True
    )
    items = [
        {"points": [{"kind": "phone", "value": number}]}
        for number in ("+91 98200 11223", "+919820099999", "+919820000000", "call me")
    ]

    hers = calls(alice).post(f"{LIST}resolve/", {"items": items}, format="json").json()["results"]
    his = calls(charlie).post(f"{LIST}resolve/", {"items": items}, format="json").json()["results"]

    assert [found["outcome"] for found in hers] == ["exact", "candidate", "none", "none"]
    assert hers[0]["uids"] == [str(meera.uid)]
    assert {found["outcome"] for found in his} == {"none"}


def test_a_service_may_resolve_without_a_key(eve, meera):
    ContactUserGrantFactory(content_object=meera, user=eve)
    items = [{"points": [{"kind": "email", "value": "meera@mail.example"}]}]

    answer = calls(eve).post(f"{LIST}resolve/", {"items": items}, format="json")

    assert answer.json()["results"] == [{"outcome": "exact", "uids": [str(meera.uid)]}]


def test_a_household_shows_the_members_the_caller_sees(alice, bob, meera):
    home = HouseholdFactory(owner=alice, team=alice.team)
    HouseholdMemberFactory(household=home, contact=meera)

    seen = [
        len(calls(user).get(f"/api/v1/households/{home.uid}/").json()["members"])
        for user in (alice, bob)
    ]

    assert seen == [1, 0]


def test_a_write_is_audited_with_its_request_id(alice, meera):
    writes(alice).patch(
        url(meera),
        {"lifecycle": "active", "version": 1},
        format="json",
        headers={"X-Request-ID": "shell-000001"},
    )

    event = AuditEvent.objects.get(action="contact.updated")
    assert (event.request_id, event.payload) == ("shell-000001", {"fields": ["lifecycle"]})
