"""Addresses of a file: they follow it, go back with it, and two are never made one."""

import pytest

from contacts.models import Contact, PostalAddress
from core.services import acting, save_canonical
from imports.pipeline.shown import told_people
from imports.selectors import explain
from imports.services import canonical_hash
from tests.factories.core import SourceSystemFactory
from tests.imports import acts

pytestmark = pytest.mark.django_db

HEADER = "Contact ID,First Name,Last Name,Email,Street,City,Country,Job Title"
VILLA, FLAT = "Villa 4 Al Wasl Road,Dubai", "Flat 1203 Reem Island,Abu Dhabi"
TWO = (
    "First Name,Last Name,E-mail Address,Business Street,Business City,Business Country/Region,"
    "Home Street,Home City,Home Country/Region"
)


def row(address=VILLA, country="United Arab Emirates", number=1, title="Owner") -> str:
    return f"M{number},Huda,Tester{number},huda{number}@t.example,{address},{country},{title}"


@pytest.fixture
def plan(alice, hubspot):
    def run(*rows, source=hubspot, header=HEADER):
        return acts.propose(acts.csv_of(*rows, header=header), by=alice, source=source)

    return run


@pytest.fixture
def bring(plan, dora):
    def run(*rows, **more):
        batch = plan(*rows, **more)
        acts.apply(batch.proposal, by=dora)
        batch.refresh_from_db()
        assert batch.state == "applied", batch.proposal.error
        return batch

    return run


@pytest.fixture
def take_back(alice, dora):
    def run(batch):
        assert acts.undo(batch, by=alice, approver=dora).state == "reverted"

    return run


def stands(number=1) -> list[str]:
    person = Contact.objects.get(family_name=f"Tester{number}")
    rows = person.addresses.filter(until__isnull=True).order_by("-is_primary", "id")
    return [str(each) for each in rows]


def edit(address: PostalAddress, by, **values) -> None:
    for name, value in values.items():
        setattr(address, name, value)
    with acting(by, ""):
        save_canonical(address, by=by)


AT_VILLA, AT_FLAT = "Villa 4 Al Wasl Road, Dubai, AE", "Flat 1203 Reem Island, Abu Dhabi, AE"


def test_an_address_follows_its_file_with_history_and_provenance(bring):
    bring(row(), row(number=2))

    batch = bring(row(FLAT), row(number=2))

    (address,) = Contact.objects.get(family_name="Tester1").addresses.all()
    past = [each.city for each in address.history.order_by("version")]
    origin = explain(address.contact)[f"address:{address.pk}"]
    assert (stands(), stands(2)) == ([AT_FLAT], [AT_VILLA])
    assert (past, address.is_primary) == (["Dubai", "Abu Dhabi"], True)
    assert address.history.latest().history_change_reason == f"import:{batch.uid}"
    assert (origin.batch_uid, "Reem" in origin.cell) == (batch.uid, True)


def test_the_plan_names_an_address_that_moves_with_both_values(bring, plan, alice):
    bring(row(), row(number=2))

    batch = plan(row(FLAT), row(number=2))

    (told,) = told_people(batch, [2], alice)[2]
    assert (batch.counts["changes"], batch.counts["left"]) == ({"address": 1}, {})
    assert (told.field, told.left) == ("address", "")
    assert told.before == "Villa 4 Al Wasl Road, Dubai, United Arab Emirates"
    assert told.after == "Flat 1203 Reem Island, Abu Dhabi, United Arab Emirates"


def test_an_address_somebody_edited_stays_and_the_plan_says_so(bring, bob):
    bring(row())
    edit(PostalAddress.objects.get(), bob, postal_code="00000")

    batch = bring(row(FLAT))

    assert stands() == ["Villa 4 Al Wasl Road, Dubai, 00000, AE"]
    assert (batch.counts["changes"], batch.counts["left"]) == ({}, {"address": 1})


def test_an_address_of_a_source_believed_more_stays(bring, hubspot):
    hubspot.base_trust = 10
    hubspot.save()
    bring(row())
    bring(row(), source=SourceSystemFactory(code="registry", base_trust=90))

    batch = bring(row(FLAT))

    assert (stands(), batch.counts["left"]) == ([AT_VILLA], {"address": 1})


