"""Cells corrected before an import is approved: typed, resolved and proposed anew."""

import pytest

from approvals import services as approvals
from contacts.models import Contact, ContactPoint
from core.models import AuditEvent
from imports.selectors import explain
from imports.services.replaying import _spec
from tests.api_clients import calls
from tests.factories.core import UserFactory
from tests.imports.acts import ROWS, apply, bring, csv_of, propose

pytestmark = pytest.mark.django_db
TYPO = "104,Nadia,Fahmy,nadia@fahmy,+971 50 999 8888,Fahmy & Sons,Owner"
EMAIL = 3


def url(batch, row) -> str:
    return f"/api/v1/imports/{batch.uid}/rows/{row}/"


def mend(client, batch, row, cells, version=0):
    body = {"cells": cells, "version": version}
    return client.patch(url(batch, row), body, format="json")


@pytest.fixture
def batch(alice, dora, hubspot):  # noqa: ARG001 -- dora may approve
    """An import with an address that is none in row 5."""
    return propose(csv_of(*ROWS, TYPO), by=alice, source=hubspot)


def test_a_corrected_cell_is_read_anew_and_the_raw_one_stays(batch, alice):
    before = calls(alice).get(url(batch, 5))

    answer = mend(calls(alice), batch, 5, {"3": "nadia@fahmy.example"})

    found = answer.json()
    assert (before["ETag"], answer.status_code, answer["ETag"]) == ('"0"', 200, '"1"')
    assert found["cells"][EMAIL] == "nadia@fahmy"
    assert {point["value"] for point in found["points"]} == {
        "+971509998888",
        "nadia@fahmy.example",
    }
    assert [(each["code"], each["suggestion"]) for each in found["issues"]] == [
        ("corrected", "nadia@fahmy.example")
    ]


def test_what_is_approved_is_what_was_corrected(batch, alice, dora):
    first = batch.proposal
    mend(calls(alice), batch, 5, {"3": "nadia@fahmy.example"})
    batch.refresh_from_db()
    first.refresh_from_db()

    apply(batch.proposal, by=dora)

    nadia = Contact.objects.get(full_name="Nadia Fahmy")
    point = ContactPoint.objects.get(contact=nadia, kind="email")
    assert (first.state, point.value_norm) == ("superseded", "nadia@fahmy.example")
    assert explain(nadia)[f"point:{point.pk}"].cell == "nadia@fahmy.example"


def test_who_corrected_does_not_approve(batch, alice, hubspot):  # noqa: ARG001 -- the source exists
    gina = UserFactory(username="gina", is_superuser=True)
    mend(calls(gina), batch, 5, {"3": "nadia@fahmy.example"})
    batch.refresh_from_db()

    with pytest.raises(approvals.SelfApprovalError):
        apply(batch.proposal, by=gina)


def test_who_is_who_is_asked_anew_for_rows_that_repeat_it(batch, alice):
    again = mend(
        calls(alice), batch, 5, {"3": "", "4": "+91 98200 11111", "1": "Meera", "2": "Rao"}
    )

    assert (again.json()["resolution"]["outcome"], again.json()["resolution"]["target_row"]) == (
        "match",
        2,
    )


def test_a_second_correction_names_the_version_it_is_based_on(batch, alice):
    client = calls(alice)
    mend(client, batch, 5, {"3": "nadia@fahmy.example"})

    late = mend(client, batch, 5, {"6": "Director"})
    none = client.patch(url(batch, 5), {"cells": {"6": "Director"}}, format="json")
    good = mend(client, batch, 5, {"6": "Director"}, version=1)

    assert [(each.status_code, each.json()["code"]) for each in (late, none)] == [
        (409, "version_conflict"),
        (428, "precondition_required"),
    ]
    assert good.json()["values"]["occupation"] == "Director"
    assert len(good.json()["points"]) == 2


@pytest.mark.parametrize("cells", [{}, {"x": "y"}, {"99": "y"}, {"3": "x" * 2001}])
def test_a_correction_that_is_none_is_refused(batch, alice, cells):
    assert mend(calls(alice), batch, 5, cells).status_code == 400


def test_machines_and_late_comers_correct_nothing(batch, alice, dora, eve):
    approvals.approve(
        batch.proposal,
        by=dora,
        revision=batch.proposal.revision,
        content_hash=batch.proposal.content_hash,
    )

    answers = [mend(calls(user), batch, 5, {"3": "a@b.example"}) for user in (alice, eve)]

    assert [each.status_code for each in answers] == [409, 403]


def test_rows_before_the_columns_are_confirmed_are_not_there_to_correct(alice, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)

    assert mend(calls(alice), batch, 2, {"3": "a@b.example"}).status_code == 404


def test_it_is_written_down_and_replayed(batch, alice):
    mend(calls(alice), batch, 5, {"3": "nadia@fahmy.example"})

    event = AuditEvent.objects.get(action="import.row_corrected")
    assert event.payload == {"row": 5, "columns": [3], "version": 1}
    assert _spec(batch)["corrections"] == {5: {3: "nadia@fahmy.example"}}
