"""JSON bodies, without the one character no text of the database can hold."""

from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

NUL = "\0"


class JsonParser(JSONParser):
    """Reads JSON; a body with U+0000 in a name or a text is refused as a whole.

    Refused later it would be written down with the refusal: the answer to an Idempotency-Key is
    kept, and PostgreSQL keeps no U+0000.
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
            refused = rb"\u0000" in body and _holds_nul(values)
        except RecursionError as error:
            raise ParseError("JSON parse error - nested too deeply.") from error
        if refused:
            raise ParseError("JSON parse error - U+0000 cannot be kept.")
        return values


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return NUL in value
    if isinstance(value, dict):
        return any(_holds_nul(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(map(_holds_nul, value))
