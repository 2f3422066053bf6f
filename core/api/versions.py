"""Versions on the wire: ETag out, If-Match or `version` in."""

import re

from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request

from core.models import CanonicalModel

# proxies that compress weaken the tag; the number is what counts
_TAG = re.compile(r'(?:W/)?"(\d{1,9})"')


class PreconditionRequiredError(APIException):
    """A write came without the version it is based on."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "precondition_required"
    default_detail = "Say which version you changed: If-Match with the ETag, or `version`."


def etag(row: CanonicalModel) -> str:
    """Return the entity tag of a row."""
    return f'"{row.version}"'


def expected_version(request: Request) -> int:
    """Return the version a write is based on, from If-Match or the body's `version`.

    Raises PreconditionRequiredError when neither names one, `*` names none; and ValidationError
    when the two name different ones.
    """
    header = request.headers.get("If-Match", "")
    tag = _TAG.fullmatch(header.strip())
    version = request.data.get("version") if isinstance(request.data, dict) else None
    if tag is None and (header or version is None):
        raise PreconditionRequiredError
    if version is None and tag is not None:
        return int(tag[1])
    if isinstance(version, bool) or not isinstance(version, int):
        raise ValidationError({"version": ["Write the version as a number."]})
    if tag is not None and int(tag[1]) != version:
        raise ValidationError({"version": ["If-Match names another version."]})
    return version


def version_seen(request: Request) -> int | None:
    """Return the version an act is based on; None where none is named, for it may do without."""
    named = "If-Match" in request.headers or "version" in request.data
    return expected_version(request) if named else None
