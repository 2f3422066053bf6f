"""Files nobody has seen: slips of the pen, occasions, wishes, and people beside the client."""

import pytest

from imports.mapping import UNMAPPED, propose_columns

PEOPLE = [
    "Ramesh Sharma",
    "Fatima Khan",
    "Julia Weber",
    "Omar Haddad",
    "Priya Thomas",
    "Sunita Rao",
]
OTHERS = ["Anil Mehta", "Nadia Khoury", "Thomas Kurian", "Neha Jain", "Yusuf Ali", "Deepa Nair"]
OURS = ["Alice Ray", "Bob Roe"] * 8
PHONES = [f"+97150000{at:04}" for at in range(6)]
MAILS = [f"person{at}@post.example" for at in range(6)]
DAYS = [f"2024-05-{day:02}" for day in range(1, 7)]
REMARKS = ["asked for a plan with a view"] * 6


def targets(columns: dict[str, list[str]], entity: str = "contact") -> dict[str, str]:
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    found = propose_columns(list(columns), rows, entity=entity).columns
    return {column.header: column.target for column in found}


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("Soruce", ["Bayut", "Walk-in"] * 3, "contact.lead_source"),
        ("Staus", ["New", "Lost"] * 3, "contact.lead_status"),
        ("Folow up date", DAYS, "contact.next_followup_at"),
        ("Commnets", REMARKS, "contact.notes"),
        ("Destination", ["Goa", "Rome"] * 3, UNMAPPED),  # a word itself, no misspelled designation
    ],
)
def test_a_slip_of_the_pen_is_read_as_what_is_meant(header, cells, expected):
    assert targets({"Name": PEOPLE, header: cells})[header] == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Last contacted via sales activity on", "contact.last_activity_at"),
        ("Last Message Time", "contact.last_activity_at"),
        ("next_task_due_date", "contact.next_followup_at"),
        ("Agli baat", "contact.next_followup_at"),
        ("First Contact", "contact.created_at"),
    ],
)
def test_the_day_of_a_dealing_is_read_whatever_it_was(header, expected):
    assert targets({"Name": PEOPLE, header: DAYS})[header] == expected


def test_a_dealing_without_a_day_in_its_cells_is_no_date():
    found = targets({"Name": PEOPLE, "Last contact method": ["Phone", "Zoom"] * 3})

    assert found["Last contact method"] == UNMAPPED


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("search_cities", ["Dubai", "Sharjah"] * 3, "contact.location_preference"),
        ("Preferred Micro-market", ["Powai", "Worli"] * 3, "contact.location_preference"),
        ("Bedrooms min", ["2", "3"] * 3, "contact.unit_config"),
        ("Desired Rent", ["90,000", "120,000"] * 3, "contact.budget"),
    ],
)
def test_what_somebody_wishes_of_a_home_is_read(header, cells, expected):
    assert targets({"Name": PEOPLE, header: cells})[header] == expected


@pytest.mark.parametrize(
    "header",
    [
        *("Referrer Email", "Solicitor's e-mail", "POA holder e-mail", "E-mail of father"),
        *("E-mail of joint member", "Partner's e-mail"),
    ],
)
def test_the_email_of_somebody_beside_the_client_is_never_the_clients(header):
    assert targets({"Name": PEOPLE, "Mobile": PHONES, header: MAILS})[header] == UNMAPPED


def test_the_number_of_whoever_else_is_named_is_left_to_them():
    columns = {
        "Name of Member": PEOPLE,
        "Mob No of Member": PHONES,
        "Tenant Name": OTHERS,
        "Tenant Mobile": PHONES[::-1],
    }

    assert targets(columns) == {
        "Name of Member": "contact.full_name",
        "Mob No of Member": "contact.phone",
        "Tenant Name": UNMAPPED,
        "Tenant Mobile": UNMAPPED,
    }


def test_of_two_applicants_the_first_is_the_person():
    columns = {
        "First Applicant Name": PEOPLE,
        "First Applicant DOB": [f"{day}.03.1971" for day in range(10, 16)],
        "First Applicant Mobile": PHONES,
        "Second Applicant Name": OTHERS,
        "Second Applicant Mobile": PHONES[::-1],
        "Second Applicant Email": MAILS,
    }

    assert list(targets(columns).values()) == [
        *("contact.full_name", "contact.date_of_birth", "contact.phone"),
        *(UNMAPPED, UNMAPPED, UNMAPPED),
    ]


def test_a_deal_is_with_the_buyer_not_with_the_seller():
    found = targets(
        {"Seller Name": OTHERS, "Buyer Name": PEOPLE, "Price": ["1200000"] * 6}, "opportunity"
    )

    assert (found["Seller Name"], found["Buyer Name"]) == (UNMAPPED, "opportunity.contact")


