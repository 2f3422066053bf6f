"""Readers of the files people bring: every one becomes a streaming table of text cells.

Pure: no Django, no database. A file is never refused for one bad row and never silently
repaired; each oddity is an issue on its row.
"""

from imports.sources.opening import open_table, read_document, read_table
from imports.sources.table import Issue, Row, SourceError, Table
from imports.sources.vcard_file import read_cards
from imports.sources.whatsapp_file import summarise_chat

__all__ = [
    "Issue",
    "Row",
    "SourceError",
    "Table",
    "open_table",
    "read_cards",
    "read_document",
    "read_table",
    "summarise_chat",
]
