"""Columns by their cells, where a header says too little, or what they contradict."""

import pytest

from imports.mapping import UNMAPPED, propose_columns
from tests.imports.mapping_cases import targets


def test_a_column_whose_values_are_not_phones_is_not_a_phone():
    proposal = propose_columns(["Name", "Phone"], [["Alice Ray", "hello"], ["Bob Ray", "there"]])

    assert proposal.columns[1].target == UNMAPPED
    assert proposal.columns[1].alternatives[0][0] == "contact.phone"
    assert proposal.columns[1].reason == (
        "“Phone” could be Phone, but its values do not look like phone numbers."
    )


def test_a_column_whose_values_are_not_mails_is_not_a_mail():
    assert targets(["Email"], [["yes"], ["no"], ["yes"]], "contact") == [UNMAPPED]


def test_a_column_whose_values_are_not_dates_is_not_a_date():
    assert targets(["Created At"], [["Alice"], ["Bob"]], "contact") == [UNMAPPED]


def test_title_is_read_by_its_values():
    honorific = targets(["Title", "Surname"], [["Mr.", "Ray"], ["Dr.", "Roe"]], "contact")
    job = targets(["Title", "Surname"], [["Director", "Ray"], ["Clerk", "Roe"]], "contact")

    assert honorific[0] == "contact.honorific"
    assert job[0] == "contact.job_title"


def test_name_beside_a_first_name_is_the_last_name():
    rows = [["Alice", "Ray"], ["Bob", "Roe"]]

    assert targets(["First Name", "Name"], rows) == ["contact.given_name", "contact.family_name"]


def test_name_that_repeats_the_first_name_is_the_full_name():
    rows = [["Alice", "Alice Ray"], ["Bob", "Bob Roe"]]

    assert targets(["First Name", "Name"], rows) == ["contact.given_name", "contact.full_name"]


def test_only_one_column_is_the_full_name():
    rows = [["Alice Ray", "Alice Ray"], ["Bob Roe", "Bob Roe"]]

    assert targets(["Full Name", "Customer Name"], rows) == ["contact.full_name", UNMAPPED]


def test_several_columns_may_be_phones_of_different_kinds():
    rows = [["+91 80000 00100", "+91 60000 00100", ""]]

    columns = propose_columns(["Work Phone", "Mobile 2", "Fax"], rows, entity="contact").columns

    assert [c.target for c in columns] == ["contact.phone"] * 3
    assert [c.attrs for c in columns] == [
        {"type": "work"},
        {"type": "mobile", "rank": 2},
        {"type": "fax"},
    ]


@pytest.mark.parametrize("header", ["Lead Type", "User Type", "service_type", "Enquiry Type"])
def test_a_type_is_buying_or_renting_only_where_a_cell_says_so(header):
    asked = [["Alice Ray", "Email"], ["Bob Roe", "WhatsApp"], ["Charlie Poe", "Call"]]
    wished = [["Alice Ray", "Buyer"], ["Bob Roe", "Tenant"], ["Charlie Poe", "Buyer"]]

    assert targets(["Name", header], asked, "contact")[1] != "contact.purpose"
    assert targets(["Name", header], wished, "contact")[1] == "contact.purpose"


def test_what_somebody_looks_for_is_their_purpose_beside_who_they_are():
    rows = [["Alice Ray", "Buy", "Dealer"], ["Bob Roe", "Rent", "Individual"]]

    assert targets(["Name", "Looking For", "User Type"], rows)[1:] == ["contact.purpose", UNMAPPED]


def test_a_street_with_numbers_is_no_date():
    rows = [["Alice Ray", "Villa 3\nStreet 51"], ["Bob Roe", "Flat 12 Tower 22"]]

    assert targets(["Name", "Mailing Street"], rows)[1] == "contact.street"
    assert targets(["Name", "Created"], [["Alice Ray", "1st May 2026"]])[1] == "contact.created_at"


