"""`/api/v1/imports/`."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from approvals import services as approvals
from contacts.models import Contact
from imports import services
from imports.models import RawBatch
from tests.api_clients import calls
from tests.imports.acts import ROWS, apply, bring, carry_out, csv_of, propose

LIST = "/api/v1/imports/"
pytestmark = pytest.mark.django_db


def url(batch, *rest) -> str:
    return "/".join([f"{LIST}{batch.uid}", *map(str, rest)]) + "/"


def send(client, content, source="hubspot", name="contacts.csv", key="k1", **more):
    body = {"file": SimpleUploadedFile(name, content), "source": source, **more}
    return client.post(LIST, body, format="multipart", headers={"Idempotency-Key": key})


def post(client, address, body=None, key="k2"):
    return client.post(address, body or {}, format="json", headers={"Idempotency-Key": key})


def test_a_service_brings_a_file_and_a_person_approves(eve, dora, hubspot):  # noqa: ARG001 -- the source exists
    machine = calls(eve)
    sent = send(machine, csv_of(*ROWS))
    batch = services.advance(RawBatch.objects.get().pk)
    confirmed = post(machine, url(batch, "confirm"))
    batch = services.advance(batch.pk)
    offered = post(machine, url(batch, "commit"), key="k3").json()

    apply(batch.proposal, by=dora)

    shown = machine.get(url(batch)).json()
    assert (sent.status_code, sent["Location"]) == (201, url(batch))
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "mapping_approved")
    assert offered == {"proposal": str(batch.proposal.uid), "state": "pending"}
    assert (shown["state"], shown["counts"]["applied_created"]) == ("applied", 3)
    assert set(Contact.objects.values_list("owner__username", flat=True)) == {"dora"}


def test_the_proposal_of_an_applied_import_can_be_read(alice, dora, hubspot):
    batch = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)

    answer = calls(dora).get(f"/api/v1/proposals/{batch.proposal.uid}/")

    assert (answer.status_code, answer.json()["state"]) == (200, "applied")


def test_a_service_cannot_approve_what_it_brought(eve, dora, hubspot):  # noqa: ARG001 -- dora may decide
    batch = propose(csv_of(*ROWS), by=eve, source=hubspot)

    with pytest.raises(approvals.ServiceMayNotApproveError):
        apply(batch.proposal, by=eve)


def test_the_same_bytes_twice_are_a_conflict_that_names_the_first(alice, hubspot):  # noqa: ARG001 -- the source exists
    client = calls(alice)
    first = send(client, csv_of(*ROWS)).json()

    second = send(client, csv_of(*ROWS), key="k2")
    again = send(client, csv_of(*ROWS), key="k3", again=True)

    assert (second.status_code, second.json()["duplicate_of"]) == (409, first["uid"])
    assert second.json()["code"] == "duplicate"
    assert again.status_code == 201


def test_a_repeated_request_is_one_import(alice, hubspot):  # noqa: ARG001 -- the source exists
    client = calls(alice)

    answers = [send(client, csv_of(*ROWS), key="same").json()["uid"] for _ in range(2)]

    assert answers[0] == answers[1]
    assert RawBatch.objects.count() == 1


def test_charlie_may_not_import(charlie, alice, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    client = calls(charlie)

    answers = [client.get(LIST), client.get(url(batch)), send(client, csv_of(*ROWS))]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_a_service_sees_its_own_imports_alone(alice, eve, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    client = calls(eve)

    assert client.get(LIST).json()["results"] == []
    assert client.get(url(batch)).status_code == 404


def test_the_mapping_is_read_and_corrected(alice, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    client = calls(alice)
    before = client.get(url(batch, "mapping")).json()

    after = client.put(url(batch, "mapping"), {"targets": {"6": ""}}, format="json").json()

    assert [column["target"] for column in before["columns"]][1:4] == [
        "contact.given_name",
        "contact.family_name",
        "contact.email",
    ]
    assert (before["version"], after["version"]) == (1, 2)
    assert after["columns"][6]["decision"] == "unresolved"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"targets": {"0": "contact.shoe_size"}}, 400),
        ({"targets": {"first": ""}}, 400),
        ({"targets": []}, 400),
        ({"entity": "house"}, 400),
        ({}, 200),
    ],
)
def test_a_wrong_correction_is_refused(alice, hubspot, body, status):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)

    answer = calls(alice).put(url(batch, "mapping"), body, format="json")

    assert answer.status_code == status


def test_an_act_in_the_wrong_state_says_which_states_allow_it(alice, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    client = calls(alice)

    reverted = post(client, url(batch, "revert"))
    retried = post(client, url(batch, "retry"), key="k3")

    assert reverted.status_code == 409
    assert reverted.json()["state"] == "mapping_proposed"
    assert reverted.json()["allowed"] == ["applied", "reverting"]
    assert retried.json()["allowed"] == ["failed"]


def test_a_row_shows_raw_cells_typed_values_and_outcome(alice, dora, hubspot):  # noqa: ARG001 -- dora may decide
    batch = propose(csv_of(*ROWS), by=alice, source=hubspot)

    row = calls(alice).get(url(batch, "rows", 3)).json()

    assert row["cells"][1:4] == ["Omar", "Haddad", "omar@haddad.example"]
    assert row["values"]["given_name"] == "Omar"
    assert [point["value"] for point in row["points"]] == ["omar@haddad.example", "+971501234567"]
    assert row["resolution"]["outcome"] == "create"


def test_a_row_there_is_not_is_not_found(alice, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    client = calls(alice)

    numbers = [1, 99, 99_999_999_999]

    assert [client.get(url(batch, "rows", n)).status_code for n in numbers] == [404, 404, 404]


def test_rows_are_filtered_and_paged(alice, dora, hubspot):  # noqa: ARG001 -- dora may decide
    broken = "104,Nia,Okoye,not an address,123,,"
    batch = propose(csv_of(*ROWS, broken), by=alice, source=hubspot)
    client = calls(alice)

    def numbers(**query) -> list[int]:
        return [row["row"] for row in client.get(url(batch, "rows"), query).json()["results"]]

    first = client.get(url(batch, "rows"), {"limit": 2}).json()
    assert numbers() == [2, 3, 4, 5]
    assert numbers(issue="any") == [5]
    assert numbers(outcome="ambiguous") == []
    assert numbers(limit=2, cursor=first["next"]) == [4, 5]
    assert client.get(url(batch, "rows"), {"outcome": "maybe"}).status_code == 400


def test_an_ambiguous_row_is_decided_by_a_person(alice, dora, eve, hubspot):
    carry_out(csv_of(ROWS[0]), by=alice, approver=dora, source=hubspot)
    row = "201,Kiran,Shah,kiran@shah.example,+91 98200 11111,,"
    batch = propose(csv_of(row), by=alice, source=hubspot)
    meera = Contact.objects.get()

    asked = calls(alice).get(url(batch, "rows", 2)).json()["resolution"]
    answer = {"outcome": "match", "target": str(meera.uid)}
    decided = post(calls(alice), url(batch, "rows", 2, "decide"), answer)

    assert (asked["outcome"], asked["candidates"]) == ("ambiguous", [str(meera.uid)])
    assert decided.json()["resolution"]["target"] == str(meera.uid)
    assert post(calls(eve), url(batch, "rows", 2, "decide"), answer).status_code == 403


def test_cancelled_imports_stay_readable(alice, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    client = calls(alice)

    answer = post(client, url(batch, "cancel"))

    assert answer.json()["state"] == "cancelled"
    assert len(client.get(url(batch, "rows")).json()["results"]) == 3


def test_undoing_is_proposed_and_done_after_a_person_agreed(alice, dora, eve, hubspot):
    batch = carry_out(csv_of(*ROWS), by=eve, approver=dora, source=hubspot)

    answer = post(calls(eve), url(batch, "revert"), {"reason": "wrong list"})
    batch.refresh_from_db()
    apply(batch.revert_proposal, by=dora)

    assert answer.status_code == 202
    shown = calls(alice).get(url(batch)).json()
    assert (shown["state"], shown["counts"]["reverted"]) == ("reverted", {"archived": 3})


def test_files_are_downloaded_as_they_came_and_as_they_were_refused(alice, dora, hubspot):
    batch = carry_out(csv_of(*ROWS, "104,,,,,,"), by=alice, approver=dora, source=hubspot)
    client = calls(alice)

    raw, rejects = client.get(url(batch, "raw")), client.get(url(batch, "rejects"))

    assert b"".join(raw.streaming_content) == csv_of(*ROWS, "104,,,,,,")
    assert b"104,,,,,,,5," in b"".join(rejects.streaming_content)


@pytest.mark.parametrize("missing", ["file", "source"])
def test_an_upload_without_its_parts_is_refused(alice, hubspot, missing):  # noqa: ARG001 -- the source exists
    body = {"file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n"), "source": "hubspot"}
    body.pop(missing)

    answer = calls(alice).post(LIST, body, format="multipart")

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [missing]


def test_a_mapping_is_suggested_anew_and_approved(alice, hubspot):
    client = calls(alice)
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    before = client.get(url(batch, "mapping")).json()
    client.put(url(batch, "mapping"), {"targets": {"6": ""}}, format="json")

    again = post(client, url(batch, "mapping", "suggest")).json()
    approved = post(client, url(batch, "mapping", "approve"), key="k3").json()

    targets = [[column["target"] for column in each["columns"]] for each in (before, again)]
    assert (again["version"], targets[0]) == (3, targets[1])
    assert approved["state"] == "mapping_approved"
    assert post(client, url(batch, "mapping", "suggest"), key="k4").status_code == 409


def test_confirmed_mappings_are_listed_for_who_may_import(alice, charlie, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    services.confirm(batch, by=alice)

    found = calls(alice).get("/api/v1/mapping-profiles/", {"source__code": "hubspot"}).json()

    targets = list(batch.manifests.get().columns.values_list("target", flat=True))
    assert [(each["targets"], each["approved_by"]) for each in found["results"]] == [
        (targets, "alice")
    ]
    assert calls(charlie).get("/api/v1/mapping-profiles/").status_code == 403
