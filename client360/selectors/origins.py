"""Where every value of a dossier came from: the row of a file, or a person typing."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from client360.registry import Dossier, Rows, Section, Steps
from client360.selectors.business import deals_of
from client360.selectors.people import identity_fields
from client360.selectors.places import Place
from client360.selectors.reach import keys_shown
from client360.selectors.record import tracked, versions
from client360.selectors.shaping import from_file, hidden_fields
from client360.selectors.talk import talks_after
from client360.selectors.work import due_tasks, readable_notes
from core.selectors.masking import sees_points
from imports.choices import ResultKind
from imports.selectors import Origin, explain
from imports.selectors.results import explain_records

IMPORTED = "import:"
MOST: Final = 20
# fields read from the cells that say how somebody is reached
REACHES: Final = frozenset({"contact", "primary_contact", "direction"})


def typed(dossier: Dossier) -> Steps:
    """Return who last changed each field, by field: `typed_by`, `at`, `cause`, `imported`.

    `first` says that the field holds what it held when the record came.
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
                    "first": began,
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
    shown = (identity_fields(subject) - hidden_fields(dossier)) | keys_shown(dossier)
    return {key: origin for key, origin in explain(subject).items() if key in shown}


EXPLAINED = Section("explained", "Provenance", "", explained)


@dataclass(frozen=True, slots=True)
class FromFile:
    """A record the dossier shows and the cells of files that gave its values, by field."""

    kind: str
    uid: UUID
    fields: dict[str, Origin]

    @property
    def rows(self) -> list[tuple[Origin, dict[str, Origin]]]:
        """The fields by row, each with the origin they share: file, row, source, people."""
        shared: dict[tuple[UUID, int], dict[str, Origin]] = {}
        for name, origin in self.fields.items():
            shared.setdefault((origin.batch_uid, origin.row_number), {})[name] = origin
        return [(next(iter(fields.values())), fields) for fields in shared.values()]


def records_from_files(dossier: Dossier) -> list[FromFile]:
    """Return where the deals, tasks and notes of the cards came from, those of files alone."""
    return _from_files(
        dossier,
        {
            ResultKind.OPPORTUNITY: deals_of(dossier).order_by("-updated_at", "-id"),
            ResultKind.TASK: due_tasks(dossier),
            ResultKind.NOTE: readable_notes(dossier).order_by("-pinned", "-created_at", "-id"),
        },
    )


def talks_from_files(dossier: Dossier, after: Place | None) -> list[FromFile]:
    """Return where the interactions of a page of the stream came from."""
    return _from_files(dossier, {ResultKind.INTERACTION: talks_after(dossier, after)})


def _from_files(dossier: Dossier, shown: "dict[ResultKind, QuerySet[Any]]") -> list[FromFile]:
    uids = {
        (kind.value, pk): uid
        for kind, rows in shown.items()
        for pk, uid in rows.filter(from_file(kind)).values_list("pk", "uid")[:MOST]
    }
    ids: dict[str, list[int]] = {}
    for kind, pk in uids:
        ids.setdefault(kind, []).append(pk)
    hidden = frozenset() if sees_points(dossier.viewer) else REACHES
    return [
        FromFile(key[0], uids[key], seen)
        for key, fields in explain_records(ids).items()
        if (seen := {name: each for name, each in fields.items() if name not in hidden})
    ]
