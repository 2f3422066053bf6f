"""Duplicates, why, how, merges, unmerges and verdicts over REST."""

import pytest
from rest_framework.test import APIClient

from approvals.models import Proposal
from identity.models import MatchCandidate, MergeOperation, PairVerdict
from identity.services.keeping import rebuild_keys
from identity.services.merging import Order, merge
from identity.services.unmerging import unmerge
from tests.factories.contacts import ContactFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora")]
ROOT = "/api/v1"


@pytest.fixture
def steward(frank):
    api = APIClient()
    api.force_authenticate(frank)
    return api


def body(*people, **more):
    return {"contacts": [str(person.uid) for person in people], **more}


def test_the_duplicates_of_a_person_are_listed(steward, meera, mira):
    MatchCandidate.objects.create(left=meera, right=mira, score="0.97", features={"key": "+NAME"})

    rows = steward.get(f"{ROOT}/contacts/{meera.uid}/duplicates/").json()
    assert [(row["uid"], row["score"], row["key"], row["status"]) for row in rows] == [
        (str(mira.uid), 0.97, "+NAME", "open")
    ]


def test_why_names_verdict_and_blockers(steward, meera, mira, frank):
    PairVerdict.objects.create(left=meera, right=mira, verdict="different", by=frank)

    told = steward.get(f"{ROOT}/contacts/{meera.uid}/why/{mira.uid}/").json()
    assert (told["verdict"]["verdict"], [b["code"] for b in told["blockers"]]) == (
        "different",
        ["verdict"],
    )


def test_how_tells_the_merges_and_the_sources_of_values(steward, meera, mira, frank):
    merge(Order(survivor=meera, losers=[mira]), by=frank)

    told = steward.get(f"{ROOT}/contacts/{meera.uid}/how/").json()
    assert [each["losers"][0]["uid"] for each in told["operations"]] == [str(mira.uid)]
    assert [v["value"] for v in told["values"] if v["attribute"] == "department"] == ["Design"]


def test_a_preview_writes_nothing(steward, meera, mira):
    told = steward.post(f"{ROOT}/merges/preview/", body(meera, mira), format="json").json()

    assert told["values"]["department"] == {"department": "Design"}
    assert MergeOperation.objects.count() == 0


def test_a_merge_is_proposed(steward, meera, mira):
    answer = steward.post(f"{ROOT}/merges/", body(meera, mira), format="json")

    assert (answer.status_code, answer.json()["state"]) == (201, "pending")


def test_a_merge_or_its_undoing_asked_for_again_is_the_one_that_waits(steward, meera, mira, frank):
    kiran, kieran = (ContactFactory(owner=frank, by=frank) for _ in range(2))
    operation = merge(Order(survivor=kiran, losers=[kieran]), by=frank)
    undoing = {"operation": str(operation.uid), "reason": "two people"}

    told = [
        steward.post(f"{ROOT}/{path}/", data, format="json")
        for path, data in (("merges", body(meera, mira)), ("unmerges", undoing))
        for _ in range(2)
    ]
    assert [each.status_code for each in told] == [201, 200, 201, 200]
    assert [each.json()["uid"] for each in told[::2]] == [each.json()["uid"] for each in told[1::2]]


def test_a_merge_the_other_way_round_is_refused_while_one_waits(steward, meera, mira):
    first = steward.post(
        f"{ROOT}/merges/", body(meera, mira, survivor=str(meera.uid)), format="json"
    )

    other = steward.post(
        f"{ROOT}/merges/", body(meera, mira, survivor=str(mira.uid)), format="json"
    )
    assert (other.status_code, other.json()["code"], other.json()["holder"]) == (
        409, "exclusive_lock", first.json()["uid"],
    )  # fmt: skip


