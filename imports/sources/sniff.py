"""What kind of file this really is, whatever its name says."""

import re
from typing import Literal

from imports.sources.encoding import declared
from imports.sources.table import SourceError
from imports.sources.whatsapp_file import is_chat

Family = Literal["workbook", "vcard", "whatsapp", "markup", "text"]

_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"RIFF", "a picture or a sound"),
    (b"\0\0\1\0", "a picture"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"BZh", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"\xfd7zXZ", "a compressed archive"),
    (b"(\xb5/\xfd", "a compressed archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "a text document"),
)
_TEXTUAL = {b"BM", b"MZ", b"ID3", b"RIFF", b"PAR1", b"BZh", b"Rar!"}  # words can start like this
_MARKUP = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?>.*?-->)\s*)*+"
    r"(?:<!doctype html|<(?:html|head|body|table|style|meta|div|center)\b"
    r"|(?:<\?mso-application[^>]*>\s*)?<(?:ss:)?workbook\b)",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\ufeff?\s*<\?xml\b", re.IGNORECASE)
_JSON = re.compile(r'\ufeff?\s*(?:\[\s*)?\{\s*"[^"\n]*"\s*:')
# a report may open with `From:` and `To:` and mean days; a message names a mailbox or a server
_MAIL = re.compile(
    r"(?=(?:[^\n]*\n){0,20}?(?:(?:from|to): [^\n]*@"
    r"|(?:received|return-path|delivered-to|message-id|mime-version|content-type): ))"
    r"(?:(?:from|to|subject|date|received|return-path|delivered-to|message-id|mime-version|"
    r"content-type|content-transfer-encoding|x-[\w-]+): [^\n]*\n(?:[ \t][^\n]*\n)*){2,}",
    re.IGNORECASE,
)
_VCARD = re.compile(r"(?:\ufeff|\xef\xbb\xbf)?\s*BEGIN:VCARD[ \t]*(?:[\r\n]|$)", re.IGNORECASE)
_BINARY_SHARE = 0.05
_CONTROL = bytes({*range(0x20)} - {0x09, 0x0A, 0x0C, 0x0D, 0x1B})


def family(head: bytes, name: str) -> Family:
    """Return the reader that the first bytes of a file need; refuse what no reader takes.

    `name` is what people call the file. Raises SourceError `not_a_table` for pictures, PDF,
    archives, programs, JSON, e-mails and other content that is no table.
    """
    if head.startswith(_WORKBOOKS):
        return "workbook"
    for magic, what in _OTHERS:
        if head.startswith(magic) and (magic not in _TEXTUAL or _binary(head)):
            raise not_a_table(name, what)
    encoding = declared(head)
    if encoding in (None, "utf-8-sig") and _binary(head):
        raise not_a_table(name, "binary content")
    text = head.decode(encoding or "latin-1", "replace").removeprefix("\u00ef\u00bb\u00bf")
    if _MARKUP.match(text):
        return "markup"
    _refuse_written(text, name)
    if _VCARD.match(text):
        return "vcard"
    return "whatsapp" if is_chat(head.decode(encoding or "utf-8", "replace")) else "text"


def _refuse_written(text: str, name: str) -> None:
    for pattern, what in ((_XML, "XML"), (_JSON, "JSON"), (_MAIL, "an e-mail message")):
        if pattern.match(text):
            raise not_a_table(name, what)


def _binary(head: bytes) -> bool:
    kept = head.translate(None, _CONTROL)
    return len(head) - len(kept) > max(_BINARY_SHARE * len(head), 1)


def not_a_table(name: str, what: str) -> SourceError:
    """Return the refusal of a file by what it holds, with words on what to do."""
    return SourceError(
        "not_a_table",
        f"{name} holds {what}, not a table. "
        "Export the list as CSV or Excel (.xlsx) and upload that file.",
    )
