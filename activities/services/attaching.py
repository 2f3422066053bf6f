"""Files on records: kept as they came, known by their bytes."""

import hashlib
import re
from typing import Any, BinaryIO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files import File

from accounts.models import Account
from activities.models import Attachment
from contacts.models import Contact
from core.choices import State
from core.models import User
from core.services import entity_type, save_canonical

LARGEST = 25 * 1024 * 1024
CHUNK = 1 << 16
UNKNOWN = "application/octet-stream"
# what files begin with (the File Signatures Table of Gary Kessler)
SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\]+")


def attach_file(
    record: Contact | Account, file: BinaryIO, *, name: str, by: User | None
) -> tuple[Attachment, bool]:
    """Put a file on a contact or an account and return it, and whether it is new.

    The same bytes on the same record are the file that is there. What kind it is, is read from
    its bytes, not from what the sender says. Raises ValidationError for an empty or too large one.
    """
    digest, size, begins = _read(file)
    if not size:
        raise ValidationError({"file": ["The file is empty."]})
    if size > LARGEST:
        raise ValidationError({"file": [f"At most {LARGEST >> 20} MB."]})
    target: dict[str, Any] = {entity_type(record): record}
    known = Attachment.objects.filter(**target, sha256=digest, state=State.ACTIVE).first()
    if known is not None:
        return known, False
    file.seek(0)
    row = Attachment(
        **target,
        file=File(file, name=f"{uuid4().hex}.bin"),  # nothing of the name reaches the disk
        original_name=_UNSAFE.sub(" ", name).strip()[-255:] or "file",
        sha256=digest,
        size=size,
        mime=mime_of(begins),
    )
    return save_canonical(row, by=by, cause="attachment"), True


def mime_of(begins: bytes) -> str:
    """Return the kind of a file by its first bytes; text is what decodes as UTF-8."""
    for signature, mime in SIGNATURES:
        if begins.startswith(signature):
            return mime
    try:
        text = begins.decode("utf-8", errors="strict")
    except UnicodeDecodeError as error:
        # the last character may be cut in the middle
        was_cut = error.reason == "unexpected end of data"
        text = begins[: error.start].decode() if was_cut else "\0"
    return UNKNOWN if "\0" in text else "text/plain"


def _read(file: BinaryIO) -> tuple[str, int, bytes]:
    """Return the sha256, the size, at most one byte over the largest, and the first bytes."""
    digest, size, begins = hashlib.sha256(), 0, b""
    while size <= LARGEST and (chunk := file.read(CHUNK)):
        begins = begins or chunk[:512]
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size, begins
