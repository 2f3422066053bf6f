"""A plan that waited: who is who is asked again when its rows are written."""

import pytest
from django.urls import reverse

from accounts.models import Account
from contacts.models import Contact, ContactPoint
from contacts.services import update_contact
from identity.models import SourceRecord
from imports import services
from imports.services import Decision
from tests.factories.contacts import ContactFactory, ContactPointFactory
from tests.factories.core import SourceSystemFactory
from tests.imports.acts import ROWS, apply, carry_out, csv_of, propose, undo

pytestmark = pytest.mark.django_db

CARDS = b"".join(
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:%b\r\nTEL;TYPE=CELL:%b\r\nEMAIL:%b\r\nEND:VCARD\r\n" % card
    for card in (
        (b"Meera Rao", b"+91 98200 11111", b"meera@rao.example"),
        (b"Omar Haddad", b"+971 50 123 4567", b"omar@haddad.example"),
        (b"Nora Khan", b"+971 50 765 4321", b"nora@khan.example"),
    )
)


def plan_of(batch) -> dict[int, str]:
    return dict(batch.resolutions.order_by("row_no").values_list("row_no", "outcome"))


@pytest.fixture
def phone_book(db):  # noqa: ARG001 -- opens the database
    return SourceSystemFactory(code="phone-book", name="Phone book")


@pytest.fixture
def waited(alice, dora, hubspot, phone_book):
    """Two files with the same people waited side by side; both are approved now."""
    first = propose(csv_of(*ROWS), by=alice, source=hubspot)
    second = propose(CARDS, by=alice, source=phone_book, name="phone.vcf")
    assert set(plan_of(first).values()) == set(plan_of(second).values()) == {"create"}
    apply(first.proposal, by=dora)
    apply(second.proposal, by=dora)
    second.refresh_from_db()
    return second


def test_people_who_came_while_a_plan_waited_are_not_made_twice(waited):
    names = list(Contact.objects.order_by("full_name").values_list("full_name", flat=True))

    assert names == ["Lena Vogt", "Meera Rao", "Nora Khan", "Omar Haddad"]
    assert list(plan_of(waited).values()) == ["ambiguous", "ambiguous", "create"]


def test_a_row_known_by_now_waits_for_a_decision_and_says_why(waited):
    row = waited.resolutions.order_by("row_no").first()

    assert row.reason.startswith("known by now")
    assert row.candidates == [Contact.objects.get(full_name="Meera Rao").pk]
    assert (waited.counts["create"], waited.counts["ambiguous"]) == (1, 2)


def test_rows_known_by_now_become_the_people_they_are_once_somebody_says_so(waited, alice, dora):
    meera = Contact.objects.get(full_name="Meera Rao")
    row = waited.resolutions.get(candidates=[meera.pk])

    services.decide_rows(waited, [Decision(row.row_no, "match", meera.pk)], by=alice)
    apply(services.propose_rest(waited, by=alice), by=dora)

    assert Contact.objects.filter(full_name="Meera Rao").count() == 1
    assert SourceRecord.objects.filter(contact=meera, ended_at=None).count() == 2


def test_all_rows_known_by_now_whose_name_fits_are_answered_at_once(waited, alice, dora):
    assert services.link_known_by_now(waited, by=alice) == 2

    apply(services.propose_rest(waited, by=alice), by=dora)

    waited.refresh_from_db()
    assert (waited.state, Contact.objects.count()) == ("applied", 4)
    assert list(plan_of(waited).values()) == ["match", "match", "create"]


def test_the_page_of_the_import_says_who_was_known_by_now(waited, client, alice):
    client.force_login(alice)

    page = client.get(reverse("imports:detail", args=[waited.uid])).content.decode()

    assert "2 rows are about people we know by now" in page
    assert reverse("imports:link_known", args=[waited.uid]) in page


def test_a_number_typed_in_while_a_plan_waited_is_not_given_to_a_second_person(
    alice, dora, hubspot
):
    batch = propose(csv_of(*ROWS), by=alice, source=hubspot)
    kiran = ContactFactory(full_name="Kiran Shah")
    ContactPointFactory(contact=kiran, value_norm="+919820011111", is_identity=True)

    apply(batch.proposal, by=dora)

    assert plan_of(batch) == {2: "ambiguous", 3: "create", 4: "create"}
    assert "another name" in batch.resolutions.get(row_no=2).reason


def test_an_id_that_came_while_a_plan_waited_is_one_person(alice, dora, hubspot):
    first = propose(csv_of("1,Meera,Rao,,,,"), by=alice, source=hubspot)
    second = propose(csv_of("1,Meera,Rao,,,,Chair"), by=alice, source=hubspot, name="more.csv")
    apply(first.proposal, by=dora)

    apply(second.proposal, by=dora)

    assert Contact.objects.count() == 1
    assert plan_of(second) == {2: "ambiguous"}


def test_a_row_that_repeats_one_known_by_now_waits_with_it(alice, dora, hubspot, phone_book):
    twin = "109,Meera,Rao,meera@rao.example,+91 98200 22222,,"
    waiting = propose(csv_of(*ROWS, twin), by=alice, source=hubspot)
    carry_out(CARDS, by=alice, approver=dora, source=phone_book, name="phone.vcf")

    apply(waiting.proposal, by=dora)

    assert plan_of(waiting) == {2: "ambiguous", 3: "ambiguous", 4: "create", 5: "ambiguous"}
    assert services.link_known_by_now(waiting, by=alice) == 3


