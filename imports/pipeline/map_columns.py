"""Step 2: propose what each column means, and take an operator's corrections."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max

from core.models import User
from core.services import acting, audit, canonical_json, sha256
from imports.choices import ColumnDecision, Entity, ManifestState
from imports.mapping import (
    FIELDS,
    UNMAPPED,
    ColumnProposal,
    Proposal,
    header_fingerprint,
    propose_columns,
)
from imports.models import ColumnMapping, MappingManifest, MappingProfile, RawBatch
from imports.pipeline.receive import sample
from imports.projection.labels import labels_beside
from imports.sources.returned import without_ours

CHATS = "whatsapp"  # the kind of files whose columns are always the same
SAMPLE_ROWS = 200
SHOWN = 3
RETURNED = "our own column of rows that were given back"
LABEL = "Says row by row what the value beside it is: a mobile, an office line, a fax."
CHAT = {
    "timestamp": "activity.date",
    "sender": "activity.contact",
    "text": "activity.body",
    "kind": "activity.type",
}
TARGETS = frozenset(FIELDS) - {UNMAPPED}


class UnknownTargetError(ValueError):
    """A column was mapped to a field that does not exist."""


def propose_mapping(batch: RawBatch) -> MappingManifest:
    """Propose a mapping for the batch's columns: the saved profile of this header, else guesses."""
    rows = sample(batch, SAMPLE_ROWS)
    header = _header(batch, rows)
    if batch.kind == CHATS:
        return _chat(batch, header, rows)
    own = without_ours(header)
    proposal = propose_columns(own, [row[: len(own)] for row in rows])
    profile = MappingProfile.objects.filter(
        source=batch.source, header_fingerprint=header_fingerprint(own)
    ).first()
    batch.entity = profile.entity if profile else proposal.entity
    batch.save(update_fields=["entity"])
    columns = _columns(proposal, header, rows)
    if profile and len(profile.targets) == len(columns):
        for column, target in zip(columns, profile.targets, strict=True):
            _decide(column, target, "the same as in the last file with these headers")
    return _save(batch, columns, profile)


def _header(batch: RawBatch, rows: list[list[str]]) -> list[str]:
    return batch.header or [f"Column {n + 1}" for n in range(max(map(len, rows), default=0))]


def _columns(proposal: Proposal, header: list[str], rows: list[list[str]]) -> list[ColumnMapping]:
    """Return the proposed columns and, behind them, those we added to rows given back."""
    own = len(proposal.columns)
    ours = [
        ColumnProposal(place, name, UNMAPPED, confidence=1.0, reason=RETURNED)
        for place, name in enumerate(header[own:], own)
    ]
    columns = [_column(column, rows) for column in (*proposal.columns, *ours)]
    for place in labels_beside(columns).values():
        if not columns[place].target:
            columns[place].reason = LABEL
    return columns


def _columns_as(batch: RawBatch, entity: str) -> list[ColumnMapping]:
    """Return the columns as they are proposed when every row is an `entity`."""
    rows = sample(batch, SAMPLE_ROWS)
    header = _header(batch, rows)
    own = without_ours(header)
    proposal = propose_columns(own, [row[: len(own)] for row in rows], entity=entity)
    return _columns(proposal, header, rows)


def _chat(batch: RawBatch, header: list[str], rows: list[list[str]]) -> MappingManifest:
    """Map the columns every exported chat is read into."""
    batch.entity = Entity.ACTIVITY
    batch.save(update_fields=["entity"])
    columns = [
        _column(
            ColumnProposal(
                place, name, CHAT[name], confidence=1.0, reason="how exported chats are read"
            ),
            rows,
        )
        for place, name in enumerate(header)
    ]
    return _save(batch, columns, None)


def correct_mapping(
    batch: RawBatch, targets: Mapping[int, str], *, by: User, entity: str = ""
) -> MappingManifest:
    """Put an operator's choices into a new version of the mapping and return it.

    `targets` maps column positions to fields; an empty target keeps the column raw. Another
    `entity` than before proposes all other columns anew, for fields belong to what a row is.
    Raises UnknownTargetError for a field that does not exist.
    """
    current = current_manifest(batch)
    columns, profile = list(current.columns.all()), current.from_profile
    if entity and entity != batch.entity and batch.kind != CHATS:
        columns, profile = _columns_as(batch, entity), None
    for column in columns:
        column.pk = None
        if column.position in targets and targets[column.position] != column.target:
            _decide(column, targets[column.position], f"chosen by {by}")
    if entity and entity != batch.entity:
        batch.entity = entity
        batch.save(update_fields=["entity"])
    return _save(batch, columns, profile)


def confirm_mapping(batch: RawBatch, *, by: User) -> MappingManifest:
    """Confirm the current mapping and keep it as the profile of this header."""
    manifest = current_manifest(batch)
    with acting(by, f"import:{batch.uid}"):
        batch.manifests.filter(state=ManifestState.APPROVED).exclude(pk=manifest.pk).update(
            state=ManifestState.SUPERSEDED
        )
        manifest.state, manifest.approved_by = ManifestState.APPROVED, by
        manifest.save(update_fields=["state", "approved_by"])
        columns = list(manifest.columns.all())
        own = without_ours([column.header for column in columns])
        MappingProfile.objects.update_or_create(
            source=batch.source,
            header_fingerprint=header_fingerprint(own),
            defaults={
                "entity": batch.entity,
                "targets": [column.target for column in columns[: len(own)]],
                "approved_by": by,
            },
        )
        audit(
            "import.mapping_confirmed",
            by=by,
            batch_uid=batch.uid,
            payload={"manifest": manifest.content_hash, "version": manifest.version},
        )
    return manifest


def current_manifest(batch: RawBatch) -> MappingManifest:
    """Return the newest mapping of a batch."""
    manifest = batch.manifests.order_by("-version").first()
    if manifest is None:
        raise MappingManifest.DoesNotExist(f"{batch} has no mapping yet")
    return manifest


def _column(proposed: ColumnProposal, rows: list[list[str]]) -> ColumnMapping:
    position = proposed.position
    filled = (row[position] for row in rows if position < len(row) and row[position].strip())
    column = ColumnMapping(
        position=position,
        header=proposed.header,
        attrs=proposed.attrs,
        confidence=proposed.confidence,
        alternatives=[list(pair) for pair in proposed.alternatives],
        samples=[value[:120] for value, _ in zip(filled, range(SHOWN), strict=False)],
    )
    _decide(column, proposed.target, proposed.reason)
    return column


def _decide(column: ColumnMapping, target: str, reason: str) -> None:
    target = "" if target == UNMAPPED else target
    if target and target not in TARGETS:
        raise UnknownTargetError(f"there is no field {target!r}")
    column.target = target
    column.decision = ColumnDecision.MAPPED if target else ColumnDecision.UNRESOLVED
    column.reason = reason


@transaction.atomic
def _save(
    batch: RawBatch, columns: list[ColumnMapping], profile: MappingProfile | None
) -> MappingManifest:
    version = batch.manifests.aggregate(last=Max("version"))["last"] or 0
    content = [[c.position, c.header, c.target, c.attrs] for c in columns]
    manifest = MappingManifest.objects.create(
        batch=batch,
        version=version + 1,
        content_hash=sha256(canonical_json([batch.entity, content])),
        from_profile=profile,
    )
    for column in columns:
        column.manifest = manifest
    ColumnMapping.objects.bulk_create(columns)
    return manifest
