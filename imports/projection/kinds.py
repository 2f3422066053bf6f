"""What kind of happening the rows of a file are where no column says it: its headers do."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from imports.cleaning import fold

_EDGES: Final = re.compile(r"[\W_]+")
_ABOUT: Final = (
    "title|subject|name|direction|duration|outcome|result|notes?|body|text|content|message|summary"
    "|status|disposition|recording|start|end|date|time|location|type|thread|sent|id|purpose"
)
HEADERS: Final = tuple(
    (kind, re.compile(rf"(?:{word}) (?:{_ABOUT})\b"))
    for kind, word in (
        ("call", "calls?|phone call"),
        ("note_event", "notes?"),
        ("meeting", "meetings?"),
        ("email", "e ?mails?"),
        ("sms", "sms"),
        ("whatsapp", "whats ?app"),
    )
)


def kind_of(headers: Iterable[str]) -> str:
    """Return the kind most headers speak of (`Call Duration`, `Note body`), empty where none do."""
    words = [_EDGES.sub(" ", fold(header)).strip() for header in headers]
    found = Counter(kind for text in words for kind, pattern in HEADERS if pattern.match(text))
    ranked = found.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return ""
    return ranked[0][0]