def test_an_answer_given_before_somebody_else_came_is_asked_for_anew(alice, dora, hubspot):
    carry_out(csv_of(ROWS[0]), by=alice, approver=dora, source=hubspot)
    row = "201,Kiran,Shah,kiran@shah.example,+91 98200 11111,,"
    batch = propose(csv_of(row), by=alice, source=hubspot, name="kiran.csv")
    services.decide_rows(batch, [Decision(2, "create")], by=alice)
    batch.refresh_from_db()
    kiran = ContactFactory(full_name="Kiran Shah")
    ContactPointFactory(
        contact=kiran, kind="email", value_norm="kiran@shah.example", is_identity=True
    )

    apply(batch.proposal, by=dora)

    assert plan_of(batch) == {2: "ambiguous"}
    assert Contact.objects.filter(full_name="Kiran Shah").count() == 1


def test_an_account_that_came_while_a_plan_waited_is_not_made_twice(alice, dora, hubspot):
    header = "Company name,Industry,Company Domain Name,Number of Employees"
    content = csv_of("Meridian Group,Property,meridian.example,40", header=header)
    other = SourceSystemFactory(code="register")
    first = propose(content, by=alice, source=hubspot)
    second = propose(content, by=alice, source=other, again=True)
    assert first.entity == second.entity == "account"
    apply(first.proposal, by=dora)

    apply(second.proposal, by=dora)

    assert Account.objects.count() == 1


@pytest.fixture
def archived_since(alice, dora, hubspot, phone_book):
    """A file of people HubSpot brought waited while HubSpot's file was undone."""
    first = carry_out(csv_of(ROWS[0]), by=alice, approver=dora, source=hubspot)
    second = propose(csv_of(ROWS[0] + " again"), by=alice, source=phone_book)
    assert plan_of(second) == {2: "match"}
    undo(first, by=alice, approver=dora)
    return second


def test_nothing_is_written_into_people_archived_while_a_plan_waited(archived_since, dora):
    apply(archived_since.proposal, by=dora)

    meera = Contact.objects.get(full_name="Meera Rao")
    assert (meera.state, meera.points.exclude(status="retired").count()) == ("archived", 0)
    assert plan_of(archived_since) == {2: "ambiguous"}


def test_a_merged_person_is_followed_to_the_one_that_stays(alice, dora, hubspot, phone_book):
    carry_out(csv_of(ROWS[0]), by=alice, approver=dora, source=hubspot)
    batch = propose(csv_of(ROWS[0] + " again"), by=alice, source=phone_book)
    stays = ContactFactory(full_name="Meera Rao")
    meera = Contact.objects.exclude(pk=stays.pk).get()
    update_contact(meera, by=alice, state="merged", merged_into=stays)

    apply(batch.proposal, by=dora)

    assert SourceRecord.objects.get(batch_id=batch.pk, contact__isnull=False).contact == stays


@pytest.fixture
def archived(alice, dora, hubspot):
    """Meera, whom HubSpot brought, was archived by hand."""
    carry_out(csv_of(ROWS[0]), by=alice, approver=dora, source=hubspot)
    meera = Contact.objects.get()
    return update_contact(meera, by=alice, state="archived")


def test_an_archived_person_alone_is_a_question(archived, alice, phone_book):
    batch = propose(CARDS, by=alice, source=phone_book, name="phone.vcf")

    row = batch.resolutions.order_by("row_no").first()

    assert (row.outcome, row.candidates) == ("ambiguous", [archived.pk])
    assert "archived" in row.reason


def test_an_archived_person_known_by_id_is_a_question_too(archived, alice, hubspot):
    batch = propose(csv_of("101,Meera,Rao,,,,Chair"), by=alice, source=hubspot)

    row = batch.resolutions.get()

    assert (row.outcome, row.candidates) == ("ambiguous", [archived.pk])


def test_keys_lead_to_the_active_person_rather_than_an_archived_one(archived, alice, phone_book):
    live = ContactFactory(full_name="Meera Rao")
    archived.points.filter(kind="email").update(is_identity=False, version=2)
    ContactPointFactory(
        contact=live, kind="email", value_norm="meera@rao.example", is_identity=True
    )

    batch = propose(CARDS, by=alice, source=phone_book, name="phone.vcf")

    assert batch.resolutions.order_by("row_no").first().target_id == live.pk


def test_an_archived_person_somebody_chose_comes_back_and_goes_again(
    archived, alice, dora, phone_book
):
    batch = propose(CARDS, by=alice, source=phone_book, name="phone.vcf")
    row = batch.resolutions.order_by("row_no").first()
    services.decide_rows(batch, [Decision(row.row_no, "match", archived.pk)], by=alice)
    batch.refresh_from_db()
    apply(batch.proposal, by=dora)
    archived.refresh_from_db()
    assert archived.state == "active"

    batch.refresh_from_db()
    undo(batch, by=alice, approver=dora)

    archived.refresh_from_db()
    assert archived.state == "archived"


def test_what_a_fresh_plan_creates_claims_its_numbers(alice, dora, hubspot):
    carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)

    claims = ContactPoint.objects.filter(kind="email").values_list("is_identity", flat=True)

    assert list(claims) == [True, True, True]
