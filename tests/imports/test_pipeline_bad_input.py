"""Files that are broken: a clear message or an issue on the row; never a crash or a lost row."""

import io
import zipfile
from dataclasses import replace
from itertools import islice

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contacts.models import Contact
from imports import services
from imports.models import RawBatch
from imports.pipeline import receive
from imports.services.rejects import left_behind
from imports.sources import SourceError, open_table
from tests.imports.acts import HEADER, ROWS, bring, carry_out, csv_of, propose

pytestmark = pytest.mark.django_db


def bomb() -> bytes:
    """A workbook of 300 MB in 300 kB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return out.getvalue()


UNREADABLE = {
    "a picture named .csv": lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8,
    "a zip bomb": bomb,
    "a damaged workbook": lambda: b"PK\x03\x04" + b"not really a workbook" * 20,
    "300,000 columns": lambda: b",".join(b"c" for _ in range(300_000)) + b"\n1\n",
    "a line of 12 MB": lambda: b"a" * 12_000_000,
    "blank lines alone": lambda: b"\r\n" * 500,
}


@pytest.mark.parametrize("make", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_fails_with_a_message(alice, hubspot, make):
    batch = bring(make(), by=alice, source=hubspot)

    assert batch.state == "failed"
    assert len(batch.error) > 20
    assert "Error:" not in batch.error
    assert batch.rows.count() == 0


def test_a_file_that_breaks_off_while_its_rows_are_kept_says_so(alice, hubspot, monkeypatch):
    def damaged(*args, **kwargs):
        table = open_table(*args, **kwargs)
        return replace(table, read=lambda part: breaks_off(table.read(part)))

    def breaks_off(rows):
        yield from islice(rows, 3)
        raise SourceError("damaged_workbook", "The sheet breaks off. Save the workbook again.")

    monkeypatch.setattr(receive, "open_table", damaged)
    monkeypatch.setattr(receive, "CHUNK", 2)

    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)

    assert (batch.state, batch.error) == (
        "failed",
        "The sheet breaks off. Save the workbook again.",
    )
    assert batch.rows.count() == 2  # those of the chunk that was whole


@pytest.mark.parametrize("make", UNREADABLE.values(), ids=UNREADABLE)
def test_its_page_shows_the_message(alice, hubspot, make):
    batch = bring(make(), by=alice, source=hubspot)
    client = Client()
    client.force_login(alice)

    answer = client.get(f"/imports/{batch.uid}/")

    assert answer.status_code == 200
    assert "This import stopped." in answer.content.decode()


def test_an_empty_file_is_refused_at_the_door(alice, hubspot):
    client = Client()
    client.force_login(alice)

    body = {"file": SimpleUploadedFile("empty.csv", b""), "source": hubspot.pk}
    answer = client.post("/imports/", body)

    assert answer.status_code == 422
    assert "0 bytes" in answer.content.decode()
    assert RawBatch.objects.count() == 0


def test_utf_16_is_read(alice, dora, hubspot):
    content = csv_of("1,Zoë,Müller,zoe@muller.example,,,").decode().encode("utf-16")

    carry_out(content, by=alice, approver=dora, source=hubspot)

    assert Contact.objects.get().full_name == "Zoë Müller"


def test_ragged_rows_keep_every_cell_and_say_so(alice, hubspot):
    rows = [*ROWS, "104,Nia,Okoye", "105,Ada,Obi,ada@obi.example,,Obi,CEO,extra,more"]
    batch = bring(csv_of(*rows), by=alice, source=hubspot)

    cells = dict(batch.rows.values_list("row_no", "cells"))

    assert cells[5] == ["104", "Nia", "Okoye"]
    assert cells[6][-2:] == ["extra", "more"]
    assert batch.rows.filter(row_no=6, issues__isnull=False).exists()


def test_two_columns_of_one_name_both_survive(alice, dora, hubspot):
    header = HEADER.replace("Company Name,Job Title", "Phone Number,Phone Number")
    row = "1,Meera,Rao,,+91 98200 11111,+91 98200 22222,+91 98200 33333"
    content = csv_of(row, row.replace("Meera", "Mira").replace("1,", "2,", 1), header=header)
    batch = propose(content, by=alice, source=hubspot)

    assert batch.header.count("Phone Number") == 3
    assert len(batch.normalised.get(row_no=2).points) == 3
    assert dora not in batch.proposal.barred


def test_a_formula_stays_text_and_is_escaped_on_the_way_out(alice, dora, hubspot):
    formula = '104,,,"=HYPERLINK(""http://x"")",,,'
    batch = carry_out(csv_of(*ROWS, formula), by=alice, approver=dora, source=hubspot)

    out, _ = left_behind(batch)
    with out:
        written = out.read()

    assert batch.rows.get(row_no=5).cells[3] == '=HYPERLINK("http://x")'
    assert b"'=HYPERLINK" in written


def test_nul_bytes_are_an_issue_and_not_a_crash(alice, hubspot):
    batch = bring(csv_of(*ROWS, "104,Ni\0a,Okoye,,,,"), by=alice, source=hubspot)

    assert (batch.state, batch.row_count) == ("mapping_proposed", 4)
    assert batch.rows.get(row_no=5).issues != []


def test_a_quote_that_never_ends_loses_no_text(alice, hubspot):
    batch = bring(csv_of(*ROWS, '104,"Nia,Okoye,nia@okoye.example,,,'), by=alice, source=hubspot)

    text = " ".join(cell for cells in batch.rows.values_list("cells", flat=True) for cell in cells)

    assert batch.state == "mapping_proposed"
    assert "nia@okoye.example" in text


def test_an_unknown_encoding_fails_with_a_message(alice, hubspot):
    batch = bring(csv_of(*ROWS), by=alice, source=hubspot)

    new = services.reread(batch, services.Reading(encoding="klingon"), by=alice)

    assert services.advance(new.pk).error == (
        "There is no encoding named klingon. Choose one from the list."
    )
