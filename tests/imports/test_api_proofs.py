"""What became of a file, row by row; replays; and the people a file brought."""

import csv

import pytest
from django.contrib.auth.models import Group
from django.db.models import F

from contacts.models import Contact
from core.choices import Visibility
from imports.services import proving
from imports.services.replaying import ReplayError
from tests.api_clients import calls
from tests.imports.acts import ROWS, carry_out, csv_of, propose

CONTACTS = "/api/v1/contacts/"
pytestmark = pytest.mark.django_db


def url(batch, *rest) -> str:
    return "/".join([f"/api/v1/imports/{batch.uid}", *rest])


@pytest.fixture
def applied(alice, dora, hubspot):
    """A file of three people and one row nobody can read, in the graph."""
    return carry_out(csv_of(*ROWS, "104,,,=cmd(),,,"), by=alice, approver=dora, source=hubspot)


def report(user, batch) -> list[dict[str, str]]:
    answer = calls(user).get(url(batch, "report.csv"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def test_the_report_has_a_line_for_every_row(dora, applied):
    lines = report(dora, applied)

    uids = {str(uid) for uid in Contact.objects.values_list("uid", flat=True)}
    assert [line["row"] for line in lines] == ["2", "3", "4", "5"]
    assert {line["contact"] for line in lines[:3]} == uids
    assert [line["outcome"] for line in lines] == ["create", "create", "create", "reject"]
    assert lines[3]["reason"]


def test_the_report_hides_records_its_reader_may_not_see(charlie, applied):
    charlie.groups.add(Group.objects.get(name="operator"))
    Contact.objects.update(visibility=Visibility.RESTRICTED, version=F("version") + 1)

    assert {line["contact"] for line in report(charlie, applied)} == {""}


def test_a_file_in_review_is_reported_on_too(alice, dora, hubspot):  # noqa: ARG001 -- dora may decide
    batch = propose(csv_of(*ROWS), by=alice, source=hubspot)

    assert {line["outcome"] for line in report(alice, batch)} == {"create"}


def test_a_replay_is_asked_for_once_and_its_outcome_is_kept(dora, applied, monkeypatch):
    monkeypatch.setattr(proving, "replay", proving.canonical_hash)
    client = calls(dora)
    before = client.get(url(applied, "replay/")).json()["state"]

    asked, again = (client.post(url(applied, "replay/")) for _ in range(2))
    proving.prove(applied, by=dora)

    after = client.get(url(applied, "replay/")).json()
    assert (before, asked.status_code, again.status_code) == ("none", 202, 409)
    assert (asked.json()["state"], after["state"]) == ("running", "same")
    assert after["hash"] == after["replayed_hash"]


def test_a_replay_that_cannot_run_has_failed(dora, applied, monkeypatch):
    def broken(_batch):
        raise ReplayError("migrate: no room")

    monkeypatch.setattr(proving, "replay", broken)
    calls(dora).post(url(applied, "replay/"))

    with pytest.raises(ReplayError):
        proving.prove(applied, by=dora)

    assert calls(dora).get(url(applied, "replay/")).json()["state"] == "failed"


def test_what_was_never_applied_is_not_replayed(alice, dora, hubspot):  # noqa: ARG001 -- dora may decide
    batch = propose(csv_of(*ROWS), by=alice, source=hubspot)

    answer = calls(alice).post(url(batch, "replay/"))

    assert (answer.status_code, answer.json()["allowed"]) == (409, ["applied", "reverted"])


def test_people_are_listed_by_the_file_that_brought_them(dora, applied):
    names = [
        row["full_name"]
        for row in calls(dora).get(f"{CONTACTS}?batch={applied.uid}").json()["results"]
    ]

    assert sorted(names) == ["Lena Vogt", "Meera Rao", "Omar Haddad"]


def test_a_machine_lists_nobody_by_a_file_that_is_not_its_own(eve, dora, applied):
    eve.groups.add(*dora.groups.all())

    assert calls(eve).get(f"{CONTACTS}?batch={applied.uid}").json()["results"] == []