def test_the_title_of_a_deal_is_not_whom_it_is_with():
    deals = [f"{person} - Marina Gate A-{at}204" for at, person in enumerate(PEOPLE, 1)]

    assert targets({"Deal / Client": deals}, "opportunity")["Deal / Client"] == UNMAPPED


def test_a_partner_of_a_deal_who_is_a_person_is_its_contact():
    assert targets({"partner_id/name": PEOPLE}, "opportunity") == {
        "partner_id/name": "opportunity.contact"
    }


def test_a_name_with_the_same_few_people_over_and_over_is_the_colleague():
    people = [
        f"{given} {family}"
        for given in ("Omar", "Neha", "Julia", "Anil")
        for family in ("Khan", "Rao", "Weber", "Jain")
    ]

    assert targets({"Client": people, "Lead": OURS}) == {
        "Client": "contact.full_name",
        "Lead": "contact.owner",
    }


def test_a_caller_with_the_same_few_names_is_the_colleague():
    unheard = ["Balwinder Gill", "Cyrus Mistry", "Ishita Ghosh", "Zubin Daru", "Hao Lin", "Ode Obi"]

    found = targets({"Caller Name": OURS[:6], "Customer Name": unheard}, "activity")

    assert found == {"Caller Name": "activity.owner", "Customer Name": "activity.contact"}


def test_an_owner_who_is_another_in_every_row_is_no_colleague():
    firms = [f"{name} Realty" for name in (*PEOPLE, *OTHERS)]

    found = targets({"Firm Name": firms, "Owner / Proprietor": [*PEOPLE, *OTHERS]}, "account")

    assert found == {"Firm Name": "account.name", "Owner / Proprietor": UNMAPPED}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Connected", "No answer", "Busy"] * 2, "activity.status"),
        (["Will come on Sunday with his wife", "Asked for a better plan"] * 3, "activity.body"),
    ],
)
def test_an_outcome_is_a_status_in_a_word_and_a_text_in_sentences(cells, expected):
    assert targets({"Subject": ["Call"] * 6, "Call outcome": cells}, "activity") == {
        "Subject": "activity.subject",
        "Call outcome": expected,
    }


def test_a_start_that_is_only_a_time_is_the_time_of_day():
    found = targets({"Call Date": DAYS, "Call Start Time": ["10:15", "18:30"] * 3}, "activity")

    assert found == {"Call Date": "activity.date", "Call Start Time": "activity.time"}


def test_the_moment_a_task_was_closed_is_no_time_of_day():
    moments = [f"{day} 12:22:00" for day in DAYS]

    found = targets({"Subject": ["Call"] * 6, "Due Date": DAYS, "Closed Time": moments}, "activity")

    assert (found["Due Date"], found["Closed Time"]) == ("activity.date", UNMAPPED)


def test_the_same_few_numbers_beside_many_are_our_own():
    many = [f"+9715000{at:05}" for at in range(16)]
    ours = ["+97143000001", "+97143000002"] * 8

    found = targets({"From": many, "Agent line": ours, "To": ours}, "activity")

    assert (found["From"], found["To"]) == ("activity.contact", UNMAPPED)


def test_a_nameless_column_of_peoples_is_the_nationality():
    columns = {"Column1": PEOPLE, "Column2": ["Indian", "Emirati", "British"] * 2}

    assert targets(columns)["Column2"] == "contact.nationality"


def test_an_attendee_number_beside_a_phone_is_the_id():
    numbers = ["2081447731", "2907715520", "2214409316", "2655018847", "2110093574", "2538861402"]

    found = targets({"Attendee #": numbers, "Cell Phone": PHONES})

    assert found == {"Attendee #": "contact.external_id", "Cell Phone": "contact.phone"}


@pytest.mark.parametrize(
    ("entity", "sure", "doubtful"),
    [("contact", "Id", "External ID"), ("account", "Record Id", "Account Number")],
)
def test_the_id_of_the_record_comes_before_one_somebody_filled_in(entity, sure, doubtful):
    keys = {sure: [f"zc_{at}0417" for at in range(6)], doubtful: ["", "A9", "", "B7", "", ""]}

    assert targets(keys, entity)[sure] == f"{entity}.external_id"


@pytest.mark.parametrize("header", ["flat_id", "building_id"])
def test_the_id_of_a_home_is_not_the_one_of_the_person(header):
    assert targets({"Name": PEOPLE, header: [f"{at}4419" for at in range(6)]})[header] == UNMAPPED


def test_codes_are_no_remarks():
    columns = {"Name": PEOPLE, "Inquiry Name": [f"INQ-104{at}" for at in range(6)]}

    assert targets(columns)["Inquiry Name"] == UNMAPPED


def test_a_channel_partner_is_no_postal_code():
    found = targets({"Name": PEOPLE, "Direct / CP": ["Direct", "CP"] * 3, "CP Mobile": PHONES})

    assert (found["Direct / CP"], found["CP Mobile"]) == (UNMAPPED, UNMAPPED)
