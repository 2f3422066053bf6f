"""What the pages of an import say about whom and what its rows are."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Account
from approvals.models import Proposal
from approvals.services import expire_due
from imports import services
from imports.selectors import issue_counts
from tests.api_clients import calls
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory
from tests.imports.acts import ROWS, bring, carry_out, csv_of, propose
from tests.imports.test_pages import browser, page, said

pytestmark = pytest.mark.django_db

FIRMS = "Record ID,Company name,Company Domain Name,Industry,Number of Employees"
DEALS = "Record ID,Deal Name,Deal Stage,Amount,Currency,Associated Contact"
BOOK = "Name,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value"


def test_a_row_of_a_known_account_names_it_and_no_person_of_the_same_id(alice, dora, hubspot):
    nadia = ContactFactory(full_name="Nadia Fahmy", by=dora)
    estates = AccountFactory(display_name="Gulf Estates", owner=alice, by=dora)
    Account.objects.filter(pk=estates.pk).update(id=nadia.pk, version=estates.version + 1)
    firms = csv_of("9,Gulf Estates,gulf.example,Property,12", header=FIRMS)
    batch = propose(firms, by=alice, source=hubspot)

    shown = said(browser(alice).get(page(batch), {"step": "rows"}))
    (row,) = calls(dora).get(f"/api/v1/imports/{batch.uid}/rows/").json()["results"]

    assert "Nadia Fahmy" not in shown
    assert re.search("An account of this name exists. Gulf Estates", shown)
    assert row["resolution"]["target"] == str(estates.uid)


def test_a_deal_says_whose_it_will_be(alice, dora, hubspot):
    carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    deal = "7,Tower B,Qualified,100,INR,Meera Rao (meera@rao.example)"
    batch = propose(csv_of(deal, header=DEALS), by=alice, source=hubspot)

    shown = said(browser(alice).get(page(batch), {"step": "rows"}))

    assert "Its person is known by their number or e-mail. About Meera Rao" in shown


def test_who_approves_sees_whose_values_would_change(alice, dora, hubspot):
    carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    again = ROWS[0].replace("Director", "Chairwoman")
    batch = propose(csv_of(again), by=alice, source=hubspot)

    shown = said(browser(dora).get(page(batch)))

    assert re.search("Row 2 · Meera Rao .* Director .* Chairwoman", shown)


def test_who_decides_about_an_undoing_sees_what_it_would_keep(alice, dora, hubspot):
    batch = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    services.propose_revert(batch, by=alice)

    answer = browser(dora).get(page(batch), {"step": "result"})
    tried = browser(dora).get(page(batch), {"step": "result", "look": "undo"})

    assert "When it was proposed: 3 would be archived, 0 restored, 0 kept" in said(answer)
    assert "As things stand: 3 would be archived" in said(tried)


def test_an_import_nobody_decided_about_in_time_says_so(alice, dora, hubspot):  # noqa: ARG001 -- dora might have decided
    batch = propose(csv_of(*ROWS), by=alice, source=hubspot)
    ago = timezone.now() - timedelta(days=31)
    times = {"submitted_at": ago, "expires_at": ago + timedelta(days=30)}
    Proposal.objects.filter(pk=batch.proposal_id).update(**times)

    expire_due()

    listed = said(browser(alice).get("/imports/"))
    assert "Expired" in listed
    assert "Waiting for approval" not in listed


def test_a_file_that_is_no_table_leads_to_another_upload(alice, hubspot):
    batch = bring(b"\x89PNG\r\n\x1a\n" + bytes(200), by=alice, source=hubspot)

    shown = said(browser(alice).get(page(batch)))

    assert re.search("holds a picture, not a table.*Upload another file", shown)


def test_a_column_of_labels_says_what_it_is_for(alice, hubspot):
    card = "Meera Rao,Work,meera@rao.example,Home Fax,+91 98200 22222"

    columns = said(
        browser(alice).get(page(bring(csv_of(card, header=BOOK), by=alice, source=hubspot)))
    )

    assert columns.count("Says row by row what the value beside it is") == 2


def test_a_row_with_an_issue_twice_counts_once(alice, dora, hubspot):  # noqa: ARG001 -- dora may decide
    row = "James Hart,+44 770 090 0128,+44 770 090 0129"
    batch = propose(csv_of(row, header="Name,Phone,Mobile"), by=alice, source=hubspot)

    assert issue_counts(batch) == [("unassigned_range", 1)]
