"""Calls and notes of a file: what they are, what came of them, and their text without markup."""

import pytest

from activities.models import Interaction
from imports.projection import Mapped, Plan
from imports.projection.kinds import kind_of
from imports.projection.markup import prose
from tests.imports import acts
from tests.imports.told_again import PEOPLE

CALLS = (
    "Record ID,Call Title,Activity date,Call Direction,Call Duration (HH:mm:ss),Call outcome,"
    "Call notes,Associated Contact"
)
CALL = "5501,Intro,2026-03-01 09:05,Outbound,00:03:10,{},asked for plan,Arjun (arjun@mehra.example)"
NOTES = "Record ID,Activity date,Note body,Associated Contact"
NOTE = (
    "77,2026-03-01 09:05,<p>Discussed <b>price</b> AED 26.2M &amp; handover</p><p>Again</p>,"
    "Arjun (arjun@mehra.example)"
)


@pytest.fixture
def bring(alice, dora, hubspot):
    acts.carry_out(acts.csv_of(*PEOPLE), by=alice, approver=dora, source=hubspot)

    def run(*rows, header):
        content = acts.csv_of(*rows, header=header)
        return acts.carry_out(content, by=alice, approver=dora, source=hubspot)

    return run


@pytest.mark.django_db
def test_calls_are_calls_with_what_came_of_them(bring):
    bring(CALL.format("Connected"), header=CALLS)

    (call,) = Interaction.objects.filter(external_id="5501")
    assert (call.kind, call.outcome, call.body) == ("call", "connected", "asked for plan")


@pytest.mark.django_db
def test_notes_are_notes_and_their_markup_is_no_text(bring):
    batch = bring(NOTE, header=NOTES)

    (noted,) = Interaction.objects.filter(external_id="77")
    assert (noted.kind, noted.body) == (
        "note_event", "Discussed price AED 26.2M & handover\n\nAgain",
    )  # fmt: skip
    assert "<p>Discussed" in batch.rows.get().cells[2]


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (["Call Title", "Call notes", "Activity date"], "call"),
        (["Note body", "Activity date"], "note_event"),
        (["Meeting name", "Meeting outcome"], "meeting"),
        (["Email subject", "Email body"], "email"),
        (["Subject", "Date", "Email", "Caller", "Notes"], ""),
        (["Call Title", "Note body"], ""),
    ],
)
def test_headers_say_what_a_file_is_about(headers, kind):
    assert kind_of(headers) == kind


def test_a_column_of_kinds_is_believed_before_the_headers():
    columns = [
        Mapped(place, header, f"activity.{name}", {})
        for place, (header, name) in enumerate(
            [("Call Title", "subject"), ("Call date", "date"), ("Type", "type")]
        )
    ]

    rows = [Plan("activity", columns).project(["A", "2026-03-01", kind]) for kind in ("E-mail", "")]

    assert [row.entity["kind"] for row in rows] == ["email", "call"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>one</li><li>two &lt;3</li></ul>", "- one\n- two <3"),
        ("<div>Hi</div><style>p {}</style><div>there</div>", "Hi\nthere"),
        ("2 < 3 and <name> & co", "2 < 3 and <name> & co"),
        ("R&amp;D", "R&amp;D"),
        ("<p>broken <b>text", "broken text"),
    ],
)
def test_markup_becomes_lines_and_other_text_stays(raw, text):
    assert prose(raw) == text
