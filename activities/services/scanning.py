"""Asking clamd about uploaded files, by the INSTREAM command of its protocol (man clamd)."""

import socket
import struct
from contextlib import suppress
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files import File

from activities.choices import ScanStatus
from activities.models import Attachment
from core.services import VersionConflictError, save_canonical

CHUNK = 1 << 16
PATIENCE = 60  # seconds
PORT = 3310
MOST = 100


class ScannerError(RuntimeError):
    """The scanner could not be asked, or answered with something unknown."""


def scan_waiting() -> int:
    """Scan the files nobody has scanned yet, the oldest first, and return how many those were.

    Does nothing where no scanner is named. Raises ScannerError when it cannot be reached; what
    was not scanned by then waits for the next call.
    """
    if not settings.SCANNER_URL:
        return 0
    # an erasure takes the file away and leaves the row as it stood
    waiting = Attachment.objects.filter(scan_status=ScanStatus.PENDING).exclude(file="")
    return sum(_scan(row) for row in waiting.order_by("pk")[:MOST])


def verdict(file: "BinaryIO | File[bytes]", *, scanner: str) -> tuple[ScanStatus, str]:
    """Return what clamd at `scanner` says of a file, and what it found or why it could not tell.

    `scanner` is `tcp://host:port` or `unix:///path`. Raises ScannerError.
    """
    try:
        with _connected(scanner) as connection:
            # clamd hangs up in the midst of a file that is too large for it, and says so before
            with suppress(BrokenPipeError, ConnectionResetError):
                _send(connection, file)
            answer = connection.makefile("rb").read().rstrip(b"\0").decode(errors="replace")
    except OSError as error:
        raise ScannerError(f"no answer from the scanner: {error}") from error
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return ScanStatus.CLEAN, ""
    if said.endswith(" FOUND"):
        return ScanStatus.INFECTED, said.removesuffix(" FOUND")
    if said.endswith("ERROR"):
        return ScanStatus.FAILED, said
    raise ScannerError(f"an answer of another protocol: {answer[:100]!r}")


def _send(connection: socket.socket, file: "BinaryIO | File[bytes]") -> None:
    connection.sendall(b"zINSTREAM\0")
    while chunk := file.read(CHUNK):
        connection.sendall(struct.pack(">I", len(chunk)) + chunk)
    connection.sendall(struct.pack(">I", 0))


def _scan(row: Attachment) -> bool:
    try:
        with row.file.open("rb") as file:
            row.scan_status, found = verdict(file, scanner=settings.SCANNER_URL)
    except FileNotFoundError:  # those behind it are scanned all the same
        row.scan_status, found = ScanStatus.FAILED, "the file is not where it was put"
    try:
        save_canonical(row, by=None, cause=f"scan: {found or row.scan_status}")
    except VersionConflictError:
        return False  # taken away meanwhile, or scanned by another worker
    return True


def _connected(scanner: str) -> socket.socket:
    parts = urlsplit(scanner)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(PATIENCE)
        connection.connect(parts.path)
        return connection
    return socket.create_connection((parts.hostname, parts.port or PORT), timeout=PATIENCE)
