"""Undoing an import after people, merges and other imports worked on whom it touched."""

from decimal import Decimal

import pytest

from accounts.models import Account
from contacts.models import Contact, ContactPoint
from contacts.services import add_point, record_consent, update_contact
from contacts.services.people import PointDraft, retire_point
from identity.models import SourceRecord
from identity.services.merging import Order, merge
from identity.services.unmerging import unmerge
from imports.selectors import explain
from tests.factories.activities import AttachmentFactory, NoteFactory
from tests.factories.contacts import RelationshipFactory
from tests.factories.opportunities import PropertyInterestFactory, SiteVisitFactory
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


def test_a_value_that_stayed_still_says_which_row_it_came_from(bring, take_back, alice):
    batch = bring(MEERA)
    update_contact(person("Meera"), by=alice, occupation="Director")

    assert take_back(batch) == {2: "kept"}

    origins = explain(person("Meera"))
    assert "occupation" not in origins
    assert (origins["family_name"].row_number, origins["family_name"].undone) == (2, True)


def test_a_value_two_imports_gave_came_from_the_one_that_stands(bring, take_back):
    earlier, later = bring(MEERA), bring(MEERA[:-2] + ",Director,")

    take_back(later)

    origin = explain(person("Meera"))["family_name"]
    assert (origin.batch_uid, origin.undone) == (earlier.uid, False)


WORK = {
    "has files": lambda who, by: AttachmentFactory(contact=who, by=by),
    "has relationships": lambda who, by: RelationshipFactory(to_contact=who, by=by),
    "has visits": lambda who, by: SiteVisitFactory(contact=who, by=by),
    "has interests": lambda who, by: PropertyInterestFactory(contact=who, by=by),
    "answered about consent": lambda who, by: record_consent(
        who, by=by, purpose="marketing", status="granted", channel="phone"
    ),
}


@pytest.mark.parametrize("why", WORK)
def test_who_has_something_around_them_stays_and_it_is_said_why(bring, take_back, alice, why):
    batch = bring(MEERA, MIRA)
    WORK[why](person("Meera"), alice)

    assert take_back(batch) == {2: "kept", 3: "archived"}

    assert why in SourceRecord.objects.get(batch_id=batch.pk, row_no=2).revert_note


def test_an_account_somebody_wrote_about_stays(alice, dora, hubspot):
    header = "Company ID,Company Name,Industry,Website"
    rows = ("7,Lodha Group,Real Estate,lodha.example", "8,Emaar,Real Estate,emaar.example")
    batch = carry_out(csv_of(*rows, header=header), by=alice, approver=dora, source=hubspot)
    NoteFactory(account=Account.objects.get(display_name="Emaar"), contact=None, by=alice)

    undo(batch, by=alice, approver=dora)

    assert dict(Account.objects.values_list("display_name", "state")) == {
        "Lodha Group": "archived",
        "Emaar": "active",
    }
