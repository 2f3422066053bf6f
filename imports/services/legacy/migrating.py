"""Taking one legacy table in, or going on with it, and accounting for every row."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from core.choices import SourceKind
from core.models import SourceSystem, User
from imports.choices import BatchState, Entity, RowOutcome
from imports.models import RawBatch
from imports.pipeline.map_columns import correct_mapping
from imports.pipeline.propose import count_outcomes
from imports.pipeline.receive import AlreadyReceivedError, receive
from imports.services.approving import approve_commit
from imports.services.legacy.enriching import propose_enrichments
from imports.services.legacy.profiles import Profile, ProfileError
from imports.services.legacy.reading import LegacyDatabaseError, export, reading
from imports.services.running import advance, confirm, retry

TRUST = 40
CONFIRMABLE = (BatchState.MAPPING_PROPOSED,)


class LegacyError(Exception):
    """The table cannot be taken in; says why."""


@dataclass(slots=True)
class Report:
    """Where every row of a legacy table went: rows in = created + matched + unresolved + rejected.

    `changed` says whether this run changed anything; `batch` is the import, `proposed` how many
    changes of clients it asks people about.
    """

    table: str
    rows: int = 0
    created: int = 0
    matched: int = 0
    unresolved: int = 0
    rejected: int = 0
    state: str = ""
    batch: str = ""
    changed: bool = True
    proposed: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def balanced(self) -> bool:
        """Whether every row is accounted for."""
        return self.rows == self.created + self.matched + self.unresolved + self.rejected

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON has it."""
        return asdict(self) | {"balanced": self.balanced}


def migrate(
    profile: Profile, database: str, *, by: User, approver: User | None, dry_run: bool = False
) -> Report:
    """Take a legacy table in through the steps of an import and account for every row.

    Killed, it goes on where it stopped; run again on an unchanged table it changes nothing.
    `approver` approves in their name, without one the batch waits in the review queue. A dry run
    leaves nothing behind. Raises LegacyError.
    """
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"{profile.kind}.csv"
            with reading(database) as connection:
                rows = export(connection, profile, path)
            if dry_run:
                return _rehearse(profile, path, rows, by)
            return _carry_out(profile, path, rows, by, approver)
    except (LegacyDatabaseError, ProfileError) as error:
        raise LegacyError(str(error)) from error


def _rehearse(profile: Profile, path: Path, rows: int, by: User) -> Report:
    """Do everything up to the proposal, report, and undo it all."""
    with transaction.atomic():
        batch, _ = _received(profile, path, by)
        stored = Path(batch.file.path)
        known = batch.state == BatchState.APPLIED
        batch = _prepared(profile, batch, by)
        report = _report(profile, batch, rows, changed=not known)
        transaction.set_rollback(True)
    if not RawBatch.objects.filter(pk=batch.pk).exists():
        stored.unlink(missing_ok=True)
    return report


def _carry_out(profile: Profile, path: Path, rows: int, by: User, approver: User | None) -> Report:
    batch, known = _received(profile, path, by)
    before = batch.state
    batch = _prepared(profile, batch, by)
    if approver is not None and batch.state in (BatchState.PENDING, BatchState.APPLYING):
        approve_commit(batch, by=approver, reason="legacy migration")
        batch.refresh_from_db()
    asked = propose_enrichments(profile, batch, by=by)
    report = _report(profile, batch, rows, changed=not known or before != batch.state)
    report.proposed = asked.pop("proposed", 0)
    report.changed |= bool(report.proposed)
    report.reasons |= asked
    return report


def _received(profile: Profile, path: Path, by: User) -> tuple[RawBatch, bool]:
    """Return the batch of these bytes, and whether it was there already."""
    source, _ = SourceSystem.objects.get_or_create(
        code=profile.source,
        defaults={
            "name": f"Legacy {profile.kind.replace('_', ' ')}",
            "kind": SourceKind.LEGACY,
            "base_trust": TRUST,
        },
    )
    try:
        with path.open("rb") as file:
            region = profile.region
            return (
                receive(file, filename=path.name, source=source, by=by, region_hint=region),
                False,
            )
    except AlreadyReceivedError as error:
        return error.batch, True


def _prepared(profile: Profile, batch: RawBatch, by: User) -> RawBatch:
    """Run the batch up to its proposal, with the columns the profile decides."""
    if batch.state == BatchState.FAILED:
        retry(batch, by=by)
    batch = advance(batch.pk)
    if batch.state in CONFIRMABLE:
        targets = profile.targets(list(batch.header))
        correct_mapping(batch, targets, by=by, entity=profile.entity)
        confirm(batch, by=by)
        batch = advance(batch.pk)
    if batch.state == BatchState.FAILED:
        raise LegacyError(batch.error)
    return batch


def _report(profile: Profile, batch: RawBatch, rows: int, *, changed: bool) -> Report:
    count: Callable[[str], int] = count_outcomes(batch).__getitem__
    nobody = 0  # taken in, and waiting to be linked to their person
    if profile.entity == Entity.ACTIVITY:
        new = batch.resolutions.filter(outcome=RowOutcome.CREATE)
        nobody = new.filter(target_id__isnull=True).count()
    reasons: dict[str, int] = {}
    for reason in batch.resolutions.filter(outcome=RowOutcome.REJECT).values_list(
        "reason", flat=True
    )[:10_000]:
        reasons[reason] = reasons.get(reason, 0) + 1
    return Report(
        table=profile.table,
        rows=rows,
        created=count(RowOutcome.CREATE) - nobody,
        matched=count(RowOutcome.MATCH) + count(RowOutcome.SKIP),
        unresolved=count(RowOutcome.AMBIGUOUS) + nobody,
        rejected=count(RowOutcome.REJECT),
        state=batch.state,
        batch=str(batch.uid),
        changed=changed,
        reasons=dict(sorted(reasons.items(), key=lambda pair: -pair[1])[:20]),
    )
