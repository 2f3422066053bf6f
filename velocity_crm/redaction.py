"""Nothing personal and nothing secret leaves in a log line or an error report.

Two rules: the value of a key that names something private is dropped whatever it is, and every
text is searched for what looks private wherever it stands. Client names in free text cannot be
recognised, so texts with them are kept out at the source: query strings lose their values, and
database errors their rows.
"""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

HIDDEN = "[hidden]"
PRIVATE = re.compile(
    r"passw|passphrase|secret|token|api_?key|private_?key|authoriz|cookie|session_?(id|key)|csrf"
    r"|e_?mail|phone|mobile|whatsapp|full_?name|first_?name|last_?name|date_of_birth|credential|dsn",
    re.IGNORECASE,
)
# bound by ourselves, and shaped so that they can hold nothing private
SAFE = frozenset({"request_id", "correlation_id", "task_id", "timestamp", "level", "logger"})
DEEPEST = 12

TEXTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)\b(bearer|basic|digest)\s+[\w.~+/=-]{6,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"\bvk_\w{8,}"), HIDDEN),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), HIDDEN),
    (re.compile(r"(?<=://)[^\s/@:]*:[^\s/@]+(?=@)"), HIDDEN),
    (
        re.compile(
            r"(?i)\b([\w-]*(?:passw\w*|secret|token|api_?key|signature|code|key))"
            r"([\"']?\s*[=:]\s*[\"']?)([^\s\"'&,;]{4,})"
        ),
        rf"\1\2{HIDDEN}",
    ),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    # PostgreSQL tells the values of the row at fault
    (re.compile(r"(Key \([^)]*\))=\(.*?\)(?= |$)", re.DOTALL), rf"\1=({HIDDEN})"),
    (re.compile(r"(Failing row contains )\(.*\)", re.DOTALL), rf"\1({HIDDEN})"),
    # +91 98200 12345, 0091..., and ten digits as they are written in India
    (re.compile(r"(?<![\w.-])(?:\+|00)\d(?:[\s().-]{0,2}\d){7,14}(?![\w-])"), "[phone]"),
    (re.compile(r"(?<![\w.:-])0?[6-9]\d{4}[\s-]?\d{5}(?![\w:-]|\.\d)"), "[phone]"),
)
QUERY = re.compile(r"\?[^\s\"']+")


def processor(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Clean one log line; the last structlog processor before the renderer."""
    return {key: value if key in SAFE else clean(value, key) for key, value in line.items()}


def clean(value: Any, key: str = "", depth: int = 0) -> Any:
    """Return a value fit to be written down; `key` is the name it stands under."""
    if isinstance(value, bool | None):
        return value
    if (key and PRIVATE.search(key)) or depth > DEEPEST:
        return HIDDEN
    if isinstance(value, Mapping):
        return {name: clean(each, str(name), depth + 1) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [clean(each, "", depth + 1) for each in value]
    if isinstance(value, int | float):
        return value
    return network(str(value)) if key == "ip" else text(str(value))


def text(value: str) -> str:
    """Return a text without what looks private; a query string keeps only that there was one."""
    value = QUERY.sub("?...", value)
    for pattern, instead in TEXTS:
        value = pattern.sub(instead, value)
    return value


def network(address: str) -> str:
    """Return the network of an address: enough to see an attack, too little for a person."""
    if ":" in address:
        return ":".join(address.split(":")[:3]) + "::"
    return re.sub(r"\.\d+$", ".0", address)
