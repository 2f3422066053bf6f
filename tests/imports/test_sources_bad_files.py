"""Files that hold no table are refused whole, quickly, and with words on what to do."""

import tracemalloc
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from imports.sources import SourceError, open_table
from tests.imports.source_files import bomb, locked_workbook, text_file, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n\r\n", "no_rows"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "not_a_table"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "not_a_table"),
        (b"%PDF-1.7\n1 0 obj", "not_a_table"),
        (b"\x7fELF" + bytes(200), "not_a_table"),
        (b"\x1f\x8b\x08" + bytes(200), "not_a_table"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "not_a_table"),
        (bytes(range(256)) * 20, "not_a_table"),
        (OLE + bytes(2000), "not_a_table"),
        (b"PK\x03\x04" + bytes(200), "damaged_workbook"),
        (",".join(f"c{n}" for n in range(300_000)).encode() + b"\n1,2\n", "too_many_columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = text_file(tmp_path, content)

    with pytest.raises(SourceError) as refusal:
        open_table(path)

    assert refusal.value.code == code


def test_the_refusal_names_the_file_as_people_know_it(tmp_path: Path) -> None:
    path = text_file(tmp_path, b"%PDF-1.7\n")

    with pytest.raises(SourceError) as refusal:
        open_table(path, filename="leads june.csv")

    assert refusal.value.message == (
        "leads june.csv holds a PDF, not a table. "
        "Export the list as CSV or Excel (.xlsx) and upload that file."
    )


def test_an_endless_line_is_refused_in_constant_memory(tmp_path: Path) -> None:
    path = tmp_path / "line.csv"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
        file.write(b"Name,Phone " * 8_000)

    tracemalloc.start()
    with pytest.raises(SourceError) as refusal:
        open_table(path)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (refusal.value.code, peak < 20 * 2**20) == ("line_too_long", True)


def test_an_ordinary_archive_is_not_taken_for_a_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "chat.zip", "w") as archive:
        archive.writestr("chat.txt", "hello")

    with pytest.raises(SourceError) as refusal:
        open_table(tmp_path / "chat.zip")

    assert refusal.value.code == "not_a_table"


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refusal:
        open_table(bomb(tmp_path, 150))

    assert refusal.value.code == "zip_bomb"


def test_a_zip_bomb_that_declares_a_small_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refusal:
        open_table(bomb(tmp_path, 150, declared=1000))

    assert refusal.value.code == "zip_bomb"


def test_two_cells_at_the_far_corners_of_a_sheet_are_a_bomb_too(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["XFD1048576"] = "Name", "x"
    book.save(tmp_path / "sparse.xlsx")

    with pytest.raises(SourceError) as refusal:
        open_table(tmp_path / "sparse.xlsx")

    assert refusal.value.code == "zip_bomb"


def test_a_locked_workbook_asks_for_the_password_to_be_removed(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refusal:
        open_table(locked_workbook(tmp_path))

    assert refusal.value.code == "password_protected"


def test_an_empty_workbook_holds_no_rows(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refusal:
        open_table(workbook(tmp_path, Sheet1=[]))

    assert refusal.value.code == "no_rows"


def test_a_sheet_that_does_not_exist_is_named_with_those_that_do(tmp_path: Path) -> None:
    path = workbook(tmp_path, Leads=[["Name"], ["Arjun"]])

    with pytest.raises(SourceError) as refusal:
        open_table(path, sheet="Deals")

    assert refusal.value.message == "There is no sheet Deals. Choose one of: Leads."


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refusal:
        open_table(text_file(tmp_path, "a,b\n1,2\n"), encoding="klingon")

    assert refusal.value.code == "unknown_encoding"
