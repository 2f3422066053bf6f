"""JSON bodies, without the characters no text of the database can hold."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

# the escapes that could stand for one: of U+0000, and of half a character beyond the first plane
SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
UNKEPT = re.compile("[\0\ud800-\udfff]")


class JsonParser(JSONParser):
    """Reads JSON; a body with U+0000 or half a surrogate pair in a name or a text is refused.

    Refused later it would be written down with the refusal: the answer to an Idempotency-Key is
    kept, and PostgreSQL keeps neither.
    """

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the values of a body; raises ParseError."""
        body = stream.read()
        try:
            values = super().parse(BytesIO(body), media_type, parser_context)
            refused = SUSPECT.search(body) and _holds_unkept(values)
        except RecursionError as error:
            raise ParseError("JSON parse error - nested too deeply.") from error
        if refused:
            raise ParseError("JSON parse error - U+0000 and lone surrogates cannot be kept.")
        return values


def _holds_unkept(value: Any) -> bool:
    if isinstance(value, str):
        return UNKEPT.search(value) is not None
    if isinstance(value, dict):
        return any(_holds_unkept(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(map(_holds_unkept, value))
