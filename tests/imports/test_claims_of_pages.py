"""What the pages of an import claim is what was done."""

import pytest
from django.urls import reverse

from contacts.models import Contact
from contacts.services import update_contact
from identity.models import SourceRecord
from imports import services
from tests.factories.contacts import ContactFactory, ContactPointFactory
from tests.factories.core import SourceSystemFactory
from tests.imports.acts import bring, carry_out, csv_of, propose, undo

pytestmark = pytest.mark.django_db

MEERA = "Meera,Rao,meera@rao.example"


@pytest.fixture
def plan(alice, dora, hubspot):
    """Brings people with a column more up to the approval; Dora could give it."""
    assert dora.is_active

    def run(header, cell, **more):
        content = csv_of(f"{MEERA},{cell}", header=f"First Name,Last Name,Email,{header}")
        return propose(content, by=alice, source=hubspot, **more)

    return run


@pytest.fixture
def shown(client, alice):
    """The text of one step's page, as Alice sees it."""
    client.force_login(alice)

    def run(batch, step, **query):
        address = reverse("imports:detail", args=[batch.uid])
        return client.get(address, {"step": step, **query}).content.decode()

    return run


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Contact owner", "Omar Nasser"),
        ("Lead Status", "IN_PROGRESS"),
        ("Original Source", "ORGANIC_SEARCH"),
        ("Create Date", "2025-03-14 09:12"),
        ("Property Interest", "Meridian Heights"),
    ],
)
def test_what_is_written_nowhere_is_kept_raw(plan, shown, header, cell):
    batch = plan(header, cell)

    row = batch.normalised.get()
    assert (row.projected, row.parked, row.rejected) == (3, 1, 0)
    assert "kept raw</span>" in shown(batch, "rows")


def test_the_owner_a_file_names_is_one_of_us(plan, dora):
    batch = plan("Contact owner", dora.full_name or dora.username)

    assert batch.normalised.get().projected == 4


def test_the_columns_say_what_is_only_kept(plan, shown):
    page = shown(plan("Property Interest", "Meridian Heights"), "columns")

    assert "Property of interest (kept with the row)" in page


def test_an_address_in_one_cell_beside_its_parts_is_not_doubled(alice, dora, hubspot):
    header = "First Name,Last Name,Email,Formatted Address,Street,City,Postal Code,Country"
    row = f'{MEERA},"Musterstr. 12 Munchen 80331 Deutschland",Musterstr. 12,Munchen,80331,DE'
    batch = carry_out(csv_of(row, header=header), by=alice, approver=dora, source=hubspot)
    targets = {c.header: c.target for c in services.current_manifest(batch).columns.all()}
    assert targets["Formatted Address"] == "contact.address_full"

    address = Contact.objects.get().addresses.get()

    assert str(address) == "Musterstr. 12, Munchen, 80331, DE"


def test_what_a_known_person_keeps_is_not_said_to_be_the_work_of_people(
    alice, dora, hubspot, shown
):
    header = "First Name,Last Name,Email,Job Title"
    first = csv_of(f"{MEERA},Director", header=header)
    carry_out(first, by=alice, approver=dora, source=hubspot)
    other = SourceSystemFactory(code="phone-book")
    second = csv_of(f"{MEERA},Chair", header=header)
    batch = carry_out(second, by=alice, approver=dora, source=other)

    assert "Left as it stood, from other files or people: occupation" in shown(batch, "result")


def test_undoing_counts_what_its_lists_show(alice, dora, hubspot, shown):
    header = "First Name,Last Name,Email,Notes,Do Not Call"
    content = csv_of(f"{MEERA},Wants a high floor,Yes", header=header)
    batch = carry_out(content, by=alice, approver=dora, source=hubspot)

    undone = undo(batch, by=alice, approver=dora)

    assert undone.counts["reverted"] == {"archived": 1}
    assert undone.counts["reverted_around"] == 2
    assert "Meera Rao" in shown(undone, "result", what="archived")


def test_what_undoing_kept_says_what_changed(alice, dora, hubspot):
    batch = carry_out(
        csv_of(MEERA, header="First Name,Last Name,Email"), by=alice, approver=dora, source=hubspot
    )
    update_contact(Contact.objects.get(), by=alice, occupation="Chair", department="Board")

    undo(batch, by=alice, approver=dora)

    record = SourceRecord.objects.get(batch_id=batch.pk)
    assert record.revert_note == "changed since: department, occupation"


def test_a_file_without_rows_stops_and_says_what_to_do(alice, hubspot):
    batch = bring(b"First Name,Last Name,Email\r\n", by=alice, source=hubspot)

    assert (batch.state, batch.row_count) == ("failed", 0)
    assert "no rows" in batch.error


def test_a_letter_is_not_put_before_an_approver(alice, hubspot):
    letter = (
        b"Dear Mr Haddad,\n\nthank you for your visit to our show flat.\n"
        b"We would be glad to see you again.\n\nKind regards\nMeera\n"
    )
    batch = bring(letter, by=alice, source=hubspot, name="letter.txt")
    if batch.state == "mapping_proposed":
        services.confirm(batch, by=alice)
        batch = services.advance(batch.pk)

    assert (batch.state, batch.proposal) == ("failed", None)


def test_odd_rows_are_rows_with_issues_everywhere(alice, dora, hubspot, shown):
    rows = (MEERA, "Omar,Haddad,omar@haddad.example,beyond", "Lena,Vogt,lena@vogt.example")
    content = csv_of(*rows, header="First Name,Last Name,Email")
    batch = propose(content, by=alice, source=hubspot)
    assert batch.rows.filter(issues__isnull=False).count() == 1
    assert dora.is_active

    assert "1 row has something to look at" in shown(batch, "values")
    assert "Omar Haddad" in shown(batch, "values", issue="any")


def test_each_part_of_a_budget_is_called_by_its_name(plan, shown):
    page = shown(plan("Budget Range", "AED 2M - 3M"), "rows")

    assert "budget min: AED 2,000,000 (AED 2M)" in page
    assert "budget max: AED 3,000,000 (AED 3M)" in page


def test_namesakes_are_told_apart(plan, shown, alice):
    for number, value in (("+919820011111", "Director"), ("+919820022222", "Chair")):
        person = ContactFactory(full_name="Meera Rao", occupation=value, owner=alice)
        ContactPointFactory(contact=person, value_norm=number, is_identity=True)
    batch = plan("Phone Number", "+91 98200 11111 / +91 98200 22222")

    page = shown(batch, "rows")

    assert batch.resolutions.get().outcome == "ambiguous"
    assert "Director · +919820011111" in page
    assert "Chair · +919820022222" in page


def test_one_row_is_a_row(plan, shown):
    assert "</span> rows" not in shown(plan("Job Title", "Chair"), "approval")
