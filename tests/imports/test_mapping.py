import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.mapping import ENTITIES, FIELDS, UNMAPPED, header_fingerprint, propose_columns
from tests.imports.mapping_cases import Case, Tally, cases

CASES = cases()
CELLS = st.text(max_size=30)


def targets(header: list[str], rows: list[list[str]], entity: str | None = None) -> list[str]:
    return [column.target for column in propose_columns(header, rows, entity=entity).columns]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_table_is_at_least_nine_tenths_right(case: Case):
    columns = case.proposal().columns

    right = sum(c.target in fields for c, fields in zip(columns, case.right, strict=True))

    assert right / len(columns) >= 0.9


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_entity_is_guessed_from_the_header(case: Case):
    assert case.proposal().entity == case.entity


def test_over_all_tables_a_mapped_column_is_rarely_wrong():
    tally = Tally()

    for case in CASES:
        for column, fields in zip(case.proposal().columns, case.right, strict=True):
            tally.add(column.target, fields)

    assert tally.mapped_right / tally.mapped >= 0.98
    assert tally.keys_right / tally.keys >= 0.99


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


def test_owner_name_is_the_person_in_a_list_of_property_owners():
    rows = [["Alice Ray", "0500000114"], ["Bob Roe", "0500000121"]]

    assert targets(["Owner Name", "Mobile"], rows)[0] == "contact.full_name"


def test_ids_of_related_records_stay_unmapped():
    rows = [["7", "a1", "b1"], ["8", "a2", "b2"]]

    assert targets(["Contact ID", "Account ID", "Owner.id"], rows, "contact") == [
        "contact.external_id",
        UNMAPPED,
        UNMAPPED,
    ]


DEALS = ["Deal - ID", "Deal - Title", "Deal - Stage", "Person - ID", "Person - Name"]


def deals(people: list[str]) -> list[list[str]]:
    return [
        [f"91{at:02}", f"Marina Gate {at}", "Open", person, "Alice Ray"]
        for at, person in enumerate(people)
    ]


@pytest.mark.parametrize("people", [["2200", "2201", "2202", "2203"], ["2200"] * 4])
def test_a_deal_is_known_by_its_own_id_and_its_person_by_theirs(people):
    found = targets(DEALS, deals(people))

    assert found[0] == "opportunity.external_id"
    assert found[3] == "contact.external_id"


@pytest.mark.parametrize(
    ("entity", "header"),
    [
        *[("opportunity", text) for text in ("Person - ID", "Contact ID", "People ID")],
        *[("opportunity", text) for text in ("Company ID", "Account ID", "Customer Number")],
        *[("opportunity", text) for text in ("Lead ID", "Client Code", "Member ID", "Task ID")],
        *[("activity", text) for text in ("Person ID", "Prospect ID", "Deal ID", "Contact Code")],
        *[("account", text) for text in ("Person ID", "Contact ID", "Lead ID", "Deal ID")],
        *[("contact", text) for text in ("Deal ID", "Company ID", "Task ID")],
    ],
)
def test_the_id_of_another_record_is_never_the_rows_own(entity, header):
    rows = [[f"92{at}", "Alice Ray"] for at in range(6)]

    assert targets([header, "Name"], rows, entity)[0] != f"{entity}.external_id"


def test_the_own_id_is_taken_before_that_of_what_a_deal_came_from():
    rows = [[f"E{at}00", f"9{at}1", "Marina Gate"] for at in range(6)]

    found = targets(["Enquiry ID", "Opportunity ID", "Deal Name"], rows, "opportunity")

    assert found[:2] == ["unmapped", "opportunity.external_id"]


PORTAL = "Date,Time,Client Name,Client Phone,Purpose,Property Type,Beds,Price,Call Duration"


def test_leads_of_a_portal_are_people_though_it_says_how_long_they_called():
    row = ["01/03/2026", "09:05", "Alice Ray", "0500000101", "For Rent", "Villa", "2", "90000"]

    proposal = propose_columns(PORTAL.split(","), [[*row, "2m 14s"]])
    calls = propose_columns(["Date", "Time", "Client Name", "Call Duration"], [[*row[:3], "9s"]])

    assert (proposal.entity, calls.entity) == ("contact", "activity")


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


def test_a_reference_of_codes_is_nobody_who_recommended():
    rows = [["Alice Ray", "BYT-4400"], ["Bob Roe", "BYT-4401"]]

    assert targets(["Name", "Reference"], rows)[1] == UNMAPPED
    assert targets(["Name", "Reference"], [["Alice Ray", "Bob Roe"]])[1] == "contact.referred_by"


