"""JSON by orjson."""

import json
from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


class OrjsonRenderer(BaseRenderer):
    """Renders what serializers give; decimals and lazy texts become strings, never floats."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "text"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002 -- the framework's signature
        renderer_context: Mapping[str, Any] | None = None,  # noqa: ARG002 -- the framework's signature
    ) -> bytes:
        """Return UTF-8 JSON; an absent body stays empty."""
        return b"" if data is None else to_json(data)


def to_json(data: Any) -> bytes:
    """Return the JSON the API sends for a value; times end in Z.

    What orjson refuses and the database has (numbers beyond 64 bits, lists 300 deep) is written
    by the slower library: one such value must not close the list it stands in.
    """
    try:
        return orjson.dumps(data, default=str, option=OPTIONS)
    except orjson.JSONEncodeError:
        text = json.dumps(data, default=_plain, separators=(",", ":"), ensure_ascii=False)
        return text.encode()


def _plain(value: Any) -> Any:
    """Return a value json does not know as orjson writes it."""
    return json.loads(orjson.dumps(value, default=str, option=OPTIONS))
