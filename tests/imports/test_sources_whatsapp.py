"""Exported chats of Android and iOS, with any clock and order of the date."""

from pathlib import Path

import pytest

from imports.sources import open_table, summarise_chat
from tests.imports.source_files import text_file

IOS = (
    "[12/31/25, 9:14:05\u202fPM] Riya Kapoor: Hello\nsecond line\n"
    "\u200e[1/2/26, 12:01:00\u202fAM] Riya Kapoor: \u200eimage omitted\n"
    "\u200e[1/2/26, 12:02:00\u202fAM] Arjun: \u200eThis message was deleted.\n"
    "\u200e[1/2/26, 12:03:00\u202fAM] Arjun: \u200eMessages and calls are end-to-end encrypted.\n"
)


def chat(folder: Path, text: str) -> list[list[str]]:
    return [row.cells for row in open_table(text_file(folder, text, "chat.txt")).rows()]


def test_an_ios_chat_reads_like_an_android_one(tmp_path: Path) -> None:
    assert chat(tmp_path, IOS) == [
        ["2025-12-31T21:14:05", "Riya Kapoor", "Hello\nsecond line", "message"],
        ["2026-01-02T00:01:00", "Riya Kapoor", "image omitted", "media"],
        ["2026-01-02T00:02:00", "Arjun", "This message was deleted.", "deleted"],
        ["2026-01-02T00:03:00", "", "Messages and calls are end-to-end encrypted.", "system"],
    ]


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (("05/06/2026", "13/06/2026"), "DMY"),
        (("05/06/2026", "06/13/2026"), "MDY"),
        (("2026/05/06", "2026/05/07"), "YMD"),
        (("01/12/2026", "02/01/2027"), "DMY"),
        (("01/12/2026", "02/01/2026"), "MDY"),
        (("05/06/2026", "05/06/2026"), "DMY"),
    ],
)
def test_all_dates_together_decide_their_order(
    tmp_path: Path, dates: tuple[str, str], order: str
) -> None:
    text = "".join(f"{date}, 09:14 - Riya: Hello\n" for date in dates)

    assert open_table(text_file(tmp_path, text, "chat.txt")).date_order == order


def test_the_events_of_a_group_are_not_messages(tmp_path: Path) -> None:
    text = (
        "12/03/2026, 09:14 - Riya changed the subject from “A: B” to “C: D”\n"
        "12/03/2026, 09:15 - Riya added Arjun\n"
        "12/03/2026, 09:16 - Riya: Welcome: come in\n"
    )

    assert [row[1:] for row in chat(tmp_path, text)][1:] == [
        ["", "Riya added Arjun", "system"],
        ["Riya", "Welcome: come in", "message"],
    ]
    assert summarise_chat(open_table(tmp_path / "chat.txt"))["system_messages"] == 2


def test_an_impossible_date_is_an_issue_on_its_message(tmp_path: Path) -> None:
    text = "13/03/2026, 09:14 - Riya: Hello\n13/14/2026, 09:15 - Riya: Bye\n"

    rows = list(open_table(text_file(tmp_path, text, "chat.txt")).rows())

    assert [issue.code for row in rows for issue in row.issues] == ["bad_date"]
    assert rows[1].cells == ["", "Riya", "Bye", "message"]
