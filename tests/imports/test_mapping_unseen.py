"""Files of makers nobody has seen: what columns say by their cells and by those beside them."""

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
PHONES = [f"+97150000{at:04}" for at in range(6)]
MAILS = [f"person{at}@post.example" for at in range(6)]
FIRMS = ["Nimbus LLC", "Oak Realtors LLP", "Pearl Pvt Ltd", "Vasant Ltd", "Metro FZE", "Apex Group"]
OURS = ["Alice Ray", "Bob Roe"] * 3


def targets(columns: dict[str, list[str]], entity: str = "contact") -> dict[str, str]:
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    found = propose_columns(list(columns), rows, entity=entity).columns
    return {column.header: column.target for column in found}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Client (short text)", "activity.contact"),
        ("Client (connect boards)", "activity.contact"),
        ("Contact (from Contacts)", "activity.contact"),
    ],
)
def test_the_kind_a_board_writes_behind_a_name_says_nothing(header: str, expected: str):
    assert targets({"Subject": ["Call"] * 6, header: PEOPLE}, "activity")[header] == expected


def test_a_locked_column_called_as_the_record_is_its_key():
    keys = [f"a{at}f0" for at in range(6)]

    found = targets({"(Do Not Modify) Contact": keys, "Full Name": PEOPLE})

    assert found["(Do Not Modify) Contact"] == "contact.external_id"


def test_an_answer_is_read_by_the_question_beside_it():
    columns = {
        "Name": PEOPLE,
        "Question 1": ["Phone Number", "What is your phone number?"] * 3,
        "Response 1": PHONES,
        "Pregunta 2": ["What would you like to discuss?"] * 6,
        "Respuesta 2": ["a plan with three rooms"] * 6,
    }

    found = targets(columns)

    assert found["Response 1"] == "contact.phone"
    assert found["Respuesta 2"] == "contact.notes"
    assert found["Question 1"] == found["Pregunta 2"] == UNMAPPED


def test_the_reason_for_an_answer_tells_its_question():
    rows = [["Phone Number", phone] for phone in PHONES]

    columns = propose_columns(["Question", "Answer"], rows, entity="contact").columns

    assert columns[1].reason.startswith("“Answer” holds the answers to “Phone Number”, which asks")


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("Ring on", PHONES, "contact.phone"),
        ("Registered with", MAILS, "contact.email"),
        ("Who is this?", PEOPLE, "contact.full_name"),
        ("Where he earns", FIRMS, "contact.company"),
    ],
)
def test_the_one_column_that_can_be_a_key_is_taken_by_its_cells(
    header: str, cells: list[str], expected: str
):
    found = targets({header: cells, "Remarks": ["asked for a plan"] * 6})

    assert found[header] == expected


@pytest.mark.parametrize("header", ["Spouse dial", "Tracking line", "Emergency", "Vendor line"])
def test_a_phone_of_somebody_else_stays_unmapped_though_it_is_the_only_one(header: str):
    assert targets({"Name": PEOPLE, header: PHONES})[header] == UNMAPPED


def test_the_same_few_numbers_are_those_of_colleagues():
    found = targets({"Name": PEOPLE, "Ring on": PHONES[:2] * 3})

    assert found["Ring on"] == UNMAPPED


def test_a_column_taken_against_its_header_says_so():
    rows = [[person, mail] for person, mail in zip(PEOPLE, MAILS, strict=True)]

    column = propose_columns(["Name", "Address"], rows, entity="contact").columns[1]

    assert column.target == "contact.email"
    assert "names something else alone, but its values" in column.reason


def test_a_place_with_phones_in_it_is_a_phone():
    found = targets(
        {"Name": PEOPLE, "Cell": PHONES, "Residence": [f"080-00512{at}0" for at in range(6)]}
    )

    assert found["Residence"] == "contact.phone"


def test_a_user_beside_an_invitee_is_the_colleague():
    columns = {
        "User Name": OURS,
        "User Email": ["alice@agency.example", "bob@agency.example"] * 3,
        "Invitee Name": PEOPLE,
        "Invitee Email": MAILS,
    }

    assert targets(columns) == {
        "User Name": "contact.owner",
        "User Email": "contact.owner",
        "Invitee Name": "contact.full_name",
        "Invitee Email": "contact.email",
    }


def test_the_side_of_calls_with_the_same_few_names_is_the_colleague():
    found = targets({"Direction": ["inbound"] * 6, "FromName": PEOPLE, "ToName": OURS}, "activity")

    assert found["FromName"] == "activity.contact"
    assert found["ToName"] == "activity.owner"


