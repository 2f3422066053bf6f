"""Deals of a file: their stage in another system's words, and when they closed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from opportunities.models import StageHistory
from tests.imports import acts
from tests.imports.told_again import ARJUN, PEOPLE, the

pytestmark = pytest.mark.django_db

HEADER = (
    "Deal - ID,Deal - Title,Deal - Stage,Deal - Status,Deal - Expected close date,"
    "Deal - Won time,Deal - Lost time,Deal - Lost reason,Deal - Contact person,Person - Email"
)
WON = f"1,Deal 1,Negotiations Started,Won,2027-12-31,2026-03-05 10:00:00,,,{ARJUN}"
OPEN = f"2,Deal 2,Viewing Scheduled,Open,2026-12-31,2026-01-01 09:00:00,,,{ARJUN}"
LOST = f"3,Deal 3,Negotiations Started,Lost,2026-01-31,,2026-02-02 11:00:00,Budget,{ARJUN}"


@pytest.fixture
def bring(alice, dora, hubspot):
    acts.carry_out(acts.csv_of(*PEOPLE), by=alice, approver=dora, source=hubspot)

    def run(*rows, header=HEADER):
        content = acts.csv_of(*rows, header=header)
        return acts.carry_out(content, by=alice, approver=dora, source=hubspot)

    return run


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Kolkata"))


def counted(batch) -> list[tuple[int, int, int]]:
    rows = batch.normalised.order_by("row_no")
    return list(rows.values_list("projected", "parked", "rejected"))


def test_the_moment_a_deal_was_won_or_lost_is_when_it_closed(bring):
    batch = bring(WON, OPEN, LOST)

    won, lost = the(1), the(3)
    entered = StageHistory.objects.get(opportunity=won).entered_at
    assert won.closed_at == won.stage_entered_at == entered == at("2026-03-05 10:00")
    assert (lost.closed_at, lost.stage.code) == (at("2026-02-02 11:00"), "lost_budget")
    assert (won.expected_close, lost.expected_close) == (date(2027, 12, 31), date(2026, 1, 31))
    assert acts.origins_of(won)["closed_at"].batch_uid == batch.uid


def test_the_moment_of_an_open_deal_stays_with_its_row(bring):
    batch = bring(WON, OPEN)

    typed = batch.normalised.get(entity__name="Deal 2")
    assert (the(2).closed_at, the(2).expected_close) == (None, date(2026, 12, 31))
    assert typed.extra["closed_at"] == "2026-01-01 09:00:00"
    assert [sum(each) for each in counted(batch)] == [8, 8]
    assert [parked for _, parked, _ in counted(batch)] == [0, 1]


def test_a_deal_won_since_closes_when_its_source_says(bring):
    bring(OPEN)

    bring(f"2,Deal 2,Viewing Scheduled,Lost,2026-12-31,,2026-03-01 12:00:00,Budget,{ARJUN}")

    assert (the(2).closed_at, the(2).stage.code) == (at("2026-03-01 12:00"), "lost_budget")


def test_stages_other_systems_have_are_those_here(bring):
    bring(OPEN, OPEN.replace("2,Deal 2,Viewing Scheduled", "4,Deal 4,Lead In"))

    assert (the(2).stage.code, the(4).stage.code) == ("site_visit_scheduled", "new_enquiry")


def test_a_stage_nobody_knows_is_an_issue_each_time_and_loses_no_row(bring):
    unknown = OPEN.replace("Viewing Scheduled", "Handover Docs")
    first = bring(OPEN.replace("2,Deal 2", "4,Deal 4"), unknown)
    moved = unknown.replace("2026-12-31", "2027-01-31")

    again = bring(OPEN.replace("2,Deal 2", "4,Deal 4"), moved)

    for batch in (first, again):
        row = batch.normalised.get(entity__name="Deal 2")
        assert [issue["code"] for issue in row.issues] == ["unknown_stage"]
        assert (row.rejected, row.extra["stage"]) == (1, "Handover Docs")
    assert again.resolutions.filter(outcome="reject").count() == 0
    assert (the(2).stage.code, the(2).expected_close) == ("new_enquiry", date(2027, 1, 31))


def test_a_deal_somebody_moved_on_stays_where_a_file_names_no_stage_of_ours(bring):
    bring(OPEN)

    bring(OPEN.replace("Viewing Scheduled", "Handover Docs").replace("2026-12-31", "2027-01-31"))

    assert (the(2).stage.code, the(2).expected_close) == (
        "site_visit_scheduled", date(2027, 1, 31),
    )  # fmt: skip


def test_a_close_date_of_a_closed_deal_is_the_day_it_closed(bring):
    header = HEADER.replace("Expected close date", "Close Date")

    bring(LOST.replace("2026-02-02 11:00:00", ""), header=header)

    assert (the(3).closed_at, the(3).expected_close) == (at("2026-01-31"), None)
