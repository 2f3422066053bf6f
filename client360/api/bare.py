"""Answers without the keys of tables: they name nothing outside, records are known by uid."""

import re
from typing import Any

SHOWN_BY = re.compile(r"[a-z]+:\d+")  # what the page calls a line by, such as point:601


def bare(data: Any) -> Any:
    """Return data of a section without the keys its page works with."""
    if isinstance(data, dict):
        return {n: bare(value) for n, value in data.items() if not _is_key(n, value)}
    return [bare(each) for each in data] if isinstance(data, list | tuple) else data


def _is_key(name: Any, value: Any) -> bool:
    if name not in ("id", "key") and not str(name).endswith("_id"):
        return False
    return isinstance(value, int) or (isinstance(value, str) and bool(SHOWN_BY.fullmatch(value)))