def test_the_email_of_an_assignee_is_never_whom_a_task_is_about():
    columns = {"Task": ["Call"] * 6, "Assignee Email": ["alice@agency.example"] * 6}

    assert targets(columns, "activity")["Assignee Email"] == "activity.owner"


def test_a_second_name_full_of_companies_is_the_company():
    found = targets({"lead_name": FIRMS, "name": PEOPLE})

    assert found == {"lead_name": "contact.company", "name": "contact.full_name"}


@pytest.mark.parametrize("header", ["Co-agent", "2nd Party", "Joint buyer", "Purchaser 2"])
def test_a_second_party_of_a_deal_is_not_whom_it_is_with(header: str):
    columns = {"Deal": ["A", "B", "C", "D", "E", "F"], "Purchaser 1": PEOPLE, header: PEOPLE[::-1]}

    assert targets(columns, "opportunity")[header] == UNMAPPED


def test_an_id_that_says_the_same_as_the_words_beside_it_stays_unmapped():
    states = ["New", "Hot"] * 3

    found = targets(
        {"Name": PEOPLE, "lead_status_label": states, "lead_status_id": ["s1", "s2"] * 3}
    )

    assert found["lead_status_id"] == UNMAPPED


@pytest.mark.parametrize(
    ("header", "entity", "expected"),
    [
        ("Copperleaf Contact ID", "contact", "contact.external_id"),
        ("Copperleaf Account ID", "contact", UNMAPPED),
        ("Copperleaf Company ID", "account", "account.external_id"),
        ("Messenger ID", "contact", UNMAPPED),
    ],
)
def test_the_id_a_maker_gives_the_record_is_its_own(header: str, entity: str, expected: str):
    keys = [f"k{at}x" for at in range(6)]

    assert targets({"Name": PEOPLE, header: keys}, entity)[header] == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Organization - City/town/village/locality of Address", "account.city"),
        ("Organización - Código postal de la dirección", "account.postal_code"),
        ("Organization - ZIP/Postal code of Address", "account.postal_code"),
    ],
)
def test_a_part_of_an_address_is_read_by_what_it_names_first(header: str, expected: str):
    assert targets({"Organization - Name": FIRMS, header: [""] * 6}, "account")[header] == expected


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [
        ("Kisne baat kiya", "Alice Ray", "contact.owner"),
        ("Kitne kamre chahiye", "3", "contact.unit_config"),
        ("Kaise suna", "hoarding", "contact.lead_source"),
        ("Kab phone karna", "2026-02-03", "contact.next_followup_at"),
    ],
)
def test_hindi_in_latin_letters_is_asked_in_two_words(header: str, cell: str, expected: str):
    assert targets({"Naam": PEOPLE, header: [cell] * 6})[header] == expected


def test_birthdays_need_no_year():
    found = targets(
        {"Name": PEOPLE, "B'day": ["10-Oct", "7 Feb", "Mar 3", "1st May", "9-Dec", "2-Jun"]}
    )

    assert found["B'day"] == "contact.date_of_birth"


def test_the_circle_of_a_caller_is_nobody():
    columns = {"Caller No": PHONES, "Caller Circle": ["Maharashtra", "Karnataka"] * 3}

    assert targets(columns, "activity")["Caller Circle"] == UNMAPPED


KEYS = ["8f3-2210", "8f3-4471", "9c1-0385", "2d7-9964", "5b0-1147", "7e4-6032"]


