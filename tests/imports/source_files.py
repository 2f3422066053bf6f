"""Files that people really bring, written on the spot."""

import struct
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

type Cell = str | int | float | bool | date | datetime | None


def text_file(folder: Path, content: str | bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def workbook(folder: Path, **sheets: Sequence[Sequence[Cell]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    path = folder / "book.xlsx"
    book.save(path)
    return path


def bomb(folder: Path, megabytes: int, *, declared: int | None = None) -> Path:
    """An XLSX whose sheet is nothing but zeros; `declared` forges the size in the directory."""
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(megabytes):
                sheet.write(bytes(2**20))
    if declared is not None:
        data = bytearray(path.read_bytes())
        entry = data.rindex(b"PK\x01\x02")
        data[entry + 24 : entry + 28] = struct.pack("<I", declared)
        path.write_bytes(data)
    return path


def locked_workbook(folder: Path) -> Path:
    """A password-protected workbook: an OLE container around an encrypted package."""
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0),
    )
    header += struct.pack("<I", 0) + b"\xff" * 4 * 108
    fat = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    names = [("Root Entry", 5, 1), ("EncryptionInfo", 2, 0xFFFFFFFF), ("EncryptedPackage", 2, 1)]
    entries = b"".join(_entry(*name) for name in names) + bytes(128)
    return text_file(folder, header + fat + entries, "locked.xlsx")


def _entry(name: str, kind: int, child: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    sides = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child if kind == 5 else 0xFFFFFFFF)
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + sides
    return head + bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)