def test_a_blocked_merge_is_a_conflict(steward, meera, mira, frank):
    PairVerdict.objects.create(left=meera, right=mira, verdict="different", by=frank)

    answer = steward.post(f"{ROOT}/merges/", body(meera, mira), format="json")
    assert (answer.status_code, answer.json()["code"], answer.json()["blockers"]) == (
        409,
        "blocked",
        ["verdict"],
    )


def test_an_unmerge_is_proposed(steward, meera, mira, frank):
    operation = merge(Order(survivor=meera, losers=[mira]), by=frank)

    data = {"operation": str(operation.uid), "reason": "sisters"}
    answer = steward.post(f"{ROOT}/unmerges/", data, format="json")
    assert (answer.status_code, answer.json()["kind"]) == (201, "identity.unmerge")


def test_a_merged_uid_gives_the_survivor(steward, meera, mira, frank):
    merge(Order(survivor=meera, losers=[mira]), by=frank)

    answer = steward.get(f"{ROOT}/contacts/{mira.uid}/")
    assert (answer.status_code, answer["X-Merged-Into"], answer["Content-Location"]) == (
        200,
        str(meera.uid),
        f"{ROOT}/contacts/{meera.uid}/",
    )


def test_a_merged_person_is_not_merged_again(steward, meera, mira, frank):
    merge(Order(survivor=meera, losers=[mira]), by=frank)

    answer = steward.post(f"{ROOT}/merges/", body(meera, mira), format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "merged")


def test_a_verdict_is_remembered(steward, meera, mira):
    data = {"left": str(mira.uid), "right": str(meera.uid), "verdict": "different"}

    assert steward.post(f"{ROOT}/pair-verdicts/", data, format="json").status_code == 201
    assert PairVerdict.objects.get().left == meera


def test_charlie_finds_no_duplicates_of_people_he_may_not_see(meera, charlie):
    api = APIClient()
    api.force_authenticate(charlie)

    assert api.get(f"{ROOT}/contacts/{meera.uid}/duplicates/").status_code == 404


def test_people_told_apart_are_not_found_again_without_a_scan(steward, meera, mira, frank):
    rebuild_keys()
    asked = f"{ROOT}/contacts/{meera.uid}/duplicates/"
    MatchCandidate.objects.all().delete()
    assert [row["status"] for row in steward.get(asked).json()] == ["found"]

    left, right = sorted((meera, mira), key=lambda each: each.pk)
    PairVerdict.objects.create(left=left, right=right, verdict="different", by=frank)

    assert steward.get(asked).json() == []


def test_a_merge_of_one_person_with_themselves_is_refused(steward, meera):
    answer = steward.post(f"{ROOT}/merges/", body(meera, meera), format="json")

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_error")
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    "choices", [{"occupation": "nobody"}, {"shoe_size": "both"}, {"occupation": "both"}]
)
def test_choices_that_name_nobody_are_refused_when_proposed(steward, meera, mira, choices):
    wanted = body(meera, mira, choices=choices)

    answer = steward.post(f"{ROOT}/merges/", wanted, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "validation_error")
    assert not Proposal.objects.exists()


def test_an_unmerge_of_what_was_undone_is_refused(steward, meera, mira, frank):
    operation = merge(Order(survivor=meera, losers=[mira]), by=frank)
    unmerge(operation, by=frank)

    wanted = {"operation": str(operation.uid), "reason": "two people"}
    answer = steward.post(f"{ROOT}/unmerges/", wanted, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "undone")


def test_an_unmerge_while_a_later_merge_stands_is_refused(steward, meera, mira, frank):
    operation = merge(Order(survivor=meera, losers=[mira]), by=frank)
    kiran = ContactFactory(full_name="Kiran Shah", owner=frank, by=frank)
    later = merge(Order(survivor=meera, losers=[kiran]), by=frank)

    wanted = {"operation": str(operation.uid), "reason": "two people"}
    answer = steward.post(f"{ROOT}/unmerges/", wanted, format="json")
    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, "not_the_last")
    assert told["later"] == [str(later.uid)]
    assert "1 later merge of" in told["detail"]
