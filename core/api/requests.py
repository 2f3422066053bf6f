"""Requests and answers as plain values: to compare one, to keep the other."""

import hashlib
import json
from typing import Any

from rest_framework.request import Request

from core.api.renderers import to_json
from core.services import canonical_json


def fingerprint(request: Request) -> str:
    """Return a text that is equal for equal requests; files count by their SHA-256."""
    files = {name: _digest(file) for name, file in request.FILES.items()}
    if not files or not isinstance(request.data, dict):
        return canonical_json(request.data)
    fields = {name: value for name, value in request.data.items() if name not in files}
    return canonical_json({"fields": fields, "files": files})


def plain(data: Any) -> Any:
    """Return what a client will parse from the JSON of an answer."""
    return None if data is None else json.loads(to_json(data))


def _digest(file: Any) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()
