"""Undoing an import after people, merges and other imports worked on whom it touched."""

from decimal import Decimal

import pytest

from contacts.models import Contact, ContactPoint
from contacts.services import add_point, update_contact
from contacts.services.people import PointDraft, retire_point
from identity.models import SourceRecord
from identity.services.merging import Order, merge
from identity.services.unmerging import unmerge
from tests.imports.acts import carry_out, csv_of, undo

pytestmark = pytest.mark.django_db

HEADER = "Record ID,First Name,Last Name,Email,Phone Number,Job Title,Budget Max"
MEERA = "101,Meera,Rao,meera@rao.example,+91 98200 11111,,"
MIRA = "202,Mira,Iyer,mira@iyer.example,+91 98200 22222,,"


@pytest.fixture
def bring(alice, dora, hubspot):
    """Brings a file of people all the way."""

    def run(*rows):
        content = csv_of(*rows, header=HEADER)
        return carry_out(content, by=alice, approver=dora, source=hubspot)

    return run


@pytest.fixture
def take_back(alice, dora):
    """Undoes an import; Dora approves."""

    def run(batch) -> dict[int, str]:
        undone = undo(batch, by=alice, approver=dora)
        assert undone.state == "reverted", undone.revert_proposal.error
        records = SourceRecord.objects.filter(batch_id=batch.pk, contact__isnull=False)
        return dict(records.values_list("row_no", "reverted"))

    return run


def person(name: str) -> Contact:
    return Contact.objects.get(given_name=name)


def usable(contact: Contact) -> list[tuple[str, bool]]:
    points = contact.points.exclude(status="retired").order_by("value_norm")
    return list(points.values_list("value_norm", "is_primary"))


def test_a_budget_somebody_changed_since_stays_whole_and_the_rest_goes_back(
    bring, take_back, alice
):
    bring(MEERA)
    later = bring(MEERA[:-2] + ",Director,9000000")
    update_contact(person("Meera"), by=alice, budget_max=Decimal(7_000_000))

    take_back(later)

    meera = person("Meera")
    assert (meera.budget_max, meera.budget_currency) == (Decimal(7_000_000), "INR")
    assert meera.occupation == ""


def test_who_was_merged_between_two_imports_stays_whichever_is_undone(bring, take_back, alice):
    first = bring(MEERA, MIRA)
    merge(Order(survivor=person("Meera"), losers=[person("Mira")]), by=alice)
    later = bring(MEERA[:-2] + ",Director,")

    take_back(first)
    outcomes = take_back(later)

    meera = person("Meera")
    assert (meera.state, meera.occupation, outcomes) == ("active", "", {2: "restored"})


def test_whom_somebody_gave_a_number_between_two_imports_stays(bring, take_back, alice):
    first = bring(MEERA)
    add_point(person("Meera"), PointDraft("phone", "+91 98200 99999"), by=alice)
    later = bring(MEERA[:-2] + ",Director,")

    take_back(first)
    take_back(later)

    assert person("Meera").state == "active"
    assert ("+919820099999", False) in usable(person("Meera"))


def test_versions_of_a_merged_person_say_nothing_of_the_one_who_stays(bring, take_back, alice):
    bring(MEERA, MIRA)
    bring(MIRA[:-2] + ",Partner,")
    later = bring(MEERA[:-2] + ",Director,", MIRA[:-2] + ",Owner,")
    update_contact(person("Meera"), by=alice, department="Press")
    merge(Order(survivor=person("Meera"), losers=[person("Mira")]), by=alice)

    take_back(later)

    assert person("Meera").department == "Press"


def test_numbers_go_with_the_import_that_brought_them_though_a_merge_passed(
    bring, take_back, alice
):
    first = bring(MEERA, MIRA)
    unmerge(merge(Order(survivor=person("Meera"), losers=[person("Mira")]), by=alice), by=alice)

    assert set(take_back(first).values()) == {"archived"}

    assert not ContactPoint.objects.exclude(status="retired").exists()


def test_who_keeps_a_number_has_a_first_one(bring, take_back, alice):
    bring("101,Meera,Rao,,+91 98200 11111,,")
    later = bring("101,Meera,Rao,meera@rao.example,+91 98200 11111,,")
    add_point(person("Meera"), PointDraft("email", "meera@home.example"), by=alice)

    take_back(later)

    assert usable(person("Meera")) == [("+919820011111", True), ("meera@home.example", True)]


def test_who_retires_their_first_number_has_another_first_one(bring, alice):
    bring("101,Meera,Rao,meera@rao.example,+91 98200 11111,,")
    add_point(person("Meera"), PointDraft("email", "meera@home.example"), by=alice)

    retire_point(person("Meera").points.get(value_norm="meera@rao.example"), by=alice)

    assert ("meera@home.example", True) in usable(person("Meera"))