@pytest.mark.parametrize("header", ["Prospect Code", "Applicant Code", "Tenant Code"])
def test_the_code_of_a_person_is_their_id_in_the_source(header):
    rows = [["p0012", "Alice Ray"], ["p0013", "Bob Roe"]]

    assert targets([header, "Name"], rows, "contact")[0] == "contact.external_id"


def test_who_wants_no_messages_is_told_in_either_order():
    rows = [["Alice Ray", "Yes"], ["Bob Roe", "No"]]

    found = [targets(["Name", text], rows)[1] for text in ("SMS Opted Out", "Opted out SMS")]

    assert found == ["contact.sms_opt_out"] * 2


def test_the_same_header_means_another_field_in_another_table():
    rows = [["Northwind LLP"], ["Alnoor FZE"]]

    found = [targets(["Company Name"], rows, entity)[0] for entity in ENTITIES]

    assert found == ["contact.company", "account.name", "opportunity.account", "activity.account"]


def test_a_misspelled_header_is_recognised_but_another_word_is_not():
    assert targets(["Desigantion", "Destination"], [["Clerk", "Bali"]], "contact") == [
        "contact.job_title",
        UNMAPPED,
    ]


def test_short_codes_are_written_out_when_they_mean_one_field():
    rows = [["Alice Ray", "a@example.com", "Pune", "Web", "2025-03-14"]] * 3

    assert targets(["CUST_NM", "EML_ID", "CTY_NM", "SRC_CD", "UPD_DT"], rows) == [
        "contact.full_name",
        "contact.email",
        "contact.city",
        "contact.lead_source",
        "contact.updated_at",
    ]


def test_columns_of_a_database_are_read_by_what_stands_before_their_class_word():
    header = ["CLNT_FRST_NM", "CLNT_GNDR_CD", "DO_NOT_CALL_FLG", "VIP_IND", "CRTE_TS", "OCCUP_DESC"]
    rows = [["Alice", "F", "N", "Y", "2025-03-14-12.46.51.000000", "Director"]] * 3

    assert targets(header, rows, "contact") == [
        "contact.given_name",
        "contact.gender",
        "contact.do_not_call",
        UNMAPPED,
        "contact.created_at",
        "contact.job_title",
    ]


def test_what_most_columns_begin_with_is_the_name_of_the_table():
    header = ["ZK_NAME", "ZK_ORT", "ZK_PLZ", "ZK_EMAIL", "ZK_TEL"]
    rows = [["Lena Vogel", "Bremen", "28195", "a@example.com", "+49 421 5550100"]] * 2

    assert targets(header, rows, "contact") == [
        "contact.full_name",
        "contact.city",
        "contact.postal_code",
        "contact.email",
        "contact.phone",
    ]


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


def test_a_question_is_read_by_what_it_asks_for():
    header = ["Is this home to live in or an investment?", "Who recommended us to you?"]
    rows = [["Self use", "Alice Ray"], ["Investment", "Neha Roe"]]

    assert targets(header, rows, "contact") == ["contact.purpose", "contact.referred_by"]


def test_a_path_is_read_by_its_last_step_and_its_parent():
    header = ["address.locality", "employment.title", "marketing.emailOptOut", "spouse.name"]
    rows = [["Pune", "Director", "false", "Bob Ray"]] * 2

    assert targets(header, rows, "contact") == [
        "contact.city",
        "contact.job_title",
        "contact.email_opt_out",
        UNMAPPED,
    ]


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


def test_glued_words_are_taken_apart():
    rows = [["6000000100", "2025-03-14", "500000"]]

    assert targets(["altmobileno", "nextfollowupdate", "minbudget"], rows, "contact") == [
        "contact.phone",
        "contact.next_followup_at",
        "contact.budget_min",
    ]


def test_a_number_column_of_phones_is_a_phone_but_one_that_counts_is_not():
    assert targets(["No."], [["6000000100"], ["6000000107"]], "contact") == ["contact.phone"]
    assert targets(["No."], [["1"], ["2"]], "contact") == [UNMAPPED]


def test_a_question_of_yes_or_no_is_no_company():
    assert targets(["Is Business"], [["true"], ["false"]], "contact") == [UNMAPPED]


def test_a_vague_header_yields_to_telling_values():
    rows = [["investment"], ["self use"], ["investment"]]

    assert targets(["Project"], rows, "contact") == ["contact.purpose"]
    assert targets(["Project"], [["Marina"], ["Palm"]], "contact") == ["contact.property_interest"]


def test_chinese_headers_are_read_by_their_end_unless_a_sign_changes_them():
    header = ["购房预算", "配偶姓名"]

    assert targets(header, [["300万", "王伟"]], "contact") == ["contact.budget", UNMAPPED]


