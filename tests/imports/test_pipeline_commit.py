"""From rows to the client graph and back: duplicates, re-imports, undoing, replaying."""

import pytest

from accounts.models import Account
from accounts.services import create_account
from contacts.models import Contact, ContactPoint
from contacts.services import update_contact
from identity.models import SourceRecord
from identity.services.merging import Order, merge
from identity.services.merging_accounts import merge_accounts
from identity.services.unmerging import unmerge
from imports import services
from imports.choices import BatchState
from imports.models import RawBatch
from imports.selectors import explain
from imports.services import Reading
from tests.factories.core import SourceSystemFactory
from tests.imports.acts import ROWS, apply, bring, carry_out, csv_of, propose, undo

pytestmark = pytest.mark.django_db


def outcomes(batch) -> dict[int, str]:
    return dict(batch.resolutions.order_by("row_no").values_list("row_no", "outcome"))


def test_every_value_says_which_cell_it_came_from(alice, dora, hubspot):
    batch = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    meera = Contact.objects.get(full_name="Meera Rao")
    phone = meera.points.get(kind="phone")

    origins = explain(meera)

    where = {
        name: (origin.row_number, origin.column, origin.cell) for name, origin in origins.items()
    }
    assert where["full_name"] == (2, "First Name + Last Name", "Meera | Rao")
    assert where[f"point:{phone.pk}"] == (2, "Phone Number", "+91 98200 11111")
    assert where["occupation"] == (2, "Job Title", "Director")
    assert {origin.batch_uid for origin in origins.values()} == {batch.uid}


def test_companies_become_accounts_the_people_belong_to(alice, dora, hubspot):
    carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)

    meera = Contact.objects.get(full_name="Meera Rao")

    assert Account.objects.count() == 3
    assert meera.employer.display_name == "Meridian Holdings"


def test_a_person_twice_in_a_file_is_one_contact(alice, dora, hubspot):
    twin = "109,Meera,Rao,meera@rao.example,+91 98200 22222,,"
    batch = carry_out(csv_of(*ROWS, twin), by=alice, approver=dora, source=hubspot)

    meera = Contact.objects.get(full_name="Meera Rao")

    phones = meera.points.filter(kind="phone").order_by("value_norm")
    assert outcomes(batch) == {2: "create", 3: "create", 4: "create", 5: "match"}
    assert list(phones.values_list("value_norm", flat=True)) == ["+919820011111", "+919820022222"]
    assert SourceRecord.objects.filter(contact=meera).count() == 2


def test_a_phone_of_people_with_different_names_identifies_nobody(alice, dora, hubspot):
    rows = ["1,Meera,Rao,,+91 98200 11111,,", "2,Omar,Haddad,,+91 98200 11111,,"]
    carry_out(csv_of(*rows), by=alice, approver=dora, source=hubspot)

    points = ContactPoint.objects.filter(value_norm="+919820011111")

    assert Contact.objects.count() == 2
    assert list(points.values_list("is_identity", flat=True)) == [False, False]


def test_a_known_number_under_another_name_is_a_question(alice, dora, hubspot):
    carry_out(csv_of(ROWS[0]), by=alice, approver=dora, source=hubspot)
    row = "201,Kiran,Shah,kiran@shah.example,+91 98200 11111,,"

    batch = propose(csv_of(row), by=alice, source=hubspot)
    apply(batch.proposal, by=dora)

    batch.refresh_from_db()
    assert outcomes(batch) == {2: "ambiguous"}
    assert (batch.state, Contact.objects.count()) == ("applied", 1)


def test_the_known_person_is_found_by_name_and_number_from_another_source(alice, dora, hubspot):
    carry_out(csv_of(ROWS[0]), by=alice, approver=dora, source=hubspot)
    other = SourceSystemFactory(code="phone-book")
    row = "9001,Meera,Rao,,+91 98200 11111,,Chair"

    batch = carry_out(csv_of(row), by=alice, approver=dora, source=other)

    assert outcomes(batch) == {2: "match"}
    assert Contact.objects.get().occupation == "Director"
    assert SourceRecord.objects.get(batch_id=batch.pk).kept == {"occupation": "Chair"}


def test_a_changed_file_updates_what_its_source_gave(alice, dora, hubspot):
    carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    changed = ROWS[0].replace("Director", "Chair")

    batch = carry_out(csv_of(changed, *ROWS[1:]), by=alice, approver=dora, source=hubspot)

    found = SourceRecord.objects.filter(batch_id=batch.pk).order_by("row_no")
    assert list(found.values_list("outcome", flat=True)) == ["updated", "linked", "linked"]
    assert Contact.objects.get(full_name="Meera Rao").occupation == "Chair"


def test_a_changed_file_leaves_what_a_person_typed(alice, dora, hubspot):
    carry_out(csv_of(ROWS[0]), by=alice, approver=dora, source=hubspot)
    update_contact(Contact.objects.get(), by=alice, occupation="Board member")
    changed = ROWS[0].replace("Director", "Chair").replace("Meridian Holdings", "Meridian Group")

    batch = carry_out(csv_of(changed), by=alice, approver=dora, source=hubspot)

    meera = Contact.objects.get()
    assert (meera.occupation, meera.company_name) == ("Board member", "Meridian Group")
    record = SourceRecord.objects.get(batch_id=batch.pk, contact=meera)
    assert record.kept == {"occupation": "Chair"}