def test_a_row_that_says_less_takes_nothing_away(bring):
    bring(row())

    batch = bring(row(",Dubai", country=""), row(number=2))

    assert (stands(), batch.counts["changes"]) == ([AT_VILLA], {})


def test_another_city_without_a_street_leaves_no_street_behind(bring):
    bring(row())

    bring(row(",Abu Dhabi"))

    assert stands() == ["Abu Dhabi, AE"]


def test_an_address_goes_back_when_the_file_that_moved_it_is_undone(bring, take_back):
    bring(row(), row(number=2))
    moved = bring(row(FLAT), row(number=2, title="CEO"))

    take_back(moved)

    assert (stands(), stands(2)) == ([AT_VILLA], [AT_VILLA])
    bring(row(FLAT), row(number=2))
    assert stands() == [AT_FLAT]


def test_files_that_moved_an_address_may_be_undone_in_any_order(bring, take_back):
    first, second, third = bring(row()), bring(row(FLAT)), bring(row("Plot 9,Sharjah"))

    take_back(second)
    assert stands() == ["Plot 9, Sharjah, AE"]
    take_back(third)
    assert stands() == [AT_VILLA]
    take_back(first)
    assert stands() == []


def test_an_address_whose_first_file_is_undone_does_not_come_back(bring, take_back):
    first, second = bring(row()), bring(row(FLAT))

    take_back(first)
    assert stands() == [AT_FLAT]
    take_back(second)
    assert (stands(), Contact.objects.get().state) == ([], "archived")


def test_undoing_leaves_an_address_a_person_has_changed_since(bring, take_back, bob):
    bring(row())
    moved = bring(row(FLAT))
    edit(PostalAddress.objects.get(), bob, lines="Flat 1204 Reem Island")

    take_back(moved)

    assert stands() == ["Flat 1204 Reem Island, Abu Dhabi, AE"]


def test_office_and_home_are_two_addresses_and_never_mixed(bring):
    bring(
        "Huda,Tester1,huda1@t.example,Level 12 BKC,Mumbai,,,Dubai,United Arab Emirates",
        "Huda,Tester2,huda2@t.example,,London,,14 Hill Road,,India",
        "Huda,Tester3,huda3@t.example,Level 2,Pune,India,,,",
        header=TWO,
    )

    kinds = dict(PostalAddress.objects.values_list("city", "kind"))
    assert stands(1) == ["Dubai, AE", "Level 12 BKC, Mumbai"]
    assert stands(2) == ["14 Hill Road, IN", "London"]
    assert stands(3) == ["Level 2, Pune, IN"]
    assert (kinds["Mumbai"], kinds["Dubai"], kinds["Pune"]) == ("work", "home", "work")
    lives = Contact.objects.order_by("id").values_list("residence_country", flat=True)
    assert list(lives) == ["AE", "IN", ""]


def test_office_and_home_follow_and_go_back_each_for_itself(bring, take_back):
    said = "Huda,Tester1,huda1@t.example,Level 12 BKC,Mumbai,,,Dubai,United Arab Emirates"
    bring(said, header=TWO)
    later = bring(said.replace("Mumbai", "Pune").replace(",,,", ",India,,"), header=TWO)

    assert stands() == ["Dubai, AE", "Level 12 BKC, Pune, IN"]
    assert later.counts["changes"] == {"work address": 1}
    take_back(later)
    assert stands() == ["Dubai, AE", "Level 12 BKC, Mumbai"]


def test_an_office_is_added_to_somebody_known_at_home_and_ends_with_its_file(bring, take_back):
    bring(row())

    later = bring("Huda,Tester1,huda1@t.example,Level 12 BKC,Mumbai,India,,,", header=TWO)

    assert stands() == [AT_VILLA, "Level 12 BKC, Mumbai, IN"]
    take_back(later)
    assert stands() == [AT_VILLA]


def test_what_an_import_did_to_addresses_is_part_of_its_proof(bring, bob):
    bring(row())
    second, third = bring(row(FLAT)), bring(row("Plot 9,Abu Dhabi"))
    said = canonical_hash(second)

    edit(PostalAddress.objects.get(), bob, lines="Plot 10")
    assert (canonical_hash(second), canonical_hash(third) == said) == (said, False)