def test_a_list_whose_names_are_companies_is_of_accounts():
    header = ["Name", "Phone", "City"]

    companies = [
        ["Northwind LLP", "02225000100", "Pune"],
        ["Cedar Ltd", "02225000107", "Thane"],
    ] * 2
    people = [["Alice Ray", "6000000100", "Pune"], ["Bob Roe", "6000000107", "Thane"]] * 2

    assert propose_columns(header, companies).entity == "account"
    assert propose_columns(header, people).entity == "contact"


def test_done_by_is_a_colleague_and_kept_by_is_not():
    rows = [["Alice Ray", "Alice Ray"], ["Bob Roe", "Alice Ray"]]

    assert targets(["Accompanied By", "Edited By"], rows, "contact") == ["contact.owner", UNMAPPED]


def test_a_longer_header_is_read_by_its_key_word_when_the_values_agree():
    header = ["Wanted configuration"]

    assert targets(header, [["3 BHK"], ["2 BHK"]], "contact") == ["contact.unit_config"]
    assert targets(header, [["soon"], ["later"]], "contact") == [UNMAPPED]


def test_a_table_without_names_is_read_by_its_values():
    rows = [["Alice Ray", "+91 60000 00100", "a@example.com"]] * 2

    assert targets(["Column 1", "Column 2", "Column 3"], rows)[2] == "contact.email"


def test_an_unknown_entity_is_refused():
    with pytest.raises(ValueError, match="unknown entity 'house'"):
        propose_columns(["Name"], [], entity="house")


def test_an_empty_table_has_an_empty_proposal():
    assert propose_columns([], []).columns == []


def test_short_rows_are_padded():
    assert targets(["Name", "Email"], [["Alice Ray"]]) == ["contact.full_name", "contact.email"]


def test_the_fingerprint_ignores_case_and_spaces_but_not_order():
    fingerprint = header_fingerprint(["First Name", "E-mail"])

    assert header_fingerprint([" FIRST  name", "e-mail "]) == fingerprint
    assert header_fingerprint(["E-mail", "First Name"]) != fingerprint


def test_the_fingerprint_keeps_cells_apart():
    assert header_fingerprint(["ab", "c"]) != header_fingerprint(["a", "bc"])


def test_every_field_has_words_for_an_operator():
    assert [name for name, field in FIELDS.items() if not (field.label and field.help)] == []


@given(st.lists(CELLS, max_size=6), st.lists(st.lists(CELLS, max_size=6), max_size=4))
def test_any_table_gets_a_target_and_a_reason_per_column(header, rows):
    columns = propose_columns(header, rows).columns

    assert [c.header for c in columns] == header
    assert all(c.target == UNMAPPED or c.target in FIELDS for c in columns)
    assert all(0 <= c.confidence <= 1 and c.reason for c in columns)


@given(st.lists(st.sampled_from([h for case in CASES for h in case.header]), max_size=40))
def test_no_field_for_one_column_is_given_twice(header):
    found = [t for t in targets(header, []) if t in FIELDS and FIELDS[t].single]

    assert len(found) == len(set(found))


def test_a_table_of_thirty_columns_takes_less_than_a_fifth_of_a_second():
    header = [f"{name} " for case in CASES for name in case.header][:30]
    rows = [["Alice", "2025-01-01", "+91 60000 00100"] * 10] * 40
    propose_columns(["warm"], [])

    started = time.process_time()
    propose_columns(header, rows)

    assert time.process_time() - started < 0.2


def test_a_list_that_opens_with_clients_is_of_people():
    rows = [["Meera Kapoor", "9820012345", "meera@example.com"]] * 4
    proposal = propose_columns(["Client", "Cell", "E-mail"], rows)

    assert [column.target for column in proposal.columns] == [
        "contact.full_name", "contact.phone", "contact.email",
    ]  # fmt: skip


def test_a_note_that_mentions_rooms_is_a_note():
    rows = [["Asha Rao", "Wants 3BHK, park facing. Call after 6 pm"], ["Vikram Rao", ""]]

    assert targets(["Name", "Notes"], rows)[1] == "contact.notes"
    assert targets(["Name", "Notes"], [["Asha Rao", "3BHK"]] * 4)[1] == "contact.unit_config"


def test_in_a_list_of_owners_the_tenant_is_somebody_else():
    header = ["Flat No", "Owner's Name", "Owner Mobile", "Tenant Name", "Tenant Contact"]
    rows = [["A-101", "Meera Kapoor", "9820012345", "Arjun Mehta", "9820012346"]] * 4

    assert targets(header, rows)[1:] == [
        "contact.full_name", "contact.phone", "unmapped", "unmapped",
    ]  # fmt: skip