@pytest.mark.parametrize(
    ("header", "entity"),
    [
        ("UNIQUE_QUERY_ID", "contact"),
        ("Profile ID", "contact"),
        ("Guest profile code", "contact"),
        ("ProspectActivityId", "activity"),
        ("SPA_NO", "opportunity"),
        ("Reservation No.", "opportunity"),
        ("رمز العميل", "account"),
    ],
)
def test_an_id_called_as_the_record_that_differs_in_every_row_is_its_own(header: str, entity: str):
    found = targets({header: KEYS, "Remarks": ["asked for a plan"] * 6}, entity)

    assert found[header] == f"{entity}.external_id"


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Profile ID", [*KEYS[:5], KEYS[0]]),
        ("Profile No.", [str(at) for at in range(1, 7)]),
        ("Profile ID", ["Gold", "a-1", "see note", "8f3-2210", "??", "77"]),
        ("LinkedIn Profile ID", KEYS),
        ("Owner Profile ID", KEYS),
        ("Site Visitor ID", KEYS),
        ("Confirmation No", KEYS),
        ("Policy Number", KEYS),
    ],
)
def test_an_id_that_comes_again_counts_rows_or_speaks_of_another_thing_is_left_alone(
    header: str, cells: list[str]
):
    assert targets({"Name": PEOPLE, header: cells})[header] == UNMAPPED


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("COMPANY_NAM", FIRMS, "contact.company"),
        ("FIRST_NAM", [name.split()[0] for name in PEOPLE], "contact.given_name"),
        ("DATE_OF_BIR", ["1980-04-02", "1971-11-30"] * 3, "contact.date_of_birth"),
    ],
)
def test_a_header_a_database_cut_off_is_the_name_it_begins(
    header: str, cells: list[str], expected: str
):
    assert targets({"Email": MAILS, header: cells})[header] == expected


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("Cust Name\n(typed by caller)", PEOPLE, "activity.contact"),
        ("Customer Name (as told by caller)", PEOPLE, "activity.contact"),
        ("date (TZ offset incl.)", ["2025-03-01T10:00:00+04:00"] * 6, "activity.date"),
    ],
)
def test_a_note_on_how_a_cell_came_about_leaves_the_name_as_it_is(
    header: str, cells: list[str], expected: str
):
    assert targets({header: cells}, "activity")[header] == expected


@pytest.mark.parametrize(
    ("header", "cells", "entity", "expected"),
    [
        ("EMAIL_BLACKLISTED", ["TRUE", "FALSE"] * 3, "contact", "contact.email_opt_out"),
        ("SMS blocklisted", ["TRUE", "FALSE"] * 3, "contact", "contact.sms_opt_out"),
        ("minBudgetAed", ["2250000", "1300000"] * 3, "contact", "contact.budget_min"),
        ("MailAddressStreet", ["Flat 2408, Tower C"] * 6, "contact", "contact.street"),
        ("MailAddressPostalCode", ["380054", "PO Box 922"] * 3, "contact", "contact.postal_code"),
        ("Кто привёл", ["Волкова Ольга"] * 6, "contact", "contact.referred_by"),
        ("Первое обращение", ["21.02.2025"] * 6, "contact", "contact.created_at"),
        ("Secteur recherché", ["Antibes", "Nice"] * 3, "contact", "contact.location_preference"),
        ("answered", ["Yes", "No"] * 3, "activity", "activity.status"),
        ("Ticket size (Cr)", ["4.0 Cr", "17.6 Cr"] * 3, "opportunity", "opportunity.amount"),
        ("Odds", ["90%", "10%"] * 3, "opportunity", "opportunity.probability"),
        ("Expected by", ["2025-12-04"] * 6, "opportunity", "opportunity.close_date"),
        ("Came via", ["Walk-in", "99acres"] * 3, "opportunity", "opportunity.lead_source"),
        ("Killed because", ["price gap"] * 6, "opportunity", "opportunity.lost_reason"),
        ("طبيعة العمل", ["مقاولات", "تجارة عامة"] * 3, "account", "account.industry"),
        ("مدير الحساب", ["يوسف", "بلال"] * 3, "account", "account.owner"),
    ],
)
def test_plain_ways_to_name_a_field_are_known(
    header: str, cells: list[str], entity: str, expected: str
):
    assert targets({header: cells}, entity)[header] == expected


def test_the_receiver_of_an_enquiry_is_us():
    found = targets(
        {"SENDER_NAME": PEOPLE, "SENDER_MOBILE": PHONES, "RECEIVER_MOBILE": PHONES[::-1]}
    )

    assert found["SENDER_MOBILE"] == "contact.phone"
    assert found["RECEIVER_MOBILE"] == UNMAPPED


def test_a_room_a_confirmation_and_a_membership_of_a_hotel_are_nothing_of_the_guest():
    nights = {"Arr.": ["16-May-24"] * 6, "Dep.": ["18-May-24"] * 6, "Nts": ["2"] * 6}
    stay = {"Conf#": ["8256687", "8421430"] * 3, "Rm": ["1447", "1231"] * 3, "Mem. No": KEYS}

    found = targets({"Guest Name": PEOPLE, **nights, **stay})

    assert {found[header] for header in stay} == {UNMAPPED}


def test_a_relationship_manager_called_rm_stays_the_owner():
    assert targets({"Name": PEOPLE, "Rm": OURS})["Rm"] == "contact.owner"


def test_a_channel_partner_beside_a_word_for_brokers_referred_the_person():
    found = targets({"Name": PEOPLE, "दलाल / CP Name": ["श्री एस्टेट", "ओम रियल्टी"] * 3})

    assert found["दलाल / CP Name"] == "contact.referred_by"