def test_nameless_columns_are_told_by_their_cells():
    rows = [
        ["Alice", "Ray", "Director", "Cedar Ltd", "Pune", "411014", "4 Hill Road", "1971-03-14"],
        [
            "Peter",
            "Roe",
            "Architect",
            "Northwind LLP",
            "Thane",
            "400607",
            "9, MG Road",
            "1966-11-20",
        ],
        ["Neha", "Poe", "Sales Head", "Alnoor FZE", "Kochi", "682030", "Plot 9", "1984-07-02"],
    ]

    assert targets([f"Column{n}" for n in range(1, 9)], rows, "contact") == [
        "contact.given_name",
        "contact.family_name",
        "contact.job_title",
        "contact.company",
        "contact.city",
        "contact.postal_code",
        "contact.street",
        "contact.date_of_birth",
    ]


def test_nameless_columns_that_may_be_anything_stay_unmapped():
    rows = [["Red", "12500", "Approved", "Green Park"], ["Blue", "8200", "Refused", "Sun City"]] * 2

    assert targets(["Col1", "Col2", "Col3", "Col4"], rows, "contact") == [UNMAPPED] * 4


def test_a_short_word_is_what_its_cells_say_among_the_names_it_begins():
    header = ["Emp"]

    assert targets(header, [["Alice Ray"], ["Neha Roe"]] * 2, "activity") == ["activity.owner"]
    assert targets(header, [["Cedar Ltd"], ["Roe LLP"]] * 2, "contact") == ["contact.company"]
    assert targets(header, [["ready"], ["later"]] * 2, "contact") == [UNMAPPED]


def test_numbers_that_only_rise_are_no_phones():
    rows = [[f"1844158{n}"] for n in range(3000, 3200, 31)]

    assert targets(["Attendee #"], rows, "contact") == ["contact.external_id"]
    assert targets(["No."], rows, "contact") == [UNMAPPED]


def test_a_name_that_repeats_neither_first_nor_last_name_is_a_title():
    header = ["Lead name", "First name", "Last name"]
    rows = [["Call from Pune", "Alice", "Ray"], ["Form filled", "Bob", "Roe"]] * 2

    assert targets(header, rows, "contact")[0] == UNMAPPED


def test_links_into_one_site_are_no_website():
    own = [[f"https://{name}.example"] for name in ("cedar", "alnoor", "roe", "ray")]
    records = [[f"https://app.example.com/r/{n}"] for n in range(4)]

    assert targets(["Link"], own, "account") == ["account.website"]
    assert targets(["Link"], records, "account") == [UNMAPPED]


def test_a_number_column_of_phones_is_a_phone_but_one_that_counts_is_not():
    assert targets(["No."], [["6000000100"], ["6000000107"]], "contact") == ["contact.phone"]
    assert targets(["No."], [["1"], ["2"]], "contact") == [UNMAPPED]


def test_a_question_of_yes_or_no_is_no_company():
    assert targets(["Is Business"], [["true"], ["false"]], "contact") == [UNMAPPED]


def test_a_vague_header_yields_to_telling_values():
    rows = [["investment"], ["self use"], ["investment"]]

    assert targets(["Project"], rows, "contact") == ["contact.purpose"]
    assert targets(["Project"], [["Marina"], ["Palm"]], "contact") == ["contact.property_interest"]


def test_a_table_without_names_is_read_by_its_values():
    rows = [["Alice Ray", "+91 60000 00100", "a@example.com"]] * 2

    assert targets(["Column 1", "Column 2", "Column 3"], rows)[2] == "contact.email"


def test_a_note_that_mentions_rooms_is_a_note():
    rows = [["Asha Rao", "Wants 3BHK, park facing. Call after 6 pm"], ["Vikram Rao", ""]]

    assert targets(["Name", "Notes"], rows)[1] == "contact.notes"
    assert targets(["Name", "Notes"], [["Asha Rao", "3BHK"]] * 4)[1] == "contact.unit_config"
