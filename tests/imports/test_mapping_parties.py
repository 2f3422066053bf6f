"""Whose a column is: the client's, a landlord's, an agency's; and budgets in files of deals."""

import pytest

from imports.mapping import propose_columns

PEOPLE = [["Meera Rao", "Omar Haddad", "Lena Vogt"], ["Khalid Saif", "Mona Ali", "Nina Shah"]]
NUMBERS = ["+91 98200 11111", "+971 50 123 4567", "+49 30 1234567"]
FIRMS = ["Prime Realty LLC", "Allsopp Properties", "Betterhomes Real Estate"]


def targets(columns: dict[str, list[str]]) -> dict[str, str]:
    rows = [list(cells) for cells in zip(*columns.values(), strict=True)]
    proposed = propose_columns(list(columns), rows).columns
    return {column.header: column.target for column in proposed}


@pytest.mark.parametrize("client", ["Client Name", "Name", "Lead", "Customer"])
@pytest.mark.parametrize("landlord", ["Landlord Name", "Landlord", "Lessor Name"])
@pytest.mark.parametrize("first", [True, False], ids=["landlord first", "client first"])
def test_a_landlord_beside_the_client_is_not_whom_a_row_is_about(client, landlord, first):
    names = {landlord: PEOPLE[1], client: PEOPLE[0]}
    names = names if first else dict(reversed(names.items()))

    found = targets({**names, "Mobile": NUMBERS, f"{landlord.split()[0]} Mobile": NUMBERS[::-1]})

    assert (found[client], found[landlord]) == ("contact.full_name", "unmapped")
    assert list(found.values()).count("contact.phone") == 1


def test_in_a_list_of_landlords_they_are_the_clients():
    found = targets({"Landlord Name": PEOPLE[0], "Mobile": NUMBERS, "Tenant Name": PEOPLE[1]})

    assert (found["Landlord Name"], found["Mobile"]) == ("contact.full_name", "contact.phone")


@pytest.mark.parametrize("header", ["Agency/Broker", "Broker / Agency", "Agency or Broker"])
def test_an_agency_beside_the_client_is_their_company_where_its_cells_are_firms(header):
    assert targets({"Client Name": PEOPLE[0], "Mobile": NUMBERS, header: FIRMS}) == {
        "Client Name": "contact.full_name",
        "Mobile": "contact.phone",
        header: "contact.company",
    }


def test_a_broker_who_is_a_person_is_neither_the_client_nor_a_company():
    found = targets({"Agency/Broker": PEOPLE[1], "Client": PEOPLE[0], "Mobile": NUMBERS})

    assert found["Client"] == "contact.full_name"
    assert found["Agency/Broker"] in {"contact.referred_by", "unmapped"}


@pytest.mark.parametrize(
    "header",
    [
        "BudgetInCr",
        "Budget in Cr",
        "Budget Lakhs",
        "budget_in_lacs",
        "Client Budget",
        "Budget (Cr)",
    ],
)
def test_the_budget_of_a_deal_is_its_amount_however_it_names_its_unit(header):
    deals = {
        "Deal Name": ["Rao 4BHK", "Haddad villa", "Vogt plot"],
        "Stage": ["Negotiation", "Site visit", "New"],
        header: ["8.5", "12", "3"],
        "Close Date": ["2026-12-01", "2026-11-01", "2027-01-15"],
    }

    assert targets(deals)[header] == "opportunity.amount"


def test_the_amount_of_a_deal_is_taken_before_a_budget_beside_it():
    deals = {
        "Deal Name": ["Rao 4BHK", "Haddad villa", "Vogt plot"],
        "Stage": ["Negotiation", "Site visit", "New"],
        "BudgetInCr": ["8.5", "12", "3"],
        "Amount": ["81000000", "118000000", "30000000"],
    }

    found = targets(deals)

    assert (found["Amount"], found["BudgetInCr"]) == ("opportunity.amount", "unmapped")
