"""Amounts whose unit stands in the header, from the file to the client and back to the cell."""

from decimal import Decimal

import pytest
from django.test import Client

from contacts.models import Contact
from imports.selectors import explain
from tests.imports.acts import carry_out, csv_of, origins_of, propose
from tests.imports.told_again import ARJUN, the

pytestmark = pytest.mark.django_db
HEADER = "Name,Email,Budget (Lakh)"
ROWS = (
    "Meera Rao,meera@rao.example,85",
    "Omar Haddad,omar@haddad.example,1.2 Cr",
    "Lena Vogt,lena@vogt.example,8500000",
    "Asha Iyer,asha@iyer.example,8500",
)


def test_a_budget_in_lakh_is_lakh_and_its_cell_says_how_it_was_read(alice, dora, hubspot):
    carry_out(
        csv_of(*ROWS, header=HEADER), by=alice, approver=dora, source=hubspot, region_hint="IN"
    )

    people = {each.full_name: each for each in Contact.objects.all()}
    budgets = {name: each.budget_min for name, each in people.items()}
    assert budgets == {
        "Meera Rao": Decimal(8_500_000),
        "Omar Haddad": Decimal(12_000_000),
        "Lena Vogt": None,
        "Asha Iyer": Decimal(850_000_000),
    }
    read = explain(people["Meera Rao"])["budget_min"]
    assert (read.cell, read.reading) == ("85", "read in lakh, as its header says")
    assert not explain(people["Omar Haddad"])["budget_min"].reading


@pytest.mark.usefixtures("dora")
def test_the_values_say_how_they_were_read_and_a_doubtful_one_what_it_may_mean(alice, hubspot):
    batch = propose(csv_of(*ROWS, header=HEADER), by=alice, source=hubspot, region_hint="IN")
    client = Client()
    client.force_login(alice)

    page = client.get(f"/imports/{batch.uid}/?step=values").content.decode()

    assert page.count("Read in lakh, as its header says") == 2
    assert "₹85,00,000 (₹85 L)" in page
    assert "currency:" not in page
    assert "The header says lakh: is this 85 lakh? Meant: 85 lakh?" in page


def test_a_deal_in_million_dirhams_is_one(alice, dora, hubspot):
    header = (
        "Deal - ID,Deal - Title,Deal - Stage,Deal - Value (AED mn),Deal - Contact person,"
        "Person - Email"
    )
    row = f"1,Deal 1,Qualified,2.35,{ARJUN}"

    carry_out(csv_of(ARJUN, header="Name,Email"), by=alice, approver=dora, source=hubspot)
    carry_out(csv_of(row, header=header), by=alice, approver=dora, source=hubspot)

    deal = the(1)
    assert (deal.amount, deal.currency) == (Decimal(2_350_000), "AED")
    assert origins_of(deal)["amount"].reading == "read in AED million, as its header says"
