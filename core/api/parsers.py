"""JSON bodies, without what the database cannot keep or no answer can tell."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import IO, Any

from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import JSONParser

# the escapes that could stand for one: of U+0000, and of half a character beyond the first plane
SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
UNKEPT = re.compile("[\0\ud800-\udfff]")
LONG = re.compile(rb"\d{19}|\d[eE]\+?\d")  # what could stand for a number that is too large
BEYOND = 2**63  # of the whole numbers many readers of JSON take, the first there is not
TOO_LARGE = f"Write numbers between -{BEYOND - 1} and {BEYOND - 1}; larger ones as text."
DEEPEST = 100
TOO_DEEP = "JSON parse error - nested too deeply."


class JsonParser(JSONParser):
    """Reads JSON; a body with U+0000 or half a surrogate pair in a name or a text is refused.

    Refused later it would be written down with the refusal: the answer to an Idempotency-Key is
    kept, and PostgreSQL keeps neither. So is a number beyond 64 bits, wherever it stands, and
    what is nested so deeply that readers of the answer give up.
    """

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the values of a body; raises ParseError, and ValidationError for a number."""
        body = stream.read()
        try:
            values = super().parse(BytesIO(body), media_type, parser_context)
            refused = SUSPECT.search(body) and _holds_unkept(values)
        except RecursionError as error:
            raise ParseError(TOO_DEEP) from error
        if refused:
            raise ParseError("JSON parse error - U+0000 and lone surrogates cannot be kept.")
        if body.count(b"[") + body.count(b"{") > DEEPEST and _deeper(values, DEEPEST):
            raise ParseError(TOO_DEEP)
        if LONG.search(body) and (found := {path: [TOO_LARGE] for path in _too_large(values)}):
            raise ValidationError(found)
        return values


def _holds_unkept(value: Any) -> bool:
    if isinstance(value, str):
        return UNKEPT.search(value) is not None
    if isinstance(value, dict):
        return any(_holds_unkept(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(map(_holds_unkept, value))


def _deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper(each, levels - 1) for each in inner)


def _too_large(value: Any, path: str = "") -> Iterator[str]:
    """Yield where numbers stand that are too large, or none at all (`1e999`)."""
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for name, each in inner:
            yield from _too_large(each, f"{path}.{name}" if path else str(name))
    elif isinstance(value, int | float) and not -BEYOND < value < BEYOND:
        yield path
