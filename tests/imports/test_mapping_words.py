"""Columns by the words of their headers, and of the headers beside them."""

import pytest

from imports.mapping import ENTITIES, UNMAPPED
from tests.imports.mapping_cases import targets


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


def test_glued_words_are_taken_apart():
    rows = [["6000000100", "2025-03-14", "500000"]]

    assert targets(["altmobileno", "nextfollowupdate", "minbudget"], rows, "contact") == [
        "contact.phone",
        "contact.next_followup_at",
        "contact.budget_min",
    ]


def test_chinese_headers_are_read_by_their_end_unless_a_sign_changes_them():
    header = ["购房预算", "配偶姓名"]

    assert targets(header, [["300万", "王伟"]], "contact") == ["contact.budget", UNMAPPED]


def test_done_by_is_a_colleague_and_kept_by_is_not():
    rows = [["Alice Ray", "Alice Ray"], ["Bob Roe", "Alice Ray"]]

    assert targets(["Accompanied By", "Edited By"], rows, "contact") == ["contact.owner", UNMAPPED]


def test_a_longer_header_is_read_by_its_key_word_when_the_values_agree():
    header = ["Wanted configuration"]

    assert targets(header, [["3 BHK"], ["2 BHK"]], "contact") == ["contact.unit_config"]
    assert targets(header, [["soon"], ["later"]], "contact") == [UNMAPPED]


def test_in_a_list_of_owners_the_tenant_is_somebody_else():
    header = ["Flat No", "Owner's Name", "Owner Mobile", "Tenant Name", "Tenant Contact"]
    rows = [["A-101", "Meera Kapoor", "9820012345", "Arjun Mehta", "9820012346"]] * 4

    assert targets(header, rows)[1:] == [
        "contact.full_name", "contact.phone", "unmapped", "unmapped",
    ]  # fmt: skip
