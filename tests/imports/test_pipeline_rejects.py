"""Rows that were given back may be mended and brought again."""

import pytest

from contacts.models import Contact
from imports.services.rejects import left_behind
from tests.imports.acts import ROWS, bring, carry_out, csv_of

pytestmark = pytest.mark.django_db

CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Rao;Meera;;;\r\nFN:Meera Rao\r\nTEL:+919820011111\r\n"
    "END:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nTITLE:Nobody we can name\r\n"
    "X-HOBBY:Chess\r\nEND:VCARD\r\n"
)


def test_our_own_columns_are_left_aside_and_the_saved_mapping_still_fits(alice, dora, hubspot):
    first = carry_out(csv_of(*ROWS, "104,,,,,,"), by=alice, approver=dora, source=hubspot)
    out, _ = left_behind(first)
    with out:
        mended = out.read().decode().replace("104,,,,,,", "104,Nina,Shah,nina@shah.example,,,")

    batch = bring(mended.encode(), by=alice, source=hubspot)

    manifest = batch.manifests.get()
    ours = manifest.columns.order_by("position").values_list("header", "target", "reason")
    assert manifest.from_profile is not None
    assert [each[:2] for each in ours][-2:] == [("Row", ""), ("Reason", "")]
    assert list(ours)[-1][2] == "our own column of rows that were given back"


def test_cards_come_back_as_cards_with_their_own_lines_and_the_reason(alice, dora, hubspot):
    batch = carry_out(CARDS.encode(), by=alice, approver=dora, source=hubspot, name="phone.vcf")

    out, name = left_behind(batch)

    with out:
        text = out.read().decode()
    assert (name, Contact.objects.count()) == ("phone-not-imported.vcf", 1)
    assert text.splitlines() == [
        "BEGIN:VCARD", "VERSION:3.0", "TITLE:Nobody we can name", "X-HOBBY:Chess",
        "X-NOT-IMPORTED:no name, phone or e-mail: nobody to create", "END:VCARD",
    ]  # fmt: skip
