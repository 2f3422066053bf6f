"""People whom imports alone made: what they hold follows from what was said, merged or not."""

import pytest

from contacts.models import Contact
from contacts.services import update_contact
from core.models import SourceSystem
from identity.models import SourceRecord
from identity.services.merging import Order, merge, preview
from identity.services.proposing import propose_split
from identity.services.surviving import differences, prefer
from identity.services.unmerging import unmerge
from tests.factories.core import SourceSystemFactory
from tests.imports.acts import apply, carry_out, csv_of

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = "ID,Full Name,Email,Mobile,Company,Budget,Tags"


@pytest.fixture
def portal() -> SourceSystem:
    """A portal that is believed more than the CRM before ours."""
    return SourceSystemFactory(code="portal", name="Property portal", base_trust=90)


@pytest.fixture
def take(alice, dora):
    """Return what brings rows of a source all the way in."""

    def run(source, *rows, header=HEADER):
        return carry_out(csv_of(*rows, header=header), by=alice, approver=dora, source=source)

    return run


def named(name: str) -> Contact:
    return Contact.objects.get(full_name=name)


def unsettled() -> dict[str, dict]:
    """Return whoever does not hold what the sources and people said."""
    found = {str(each): differences(each) for each in Contact.objects.live()}
    return {name: each for name, each in found.items() if each}


@pytest.fixture
def two(take, hubspot) -> tuple[Contact, Contact]:
    """William, and Bill without a title, a middle name and a budget's upper bound."""
    take(
        hubspot,
        "1,William Turner,will@turner.example,+91 98200 11111,Meridian,INR 2 Cr,",
        "2,Bill Turner,bill@turner.example,+91 98200 22222,,,warm",
    )
    return named("William Turner"), named("Bill Turner")


def test_people_of_imports_merge_and_part_again(two, dora):
    will, bill = two
    order = Order(survivor=will, losers=[bill])

    assert preview(order, by=dora).texts["name"] == "William Turner"
    done = merge(order, by=dora)
    will.refresh_from_db()
    assert (will.full_name, will.salutation, unsettled()) == ("William Turner", "", {})

    unmerge(done, by=dora)
    bill.refresh_from_db()
    assert (bill.full_name, bill.state, unsettled()) == ("Bill Turner", "active", {})


def test_the_name_of_one_source_is_taken_whole(two, take, portal, dora):
    will, _ = two
    update_contact(will, by=dora, cause="import:0", salutation="Dr")
    take(portal, "9,William J Turner,will@turner.example,,,,")
    record = SourceRecord.objects.get(contact=will, source=portal)

    prefer(will, "name", record, by=dora)

    will.refresh_from_db()
    assert (will.salutation, will.full_name) == ("", "William J Turner")


def test_a_row_of_a_person_is_split_off(two, take, portal, dora, alice):
    will, _ = two
    take(portal, "9,William J Turner,will@turner.example,,,,")
    record = SourceRecord.objects.get(contact=will, source=portal)

    apply(propose_split([record], by=alice, reason="his son"), by=dora)

    assert named("William J Turner").salutation == ""
    assert unsettled() == {}


def test_what_an_import_left_standing_stands_when_it_is_computed_again(two, take, portal, dora):
    will, bill = two
    update_contact(bill, by=dora, budget_min=180, budget_max=225, budget_currency="INR")
    take(
        portal,
        "8,William Turner,will@turner.example,,Other House,INR 7 Cr,hot",
        "9,Bill Turner,bill@turner.example,,Portal House,INR 7 Cr,hot",
    )

    will.refresh_from_db()
    assert will.company_name == "Meridian"  # what stood; the portal's word is kept beside it
    assert unsettled() == {}

    prefer(will, "company_name", SourceRecord.objects.get(contact=will, source=portal), by=dora)
    will.refresh_from_db()
    assert will.company_name == "Other House"


@pytest.mark.usefixtures("two")
def test_a_file_told_again_with_other_words_leaves_nobody_unsettled(take, hubspot):
    take(
        hubspot,
        "1,William J Turner,will@turner.example,+91 98200 11111,Meridian Two,INR 3 Cr,",
        "2,Bill Turner,bill@turner.example,+91 98200 22222,Newly,INR 1 Cr,cold",
    )

    assert named("William J Turner").company_name == "Meridian Two"
    assert unsettled() == {}


def test_what_a_source_believed_more_said_too_is_not_changed_by_one_believed_less(
    two, take, hubspot, portal
):
    will, _ = two
    take(portal, "9,William Turner,will@turner.example,,Meridian,INR 2 Cr,")

    take(hubspot, "1,William Turner,will@turner.example,+91 98200 11111,Elsewhere,INR 3 Cr,")

    will.refresh_from_db()
    assert (will.company_name, will.budget_min) == ("Meridian", 30_000_000)  # budgets go by time
    assert unsettled() == {}


def test_a_choice_made_in_a_merge_outlives_the_next_merge(two, dora):
    will, bill = two
    for person, job in ((will, "Teacher"), (bill, "Cardiologist")):
        update_contact(person, by=dora, occupation=job)
    other = Contact.objects.create(full_name="W Turner", owner=dora)
    merge(Order(survivor=will, losers=[bill], choices={"occupation": str(bill.uid)}), by=dora)

    merge(Order(survivor=other, losers=[will]), by=dora)

    other.refresh_from_db()
    assert (other.occupation, unsettled()) == ("Cardiologist", {})
