"""What hangs on a contact over REST: points, links, consent, history; households."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.services import PointDraft, add_point
from core.choices import Visibility
from core.models import AuditEvent
from core.services import save_canonical
from tests.api_clients import calls, writes
from tests.api_clients import contact_url as url
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import (
    AccountContactFactory,
    ContactFactory,
    ContactPointFactory,
    ContactUserGrantFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    PostalAddressFactory,
)

LIST = "/api/v1/contacts/"


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


def test_another_value_is_unverified_and_claims_nobody_somebody_else_claims(alice, meera):
    ContactPointFactory(value_raw="+971501234567", value_norm="+971501234567", is_identity=True)
    phone = meera.points.get(kind="phone")
    phone.verified_at, phone.verified_by_method = timezone.now(), "otp"
    save_canonical(phone, by=alice)
    path = url(meera, "points", phone.uid)

    answer = writes(alice).patch(path, {"value": "+971 50 123 4567", "version": 2}, format="json")

    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["normal"], told["is_identity"]) == ("+971501234567", False)
    assert (told["verified_at"], told["status"]) == (None, "unverified")


def test_a_value_the_person_has_already_is_refused_in_words(alice, meera):
    second = add_point(meera, PointDraft("phone", "+971501234567"), by=alice)
    path = url(meera, "points", second.uid)

    answer = writes(alice).patch(path, {"value": "+919820011223", "version": 1}, format="json")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "duplicate_point")


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


def test_a_strength_above_one_is_refused_with_its_bound(alice, meera):
    body = {"kind": "spouse_of", "to_contact": str(ContactFactory(owner=alice).uid)}

    answer = writes(alice).post(
        url(meera, "relationships"), body | {"strength": 1.2}, format="json"
    )

    told = [(each["field"], each["message"]) for each in answer.json()["errors"]]
    assert (answer.status_code, told) == (
        400,
        [("strength", "Ensure this value is less than or equal to 1.")],
    )


def test_a_contact_gets_a_part_in_an_account(alice, meera):
    account = AccountFactory(owner=alice)
    client = writes(alice)

    body = {"account": str(account.uid), "role": "director"}
    answer = client.post(url(meera, "accounts"), body, format="json")

    assert (answer.status_code, answer.json()["account_name"]) == (201, account.display_name)
    people = client.get(f"/api/v1/accounts/{account.uid}/contacts/").json()["results"]
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