@pytest.fixture
def one_company(alice, dora, hubspot):
    """Meridian Holdings, which a file made, went into Meridian Group, which Alice typed."""
    first = carry_out(csv_of(ROWS[0]), by=alice, approver=dora, source=hubspot)
    group = create_account(display_name="Meridian Group", by=alice)
    merge_accounts(group, Account.objects.get(display_name="Meridian Holdings"), by=alice)
    return first, group


def test_a_file_that_names_a_merged_account_finds_the_one_that_stays(
    one_company, alice, dora, hubspot
):
    another = ROWS[1].replace("Gulf Estates", "Meridian Holdings")

    carry_out(csv_of(another), by=alice, approver=dora, source=hubspot)

    employers = Contact.objects.values_list("employer__display_name", flat=True)
    assert list(employers) == ["Meridian Group"] * 2
    assert Account.objects.filter(state="active").get() == one_company[1]


def test_undoing_the_file_of_a_merged_account_leaves_the_one_that_stays(one_company, alice, dora):
    undo(one_company[0], by=alice, approver=dora)

    assert Account.objects.filter(state="active").get() == one_company[1]


def test_undoing_restores_what_was_changed(alice, dora, hubspot):
    carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    changed = csv_of(ROWS[0].replace("Director", "Chair"), *ROWS[1:])
    batch = carry_out(changed, by=alice, approver=dora, source=hubspot)

    undone = undo(batch, by=alice, approver=dora)

    meera = Contact.objects.get(full_name="Meera Rao")
    assert (undone.state, meera.occupation, meera.state) == ("reverted", "Director", "active")
    assert undone.counts["reverted"] == {"restored": 1, "unlinked": 2}


def test_undoing_keeps_and_lists_what_people_worked_on(alice, dora, hubspot):
    batch = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    update_contact(Contact.objects.get(full_name="Meera Rao"), by=alice, occupation="Chair")

    undo(batch, by=alice, approver=dora)

    states = dict(Contact.objects.values_list("full_name", "state"))
    kept = SourceRecord.objects.get(batch_id=batch.pk, reverted="kept", contact__isnull=False)
    assert states == {"Meera Rao": "active", "Omar Haddad": "archived", "Lena Vogt": "archived"}
    assert (kept.contact.full_name, kept.revert_note) == ("Meera Rao", "changed since: occupation")


@pytest.mark.parametrize("parted", [False, True])
def test_undoing_keeps_who_was_merged_since_unless_they_parted_again(alice, dora, hubspot, parted):
    batch = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    meera, omar = (Contact.objects.get(given_name=name) for name in ("Meera", "Omar"))
    done = merge(Order(survivor=meera, losers=[omar], override=True), by=alice)
    if parted:
        unmerge(done, by=alice)

    undo(batch, by=alice, approver=dora)

    kept = SourceRecord.objects.filter(batch_id=batch.pk, reverted="kept", contact__isnull=False)
    told = list(kept.values_list("revert_note", flat=True))
    assert (
        told == [] if parted else [note.startswith("merged since") for note in told] == [True] * 2
    )
    assert Contact.objects.live().count() == (0 if parted else 1)


def test_undone_people_can_be_imported_again(alice, dora, hubspot):
    batch = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    undo(batch, by=alice, approver=dora)

    again = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)

    assert outcomes(again) == {2: "create", 3: "create", 4: "create"}
    assert Contact.objects.filter(state="active").count() == 3


def test_the_same_file_gives_the_same_hash(alice, dora, hubspot):
    first = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    before = services.canonical_hash(first)
    undo(first, by=alice, approver=dora)

    second = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)

    assert services.canonical_hash(second) == before
    assert services.canonical_hash(first) == before


def test_a_row_without_a_name_or_key_is_refused_with_a_reason(alice, dora, hubspot):
    batch = carry_out(csv_of(*ROWS, "104,,,,,,"), by=alice, approver=dora, source=hubspot)

    row = batch.resolutions.get(row_no=5)

    assert row.outcome == "reject"
    assert row.reason == batch.normalised.get(row_no=5).refusal != ""


def test_confirming_twice_is_refused(alice, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)
    services.confirm(batch, by=alice)

    with pytest.raises(services.WrongStateError) as caught:
        services.confirm(batch, by=alice)

    assert caught.value.state == "mapping_approved"


def test_what_is_applied_is_neither_cancelled_nor_read_again(alice, dora, hubspot):
    batch = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)

    with pytest.raises(services.WrongStateError):
        services.cancel(batch, by=alice)
    with pytest.raises(services.WrongStateError):
        services.reread(batch, Reading(delimiter=";"), by=alice)


def test_the_batch_knows_every_state_it_has_been_through(alice, dora, hubspot):
    batch = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)

    assert set(batch.seconds) == {"parse", "map", "normalise", "resolve", "propose", "apply"}
    assert RawBatch.objects.get().state == BatchState.APPLIED
