"""Whether a workbook can be unpacked safely. No size that the archive declares is believed."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from imports.sources.table import SourceError

_MAX_TOTAL = 2**30  # bytes unpacked
_LARGE = 100 * 2**20
_MAX_RATIO = 200
_CHUNK = 2**18
_MAX_CELLS = 30_000_000  # the reader keeps a dense grid in memory
_SPARSE = 10
_LOCAL_HEADER = 30  # bytes before the name of a member
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def check(path: Path) -> None:
    """Unpack every member without keeping it; refuse bombs and what is no workbook.

    Raises SourceError `zip_bomb` beyond 1 GiB unpacked or 200 times the packed size, or for a
    sheet with few cells so far apart that its grid would not fit; `not_a_table` for other
    archives; `damaged_workbook` for one that cannot be unpacked.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise _damaged() from error
    names = {member.filename for member in members}
    if any(name.startswith("Index/") for name in names):
        raise SourceError(
            "not_a_table",
            "The file is a Numbers spreadsheet. Open it in Numbers, choose File > Export To > "
            "Excel and upload that file.",
        )
    if not any(name.startswith(("xl/", "content.xml")) for name in names):
        raise SourceError(
            "not_a_table",
            "The file is a zip archive, not a table. Unpack it and upload the file inside.",
        )
    packed = path.stat().st_size
    _limit(sum(member.file_size for member in members), packed)
    with path.open("rb") as file:
        _unpack(file, members, packed)


def _unpack(file: BinaryIO, members: list[zipfile.ZipInfo], packed: int) -> None:
    total = 0
    for member in members:
        extent = _Extent()
        for data in _inflate(file, member):
            total += len(data)
            _limit(total, packed)
            if _SHEET.fullmatch(member.filename):
                extent.see(data)
        extent.limit()


def _inflate(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    if member.header_offset < 0:
        raise _damaged()
    file.seek(member.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER:
        raise _damaged()
    name, extra = struct.unpack("<HH", header[26:30])
    file.seek(name + extra, 1)
    if member.compress_type == zipfile.ZIP_STORED:
        return
    left, inflater = member.compress_size, zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and (data := file.read(min(_CHUNK, left))):
        left -= len(data)
        while data:
            try:
                yield inflater.decompress(data, _CHUNK)
            except zlib.error as error:
                raise _damaged() from error
            data = inflater.unconsumed_tail


class _Extent:
    """The grid that the cells of one sheet span."""

    def __init__(self) -> None:
        self._rest = b""
        self._cells = 0
        self._row = 0
        self._columns: set[bytes] = set()

    def see(self, data: bytes) -> None:
        """Note the places of the cells in the next piece of a sheet."""
        found = _CELL.findall(self._rest + data)
        self._rest = data[-20:].rpartition(b">")[2] if b"<c " in data[-20:] else data[-20:]
        self._cells += len(found)
        if found:
            self._row = max(self._row, int(found[-1][1]))
            self._columns.update(column for column, _row in found)

    def limit(self) -> None:
        """Refuse a grid that is huge and nearly empty."""
        widest = max(self._columns, key=lambda name: (len(name), name), default=b"")
        columns = 0
        for letter in widest:
            columns = columns * 26 + letter - ord("A") + 1
        area = columns * self._row
        if area > _MAX_CELLS and area > _SPARSE * self._cells:
            raise _bomb()


def _limit(total: int, packed: int) -> None:
    if total > _MAX_TOTAL or (total > _LARGE and total > _MAX_RATIO * packed):
        raise _bomb()


def _bomb() -> SourceError:
    return SourceError(
        "zip_bomb",
        "The workbook would grow beyond all measure when opened, so it was not opened. "
        "Save the sheet as CSV and upload that file.",
    )


def _damaged() -> SourceError:
    return SourceError(
        "damaged_workbook",
        "The workbook is damaged. Open it in Excel, save it again as .xlsx and upload that file.",
    )
