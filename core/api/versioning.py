"""Which API answers, and what of it is on its way out.

Within `/api/v1/` things are added, never changed or taken away; what is to go is announced by
`Deprecation` (RFC 9745) and `Sunset` (RFC 8594) at least half a year before.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.http import http_date
from drf_spectacular.settings import spectacular_settings


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Since when something is deprecated, when it ends, and the path to use instead."""

    since: datetime
    sunset: datetime
    successor: str


def version_headers(deprecation: Deprecation | None) -> dict[str, str]:
    """Return the headers that say which API answered, and what is to become of it."""
    headers = {"API-Version": spectacular_settings.VERSION}
    if deprecation is not None:
        headers["Deprecation"] = f"@{int(deprecation.since.timestamp())}"
        headers["Sunset"] = http_date(deprecation.sunset.timestamp())
        headers["Link"] = f'<{deprecation.successor}>; rel="successor-version"'
    return headers
