"""JSON by orjson."""

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer


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
    """Return the JSON the API sends for a value; times end in Z."""
    return orjson.dumps(data, default=str, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)
