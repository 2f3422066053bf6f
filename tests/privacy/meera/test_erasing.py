# ruff: noqa: S608 -- the names come from the catalogue
"""Somebody is forgotten everywhere, the record proves itself, no file brings them back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Account
from approvals import services as approvals
from approvals.models import Proposal, RejectedValue
from client360.models import SavedView
from contacts.models import Contact
from identity.services.merging import Order
from identity.services.proposing import propose_merge
from imports.models import RowResult
from opportunities.models import Booking
from opportunities.services import hold_unit, submit_booking
from privacy.models import LegalHold
from privacy.services import AlreadyErasedError, erase_contact, propose_erasure
from tests.approvals.acts import approve, change
from tests.factories.client360 import SavedViewFactory
from tests.factories.contacts import AccountContactFactory, ContactFactory
from tests.factories.core import UserFactory, in_role
from tests.imports.acts import carry_out, csv_of
from tests.privacy.conftest import ROW, SECRET, _csv, propose
from tests.refusals import refusal

pytestmark = pytest.mark.django_db

TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1
"""


def tables_that_say(word: str) -> set[str]:
    """Return every table of the database in which a word stands, in whatever column."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [row[0] for row in cursor.fetchall()]
        found = set()
        for name in names:
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{name}" t WHERE t::text ILIKE %s)', [f"%{word}%"]
            )
            if cursor.fetchone()[0]:
                found.add(name)
    return found


def erase(contact: Contact, by):
    return erase_contact(contact, by=by, grounds="asked by letter of 20 November")


@pytest.mark.usefixtures("meera")
def test_before_the_erasure_the_word_stands_all_over_the_place():
    assert len(tables_that_say(SECRET)) > 20


def test_nothing_of_them_is_left_in_any_table(meera, dora):
    erase(meera, dora)

    assert tables_that_say(SECRET) == set()
    assert tables_that_say("98200 ?11111") == set()
    assert tables_that_say("9820011111") == set()


DEALS = "Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Contact person,Person - Email"
TALKS = "Activity - Subject,Activity - Type,Activity - Due date,Activity - Done,Person - Email"


@pytest.mark.parametrize(
    ("row", "header"),
    [
        ("7,Raosecret / Palm,850000,AED,Meera Raosecret,meera@raosecret.example", DEALS),
        ("Call of Raosecret,Call,2026-03-14,Done,meera@raosecret.example", TALKS),
    ],
)
def test_nor_of_the_files_of_their_deals_and_activities(meera, dora, alice, hubspot, row, header):
    for each in (row, row + " "):  # the second tells of the same record
        content = csv_of(each, header=header)
        carry_out(content, by=alice, approver=dora, source=hubspot, name="more.csv")
    assert RowResult.objects.exists()

    erase(meera, dora)

    assert tables_that_say(SECRET) == set()


def test_nor_of_proposals_that_made_them_named_them_or_were_about_their_deals(meera, alice, dora):
    points = [{"kind": "email", "value": "r@raosecret.example"}]
    made = propose("contact.create", alice, full_name="Ravi Raosecret", points=points)
    approvals.apply(approve(made, dora))
    ravi = Contact.objects.get(full_name="Ravi Raosecret")
    order = Order(survivor=ContactFactory(), losers=[ravi])
    merge = propose_merge(order, by=alice, reason="raosecret", evidence=["raosecret"])
    client = {"primary_contact": str(ravi.uid)}
    deal = propose("opportunity.create", alice, name="Raosecret 3BHK", **client)
    failed = Proposal.objects.filter(pk__in=[made.pk, merge.pk, deal.pk])
    failed.update(error="Raosecret did not fit")
    Proposal.objects.filter(pk=deal.pk).update(dedupe_key="pulse:raosecret")

    erase(meera, dora)
    erase(ravi, dora)

    assert tables_that_say(SECRET) == set()
    assert set(failed.values_list("title", flat=True)) == {"Erased"}


def test_hashes_of_what_was_turned_down_go_and_those_of_others_stay(meera, alice, dora):
    omar = Contact.objects.get(full_name="Omar Haddad")
    for person in (meera, omar):
        said = change(person, by=alice, date_of_birth="1979-03-17")
        stands = {"revision": said.revision, "content_hash": said.content_hash}
        approvals.reject(said, by=dora, reason="not theirs", **stands)
    kept = RejectedValue.objects.get(target_uid=omar.uid)

    erase(meera, dora)

    row = RejectedValue.objects.get(target_uid=meera.uid)
    assert (row.value_hash, row.evidence, row.field) == ("", [], "date_of_birth")
    stays = RejectedValue.objects.get(target_uid=omar.uid)
    assert (stays.value_hash, stays.evidence) == (kept.value_hash, kept.evidence)
    assert kept.value_hash


def test_whom_somebody_said_no_about_can_be_erased(meera, alice, dora):
    said = change(meera, by=alice, occupation="Raosecret heiress")
    stands = {"revision": said.revision, "content_hash": said.content_hash}
    approvals.reject(said, by=dora, reason="Raosecret is no heiress", **stands)

    erase(meera, dora)

    assert tables_that_say(SECRET) == set()
    assert said.events.get(type="rejected").reason == "Erased"


def test_whoever_was_merged_into_them_goes_with_them(meera, dora):
    ContactFactory(full_name="Mira Raosecret", state="merged", merged_into=meera)

    erase(meera, dora)

    assert tables_that_say(SECRET) == set()


def test_a_company_others_work_in_keeps_its_name(meera, dora):
    firm = Account.objects.get(display_name="Raosecret Holdings")
    AccountContactFactory(account=firm)

    erase(meera, dora)

    assert tables_that_say(SECRET) == {"accounts_account", "accounts_historicalaccount"}


def test_a_company_of_another_name_stays_though_nobody_else_is_known_there(meera, dora):
    firm = AccountContactFactory(contact=meera, account__display_name="Gulf Estates").account

    erase(meera, dora)

    firm.refresh_from_db()
    assert (firm.display_name, firm.state) == ("Gulf Estates", "active")


@pytest.mark.parametrize(
    ("name", "goes"),
    [
        ("RAOSECRET, Meera: what is left", True),
        ("Dr Meera Raosecret\u2019s flats", True),
        ("मीरा राव's flats", True),
        ("Meera and others", False),  # nobody knows which
        ("Ravi Raosecret", False),
    ],
)
def test_views_named_after_them_are_renamed_and_stay(meera, dora, alice, name, goes):
    Contact.objects.filter(pk=meera.pk).update(native_name="मीरा राव", version=meera.version + 1)
    views = [
        SavedViewFactory(owner=alice, name=f"{name}{end}", columns=["owner"]) for end in ("", " 2")
    ]

    erase(meera, dora)

    now = SavedView.objects.filter(pk__in=[view.pk for view in views])
    names = {f"Erased view {str(view.uid)[-8:]}" if goes else view.name for view in views}
    assert set(now.values_list("name", flat=True)) == names
    assert set(now.values_list("query", flat=True)) == {"lifecycle=lead"}


def test_whoever_has_booked_is_restricted_and_not_erased(meera, dora, alice):
    booking = Booking.objects.get(opportunity__primary_contact=meera)
    tomorrow = timezone.now() + timedelta(days=1)
    hold_unit(booking.unit, opportunity=booking.opportunity, until=tomorrow, by=alice)
    submit_booking(booking, by=alice)

    outcome = erase(meera, dora)

    assert (outcome.erased, outcome.held_by) == (False, ("A booking that stands",))


def test_others_in_the_same_file_keep_every_value(meera, dora):
    erase(meera, dora)

    assert Contact.objects.filter(full_name="Omar Haddad", state="active").count() == 1
    assert "imports_rawrecord" in tables_that_say("omar@haddad.example")


def test_the_row_stays_as_an_erased_one_with_its_versions(meera, dora):
    versions = meera.version

    outcome = erase(meera, dora)

    assert outcome.contact.state == "erased"
    assert outcome.contact.full_name == f"Erased contact {str(meera.uid)[:8]}"
    assert outcome.contact.history.count() == versions + 1


def test_an_import_of_the_same_file_does_not_bring_them_back(meera, dora, alice, hubspot):
    erase(meera, dora)

    batch = carry_out(_csv(ROW + " "), by=alice, approver=dora, source=hubspot, name="again.csv")

    row = batch.resolutions.get(row_no=2)
    assert (row.outcome, row.reason) == ("reject", "erased at the person's wish")
    assert Contact.objects.filter(full_name__icontains=SECRET).count() == 0


def test_a_stranger_with_the_same_name_is_not_suppressed(meera, dora, alice, hubspot):
    erase(meera, dora)
    other = "201,Meera,Raosecret,other@mail.example,+91 98200 99999,,"

    carry_out(_csv(other), by=alice, approver=dora, source=hubspot, name="other.csv")

    assert Contact.objects.filter(full_name="Meera Raosecret").count() == 1


def test_a_legal_hold_restricts_instead(meera, dora):
    LegalHold.objects.create(contact=meera, reason="booking", placed_by=dora)

    outcome = erase(meera, dora)

    assert (outcome.erased, outcome.held_by) == (False, ("Booking or agreement",))
    assert (outcome.contact.visibility, outcome.contact.do_not_contact) == (0, True)
    assert outcome.contact.full_name == "Meera Raosecret"


def test_nobody_is_erased_twice(meera, dora):
    erase(meera, dora)
    meera.refresh_from_db()

    with pytest.raises(AlreadyErasedError):
        erase(meera, dora)


def test_two_people_of_different_roles_have_to_approve(meera, alice, frank, grace):
    proposal = propose_erasure(meera, by=alice, grounds="letter of 20 November")

    approve(proposal, frank, reason="checked")
    proposal.refresh_from_db()
    assert proposal.state == "pending"
    approvals.apply(approve(proposal, grace, reason="checked too"))

    proposal.refresh_from_db()
    meera.refresh_from_db()
    assert (proposal.state, meera.state) == ("applied", "erased")
    assert tables_that_say(SECRET) == set()


def test_who_asks_cannot_approve(meera, frank):
    in_role(UserFactory(username="heidi"), "steward")
    proposal = propose_erasure(meera, by=frank, grounds="letter")

    with pytest.raises(approvals.SelfApprovalError):
        approve(proposal, frank, reason="my own")


@pytest.mark.usefixtures("meera")
def test_outside_an_erasure_history_and_raw_rows_cannot_be_redacted():
    pretended = "SET LOCAL app.erasure = '018f3c1a-0000-7000-8000-000000000000'; "
    redactions = [
        "UPDATE contacts_historicalcontact SET full_name = ''",
        "UPDATE imports_rawrecord SET cells = '[]'",
        "UPDATE core_auditevent SET payload = '{}'",
        pretended + "UPDATE contacts_historicalcontact SET full_name = ''",
    ]

    assert [refusal(lambda sql=sql: connection.cursor().execute(sql)) for sql in redactions] == [
        "row_is_kept"
    ] * 4
