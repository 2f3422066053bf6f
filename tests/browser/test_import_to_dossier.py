"""A file on its way through two people's hands, and back."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from imports.models import RawBatch
from tests.imports.acts import ROWS, csv_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SLOW = 2.5  # seconds: the page asks every second whether it is to be loaded anew
FILE = {"name": "phone-book.csv", "mimeType": "text/csv", "buffer": csv_of(*ROWS)}


def upload(page: Page) -> str:
    """Bring the file, confirm what its columns mean and return the address of the import."""
    page.get_by_role("link", name="Imports", exact=True).click()
    page.get_by_label("Drop a file here, or choose one").set_input_files(FILE)
    page.get_by_label("Where it comes from").select_option("HubSpot")
    page.get_by_role("button", name="Upload").click()
    columns = page.get_by_role("table", name="One row for each column of the file")
    row = columns.get_by_role("row", name=re.compile("^First Name"))
    expect(row.locator("option:checked")).to_have_text("First name")
    page.get_by_role("button", name="Confirm and go on").click()
    expect(page.get_by_role("heading", name="What would be written")).to_be_visible()
    return page.url


def test_a_file_is_brought_approved_explained_and_undone(open_page, log_in, alice, dora, hubspot):  # noqa: ARG001
    hers, founders = log_in(open_page(), alice), log_in(open_page(), dora)

    address = upload(hers)
    founders.goto(address)
    founders.get_by_role("button", name="Approve and write").click()
    expect(founders.get_by_role("heading", name="What was written")).to_be_visible()

    hers.goto("/contacts/")
    hers.get_by_role("link", name="Meera Rao").click()
    value = hers.get_by_role("heading", name="Meera Rao").get_by_role("button")
    value.focus()
    note = hers.locator(f"#{value.get_attribute('aria-describedby')}")
    expect(note).to_be_visible()
    expect(note).to_contain_text("phone-book.csv")
    expect(note).to_contain_text("Row 2, column First Name + Last Name")
    expect(note.locator(".origin-cell")).to_have_text("Meera | Rao")
    expect(note).to_contain_text("Proposed by Alice Fernandes, approved by Dora Kapadia")

    hers.goto(f"{address}?step=result")
    hers.get_by_role("button", name="Undo the import of 3 rows").click()
    founders.goto(f"{address}?step=result")
    founders.get_by_role("button", name="Approve the undoing").click()
    expect(founders.get_by_role("heading", name="What undoing did")).to_be_visible()
    expect(founders.get_by_role("link", name="3 archived")).to_be_visible()
    founders.goto("/contacts/")
    expect(founders.get_by_role("link", name="Meera Rao")).to_have_count(0)


def test_who_brought_a_file_is_told_that_somebody_else_decides(page, sign_in, alice, dora, waiting):  # noqa: ARG001
    sign_in(page, alice)

    page.goto(f"/imports/{waiting.uid}/")

    expect(page.get_by_text("somebody else has to decide")).to_be_visible()
    expect(page.get_by_text("has to approve this import: Dora Kapadia")).to_be_visible()
    expect(page.get_by_role("button", name="Approve and write")).to_have_count(0)


def test_a_page_that_comes_slowly_is_asked_for_once(page, sign_in, alice, dora, waiting):  # noqa: ARG001 -- dora may decide
    batches = RawBatch.objects.filter(pk=waiting.pk)
    batches.update(state="mapping_approved")
    sign_in(page, alice)
    page.goto(f"/imports/{waiting.uid}/")
    expect(page.get_by_label("Progress", exact=True)).to_be_visible()
    asked = []

    def slowly(route):
        asked.append(route.request.url)
        time.sleep(SLOW)
        route.continue_()

    page.route(f"**/imports/{waiting.uid}/", slowly)
    batches.update(state="pending_approval")

    expect(page.get_by_text("somebody else has to decide")).to_be_visible()
    assert len(asked) == 1
