"""vCards of every version become one row a card; a broken card is a row with an issue."""

from pathlib import Path

from imports.sources import open_table
from tests.imports.source_files import text_file

OLD = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Anna;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Anna M=C3=BC=
ller
TEL;CELL;PREF:+49 30 123
TEL;HOME;FAX:22
END:VCARD
"""
NEW = """BEGIN:VCARD
VERSION:4.0
FN:Bob Roy
TEL;VALUE=uri;TYPE="voice,cell";PREF=1:tel:+1-555-0100
EMAIL;TYPE=work:bob@example.com
BDAY:--0412
X-SPOUSE:Asha
END:VCARD
"""
BROKEN = "BEGIN:VCARD\nVERSION:3.0\nFN:Cut off\n"


def rows(path: Path) -> list[dict[str, str]]:
    table = open_table(path)
    named = [dict(zip(table.header, row.cells, strict=True)) for row in table.rows()]
    return [{name: cell for name, cell in row.items() if cell} for row in named]


def test_a_card_of_version_2_1_is_unquoted(tmp_path: Path) -> None:
    (card,) = rows(text_file(tmp_path, OLD, "old.vcf"))

    assert (card["full_name"], card["family_name"]) == ("Anna Müller", "Müller")
    phones = [card[f"phone_{place}"] + " " + card[f"phone_{place}_type"] for place in (1, 2)]
    assert phones == ["+49 30 123 mobile", "22 fax"]


def test_a_card_of_version_4_keeps_what_has_no_column(tmp_path: Path) -> None:
    (card,) = rows(text_file(tmp_path, NEW, "new.vcf"))

    assert card == {
        "full_name": "Bob Roy",
        "email_1": "bob@example.com",
        "email_1_type": "work",
        "phone_1": "+1-555-0100",
        "phone_1_type": "mobile",
        "date_of_birth": "--04-12",
        "other": "X-SPOUSE: Asha",
    }


def test_columns_are_numbered_as_far_as_the_richest_card_needs(tmp_path: Path) -> None:
    table = open_table(text_file(tmp_path, NEW + OLD, "both.vcf"))

    assert [name for name in table.header if name.startswith("phone")] == [
        "phone_1",
        "phone_1_type",
        "phone_2",
        "phone_2_type",
    ]


def test_a_broken_card_is_a_row_with_an_issue(tmp_path: Path) -> None:
    table = open_table(text_file(tmp_path, BROKEN + NEW, "broken.vcf"))

    broken, whole = table.rows()

    assert [issue.code for issue in broken.issues] == ["broken_card"]
    assert (broken.cells[-1], whole.number, whole.issues) == (BROKEN, 4, ())


def test_a_name_beside_the_card_keeps_who_that_is(tmp_path: Path) -> None:
    path = tmp_path / "apple.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Alice Ray\nitem4.X-ABRELATEDNAMES:Bob\n"
        "item4.X-ABLabel:_$!<Spouse>!$_\nX-ABRELATEDNAMES:Eve\nEND:VCARD\n"
    )

    assert rows(path)[0]["other"].splitlines() == [
        "X-ABRELATEDNAMES (Spouse): Bob",
        "X-ABRELATEDNAMES: Eve",
    ]
