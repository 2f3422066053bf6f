"""Where every value of a dossier came from: the row of a file, a machine, or a person typing."""

from datetime import datetime
from typing import Any, Protocol

from client360.registry import Dossier, Rows, Steps
from client360.selectors.record import tracked, versions


class Origin(Protocol):
    """What imports know of one value; every part may be empty."""

    source: str
    file: str
    batch_uid: Any
    row_number: int | None
    column: str
    cell: str
    rule: str
    proposed_by: str
    approved_by: str
    at: datetime | None
    confidence: float | None
    proposal_uid: Any


def explain(_: Any) -> dict[str, Origin]:
    """Return nothing: imports cannot explain values yet."""
    return {}


def origins(dossier: Dossier) -> Steps:
    """Return the origin of every value by field, `point:<id>`, `address:<id>` or `account:<id>`.

    A value no source explains was typed: `{"typed_by": name, "at": time, "cause": words}`, read
    from the version in which the field last changed.
    """
    (past,) = yield (versions(dossier),)
    known = explain(dossier.subject)
    return _typed(dossier, past) | known


def _typed(dossier: Dossier, past: Rows) -> dict[str, Any]:
    """Return who last changed each field, as far back as the versions read go."""
    found: dict[str, Any] = {}
    for field in tracked(dossier.subject):
        for before, after in zip([None, *past], past, strict=False):
            began = before is None and after["version"] == 1
            if began or (before and before[field.attname] != after[field.attname]):
                found[field.name] = {
                    "typed_by": after["who"],
                    "at": after["history_date"],
                    "cause": after["history_change_reason"] or "",
                    "version": after["version"],
                }
    return found
