"""Rows that read like totals, notes or headings are asked about, and new rows may be left out."""

import pytest

from contacts.models import Contact
from imports.projection import Mapped, Plan
from imports.services import Decision, DecisionError, decide_rows
from tests.imports.acts import ROWS, apply, carry_out, csv_of, propose

pytestmark = pytest.mark.django_db

ODD = (
    "Visitor,Phone,Budget",
    "Rohit Jain,9815100001,80",
    "TOTAL,,200",
    "Pooja Jain,9815100002,120",
    "Prepared by Rahul on 12/11/2026,,",
    "Karan Gill,9815100003,120",
    "Site visits",
    "Simran Gill,9815100004,120",
    "Visitor,Project,Visit date",
    "Anil Gill,9815100005,120",
)


@pytest.fixture
def odd(alice, dora, hubspot):  # noqa: ARG001 -- Dora may approve
    """A broker's sheet of five people with four lines between them that are none."""
    return propose(("\n".join(ODD) + "\n").encode(), by=alice, source=hubspot)


def test_what_reads_like_totals_notes_or_headings_is_a_question(odd, dora):
    asked = odd.resolutions.filter(outcome="ambiguous").order_by("row_no")
    rows = list(asked.values_list("row_no", flat=True))

    apply(odd.proposal, by=dora)

    assert rows == [3, 5, 7, 9]
    assert set(Contact.objects.values_list("family_name", flat=True)) == {"Jain", "Gill"}
    assert Contact.objects.count() == 5


def test_a_person_may_import_such_a_row_anyway_or_leave_it_out(odd, dora, alice):
    decide_rows(odd, [Decision(3, "skip"), Decision(7, "create")], by=alice)
    odd.refresh_from_db()

    apply(odd.proposal, by=dora)

    assert Contact.objects.filter(full_name="Site visits").count() == 1
    assert not Contact.objects.filter(full_name="TOTAL").exists()


def test_a_single_new_row_may_be_left_out_before_the_approval(alice, dora, hubspot, client):
    batch = propose(csv_of(*ROWS), by=alice, source=hubspot)
    client.force_login(alice)
    page = client.get(f"/imports/{batch.uid}/?step=rows&outcome=create").content.decode()

    client.post(f"/imports/{batch.uid}/decide/", {"row-3": "skip"})
    batch.refresh_from_db()
    apply(batch.proposal, by=dora)

    assert 'name="row-3" value="skip"' in page
    assert set(Contact.objects.values_list("given_name", flat=True)) == {"Meera", "Lena"}


def test_rows_that_repeat_one_left_out_become_questions(alice, dora, hubspot):  # noqa: ARG001 -- Dora may approve
    twin = "109,Meera,Rao,meera@rao.example,+91 98200 22222,,"
    batch = propose(csv_of(*ROWS, twin), by=alice, source=hubspot)

    decide_rows(batch, [Decision(2, "skip")], by=alice)

    assert batch.resolutions.get(row_no=5).outcome == "ambiguous"


def test_what_is_written_is_not_left_out_any_more(alice, dora, hubspot):
    batch = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)

    with pytest.raises(DecisionError):
        decide_rows(batch, [Decision(2, "skip")], by=alice)


def test_sub_totals_and_sums_in_words_are_a_question_too(alice, dora, hubspot):
    rows = (
        "Sr No,Name,Mobile,Email,Budget",
        "1,Asha Testwala,9820098123,asha@t.example,80 Lac",
        "2,Birju Testwala,9820045231,birju@t.example,1.2 Cr",
        ",Sub-total,,,2 Cr",
        "3,Totaram Testwala,9833012765,chetan@t.example,95 Lac",
        ",Total Leads: 3,,,",
    )

    batch = propose(("\n".join(rows) + "\n").encode(), by=alice, source=hubspot)
    apply(batch.proposal, by=dora)

    asked = batch.resolutions.filter(outcome="ambiguous").order_by("row_no")
    assert list(asked.values_list("row_no", flat=True)) == [4, 6]
    assert Contact.objects.count() == 3
    assert batch.normalised.get(row_no=4).issues[0]["code"] == "total_row"


@pytest.mark.parametrize(
    ("entity", "name", "doubted"),
    [
        ("contact", "Sub Total", True),
        ("contact", "Gesamtsumme", True),
        ("contact", "إجمالي", True),
        ("contact", "Totaram Shah", False),
        ("contact", "Kul Bhushan", False),
        ("account", "Total Energies", False),
        ("account", "Grand Total", True),
        ("account", "Total accounts: 12", True),
    ],
)
def test_a_name_that_only_begins_like_a_sum_is_a_name(entity, name, doubted):
    target = "contact.full_name" if entity == "contact" else "account.name"

    row = Plan(entity, [Mapped(0, "Name", target, {})]).project([name])

    assert [issue["code"] for issue in row.issues] == ["total_row"] * doubted
