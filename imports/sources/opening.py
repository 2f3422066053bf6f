"""One door for every kind of file."""

from pathlib import Path
from typing import Any

from imports.sources.csv_file import open_csv
from imports.sources.encoding import detect, known, read_head, scan
from imports.sources.folding import without_folds
from imports.sources.markup_file import open_markup
from imports.sources.sniff import family
from imports.sources.table import Table
from imports.sources.vcard_file import open_vcard, read_cards
from imports.sources.whatsapp_file import open_whatsapp, summarise_chat
from imports.sources.xlsx_file import open_xlsx


def open_table(
    path: Path,
    *,
    filename: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    sheet: str | None = None,
) -> Table:
    """Open a CSV, XLSX, HTML table, vCard or WhatsApp export by its content, not by its name.

    What is not given is found out; what is given is believed. `header_row` counts from 0, -1
    says that there is none; `filename` is what people call the file.
    Raises SourceError for a file that holds no table, with words on what to do.
    """
    kind = family(read_head(path), filename or path.name)
    if kind == "workbook":
        return open_xlsx(path, sheet, header_row)
    seen = without_folds(scan(path)) if kind == "vcard" else scan(path)
    name = known(encoding) if encoding else detect(seen)
    if kind == "markup":
        return open_markup(path, name, filename or path.name, header_row)
    if kind == "vcard":
        return open_vcard(path, name)
    if kind == "whatsapp":
        return open_whatsapp(path, name)
    return open_csv(path, name, delimiter, header_row)


def read_table(path: Path) -> list[list[str]]:
    """Return a whole table as text: the header, where there is one, then the rows."""
    table = open_table(path)
    rows = [row.cells for row in table.rows()]
    return [table.header, *rows] if table.header else rows


def read_document(path: Path) -> list[list[str]] | list[dict[str, Any]] | dict[str, Any]:
    """Return what a file says in its natural shape: a table, cards or the summary of a chat."""
    table = open_table(path)
    if table.kind == "vcard":
        return list(read_cards(path, table.encoding or "utf-8"))
    if table.kind == "whatsapp":
        return summarise_chat(table)
    return read_table(path)
