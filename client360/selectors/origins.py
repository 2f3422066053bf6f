"""Where every value of a dossier came from: the row of a file, or a person typing."""

from typing import Any

from django.db.models import prefetch_related_objects

from client360.registry import Dossier, Rows, Section, Steps
from client360.selectors.people import identity_fields
from client360.selectors.record import tracked, versions
from client360.selectors.shaping import hidden_fields
from core.selectors.masking import sees_points
from imports.selectors import explain

IMPORTED = "import:"


def typed(dossier: Dossier) -> Steps:
    """Return who last changed each field, by field: `typed_by`, `at`, `cause`, `imported`.

    Read from the version in which the field last changed; nothing for a field that last changed
    before the versions the dossier reads.
    """
    (past,) = yield lambda: (versions(dossier),)
    return _last_changes(dossier, past)


def _last_changes(dossier: Dossier, past: Rows) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in tracked(dossier.subject):
        for before, after in zip([None, *past], past, strict=False):
            began = before is None and after["version"] == 1
            if began or (before and before[field.attname] != after[field.attname]):
                cause = after["history_change_reason"] or ""
                found[field.name] = {
                    "typed_by": after["who"],
                    "at": after["history_date"],
                    "imported": cause.startswith(IMPORTED),
                    "cause": "" if cause.startswith(IMPORTED) else cause,
                }
    return found


def explained(dossier: Dossier) -> Steps:
    """Return what imports know of the values the dossier shows, by `explain`'s keys.

    It costs more than the page may, so the page asks for it once it stands.
    """
    yield from ()
    subject = dossier.subject
    paths = ("points", "addresses", "accounts") if hasattr(subject, "points") else ("addresses",)
    prefetch_related_objects([subject], *paths)
    shown = identity_fields(subject) - hidden_fields(dossier)
    parts = ("point:", "address:") if sees_points(dossier.viewer) else ("address:",)
    return {
        key: origin
        for key, origin in explain(subject).items()
        if key in shown or key.startswith(parts)
    }


EXPLAINED = Section("explained", "Provenance", "", explained)
