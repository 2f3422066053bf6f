"""Cards as phones and mail programs really write them: folded by bytes, unescaped, half broken."""

from pathlib import Path

import pytest

from imports.sources import open_table
from tests.imports.source_files import text_file

HINDI = "लक्ष्मीनारायण वेंकटरमणाचार्य"


def card(*lines: str, version: str = "3.0", end: str = "\r\n") -> str:
    return end.join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def rows(folder: Path, content: str | bytes) -> list[tuple[dict[str, str], list[str]]]:
    table = open_table(text_file(folder, content, "a.vcf"))
    return [
        (
            {name: cell for name, cell in zip(table.header, row.cells, strict=True) if cell},
            [issue.code for issue in row.issues],
        )
        for row in table.rows()
    ]


def folded(text: str, octets: int, fold: bytes) -> bytes:
    """The lines of a text folded at a count of bytes, wherever that falls."""
    lines = []
    for line in text.encode().splitlines():
        pieces = [line[place : place + octets] for place in range(0, len(line), octets)]
        lines.append(fold.join(pieces))
    return b"\r\n".join([*lines, b""])


@pytest.mark.parametrize("octets", [2, 20, 21, 22, 75])
@pytest.mark.parametrize("fold", [b"\r\n ", b"\r\n\t", b"\n "])
def test_a_fold_in_the_midst_of_a_character_loses_nothing(
    tmp_path: Path, octets: int, fold: bytes
) -> None:
    lines = folded(f"FN:{HINDI}\r\nNOTE:Zoé, {HINDI} {HINDI}\r\nTEL:123456", octets, fold)
    content = b"BEGIN:VCARD\r\nVERSION:3.0\r\n" + lines + b"END:VCARD\r\n"

    ((found, issues),) = rows(tmp_path, content)

    assert (found["full_name"], found["notes"]) == (HINDI, f"Zoé, {HINDI} {HINDI}")
    assert (found["phone_1"], issues) == ("123456", [])


def test_one_folded_character_does_not_make_the_file_latin(tmp_path: Path) -> None:
    content = card("FN:José", "TEL:123456").encode().replace(b"\xc3\xa9", b"\xc3\r\n \xa9")

    assert rows(tmp_path, content)[0][0]["full_name"] == "José"


def test_bytes_that_are_no_character_even_unfolded_are_reported(tmp_path: Path) -> None:
    content = card(f"FN:{HINDI}", "NOTE:Ab").encode().replace(b"Ab", b"A\xff\r\n \xffb")

    ((found, issues),) = rows(tmp_path, content)

    assert (found["notes"], issues) == ("A\ufffd\ufffdb", ["undecodable"])


def test_cards_of_old_macs_are_cards(tmp_path: Path) -> None:
    assert rows(tmp_path, card("FN:Zoé", "TEL:123456", end="\r"))[0][0] == {
        "full_name": "Zoé",
        "phone_1": "123456",
    }


def test_commas_and_semicolons_that_nobody_escaped_belong_to_the_text(tmp_path: Path) -> None:
    lines = ["FN:Roy, Bob", "NOTE:Call, then visit; later", "TITLE:Head, Sales", "ORG:A, B;Sales"]

    ((found, _issues),) = rows(tmp_path, card(*lines, version="2.1"))

    assert found == {
        "full_name": "Roy, Bob",
        "notes": "Call, then visit; later",
        "job_title": "Head, Sales",
        "company": "A, B",
        "department": "Sales",
    }


def test_escaped_marks_are_plain_in_the_cells(tmp_path: Path) -> None:
    lines = [r"NOTE:a\, b\; c\nd C:\\dir", r"URL:http\://example.com", r"ADR:;;Flat 1\, B;Pune"]

    ((found, _issues),) = rows(tmp_path, card("FN:Bob", *lines))

    assert (found["notes"], found["website"]) == ("a, b; c\nd C:\\dir", "http://example.com")
    assert (found["street"], found["city"]) == ("Flat 1, B", "Pune")


def test_lines_of_a_decoded_note_end_as_lines_do_and_blanks_do_not_double(tmp_path: Path) -> None:
    quoted = "CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE"
    lines = [f"NOTE;{quoted}:one=0D=0A=", "two", f"ADR;{quoted}:;;Flat 1, =E0=A4=", "=AE  2;Pune"]

    ((found, _issues),) = rows(tmp_path, card("N:Roy; ;Bob", *lines, version="2.1"))

    assert (found["notes"], found["street"]) == ("one\ntwo", "Flat 1, म 2")
    assert found["full_name"] == "Bob Roy"


def test_an_encoded_semicolon_is_no_separator(tmp_path: Path) -> None:
    line = "ADR;ENCODING=QUOTED-PRINTABLE:;;Flat 1=3B Tower 2;Pune"

    ((found, _issues),) = rows(tmp_path, card("FN:Bob", line, version="2.1"))

    assert (found["street"], found["city"]) == ("Flat 1; Tower 2", "Pune")


@pytest.mark.parametrize("charset", ["", "CHARSET=ISO-8859-1;", "CHARSET=klingon;"])
def test_a_wrong_or_missing_character_set_does_not_lose_the_card(
    tmp_path: Path, charset: str
) -> None:
    lines = [f"N;{charset}ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg", "TEL:123456"]

    ((found, issues),) = rows(tmp_path, card(*lines, version="2.1"))

    assert (found["full_name"], found["phone_1"], issues) == ("Jörg Müller", "123456", [])


def test_a_line_that_is_no_property_stands_under_other_and_the_card_is_read(tmp_path: Path) -> None:
    ((found, issues),) = rows(tmp_path, card("FN:Bob", "who wrote this", "TEL:123456"))

    assert found == {"full_name": "Bob", "phone_1": "123456", "other": "who wrote this"}
    assert issues == ["broken_line"]


def test_a_picture_without_folds_is_one_picture(tmp_path: Path) -> None:
    lines = ["FN:Bob", "PHOTO;ENCODING=BASE64;JPEG:AAAA", "BBBB", "CC==", "", "TEL:123456"]

    ((found, issues),) = rows(tmp_path, card(*lines, version="2.1"))

    assert (found["other"], found["phone_1"]) == ("PHOTO: (12 characters)", "123456")
    assert issues == []


def test_a_telephone_line_without_a_number_is_no_number(tmp_path: Path) -> None:
    ((found, _issues),) = rows(tmp_path, card("FN:Bob", "TEL;CELL:", "TEL;HOME:123456"))

    assert found == {"full_name": "Bob", "phone_1": "123456", "phone_1_type": "home"}


def test_what_follows_a_huge_picture_is_said_to_be_left_out(tmp_path: Path) -> None:
    picture = "PHOTO;ENCODING=b:" + "\r\n ".join(["A" * 1_000_000] * 6)

    ((found, issues),) = rows(tmp_path, card("FN:Bob", picture, "TEL:123456"))

    assert (found["full_name"], issues) == ("Bob", ["broken_card"])
