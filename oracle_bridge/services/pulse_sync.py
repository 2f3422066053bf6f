"""Pulse, both ways: profiles come in as an import, what we changed goes out.

A run reads every page before it writes anything, so a watermark never passes what was not read.
Profiles whose hash is known are left alone; the rest become one import of the source `pulse`
(raw rows kept, matched by their id and e-mail, approved as a whole), and a mapping each.
A run holds a lock by its connection: one that was killed lets go of it, and the next goes on.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.models import SourceSystem, User
from core.services import audit, canonical_json, sha256
from core.services.alone import alone
from imports import services as imports
from imports.choices import BatchState
from imports.models import RawBatch
from oracle_bridge.adapters.http import AdapterError
from oracle_bridge.adapters.pulse import Profile, Pulse
from oracle_bridge.choices import RunState, SyncMode
from oracle_bridge.models import EntityMapping, SyncRun, SyncWatermark
from oracle_bridge.services.pulse_settling import settle_run

CODE, PERSON = "pulse", "contact"
DIED = "it did not end"
UNCONFIRMED = (BatchState.RECEIVED, BatchState.PARSED, BatchState.MAPPING_PROPOSED)
OVER = (BatchState.CANCELLED, BatchState.FAILED, BatchState.REVERTED)
TARGETS = {
    "id": "contact.external_id",
    "email": "contact.email",
    "name": "contact.full_name",
    "given_name": "contact.given_name",
    "family_name": "contact.family_name",
    "phone": "contact.phone",
    "company": "contact.company",
    "title": "contact.job_title",
    "tags": "contact.tags",
}


class SyncBusyError(Exception):
    """Another run of this system is under way."""


@dataclass(slots=True)
class _Seen:
    """What a run found: profiles new or changed by id, how many were known, the latest change.

    `waits_from` is the earliest change of those who came before and wait for a decision.
    """

    began: datetime
    fresh: dict[str, Profile] = field(default_factory=dict)
    read: int = 0
    pages: int = 0
    unchanged: int = 0
    nameless: int = 0
    upto: datetime | None = None
    waits_from: datetime | None = None

    @property
    def mark(self) -> datetime | None:
        """Up to where nobody can be missed.

        Who waits may yet be turned down, and comes again; who changed while the pages were read may
        have been read before.
        """
        return self.upto and min(filter(None, (self.upto, self.waits_from, self.began)))


def hash_of(profile: Profile) -> str:
    """Return the hash by which a changed profile is told from a known one."""
    return sha256(canonical_json({**asdict(profile), "updated_at": ""}))


def sync_pulse(
    pulse: Pulse, *, mode: str, by: User, approver: User | None = None, policy: str = "manual"
) -> SyncRun:
    """Run one exchange and return it; run again on an unchanged Pulse it changes nothing.

    Without an approver the people who came wait for approval and the next run settles them.
    Raises SyncBusyError; a Pulse that fails leaves the run failed and the watermark where it was.
    Any other error ends the run and is raised.
    """
    with alone("sync", CODE) as mine:
        if not mine:
            raise SyncBusyError("another run of Pulse is under way")
        return _run(pulse, mode=mode, by=by, approver=approver, policy=policy)


def _run(pulse: Pulse, *, mode: str, by: User, approver: User | None, policy: str) -> SyncRun:
    for died in SyncRun.objects.filter(system__code=CODE, state=RunState.RUNNING):
        _take_up(died, by=by, approver=approver)
    run = _begin(mode, by)
    try:
        settle_waiting(run.system, policy=policy, by=by)
        _exchange(pulse, run, by=by, approver=approver)
        settle_waiting(run.system, policy=policy, by=by)
    except AdapterError as error:
        return _break_off(run, str(error))
    except Exception as error:
        _break_off(run, f"{type(error).__name__}: {error}")
        raise
    run.refresh_from_db()
    return run


def _exchange(pulse: Pulse, run: SyncRun, *, by: User, approver: User | None) -> None:
    """Read what is new there and bring it, up to its approval or through it."""
    seen = _read(pulse, run)
    run.upto = seen.mark
    run.counts = {
        "read": seen.read,
        "pages": seen.pages,
        "unchanged": seen.unchanged,
        "fresh": len(seen.fresh),
        "without_a_name": seen.nameless,
    }
    if seen.fresh:
        run.batch = _bring(seen.fresh.values(), run, by)
        if approver is not None:
            _approve(run.batch, approver)
        run.batch.refresh_from_db()
    _finish(run, RunState.WAITING if run.batch else RunState.DONE)


def _break_off(run: SyncRun, reason: str) -> SyncRun:
    """End a run where it stands, so that the next one may begin; whom it brought still wait."""
    if run.state == RunState.RUNNING:
        _finish(run, RunState.WAITING if run.batch else RunState.FAILED, error=reason[:500])
    return run


def settle_waiting(system: SourceSystem, *, policy: str, by: User) -> None:
    """Settle runs whose people were decided about since: mappings, conflicts, watermark.

    While one waits the watermark stays: what it brought may yet be turned down, and comes again.
    """
    waiting = SyncRun.objects.filter(system=system, state=RunState.WAITING)
    for run in waiting.select_related("batch", "system").order_by("pk"):
        batch = run.batch
        if batch is None or batch.state == BatchState.APPLIED:
            with transaction.atomic():
                run.counts |= settle_run(run, policy=policy, by=by) if batch else {}
                _finish(run, RunState.DONE)
        elif batch.state in OVER:
            _finish(run, RunState.FAILED, error=f"its import is {batch.state}")


def _take_up(died: SyncRun, *, by: User, approver: User | None) -> None:
    """End a run that died, for its lock is ours; whom it brought wait for approval, once.

    An import whose columns were not confirmed yet is cancelled: its people come again.
    """
    batch = died.batch
    if batch is not None and batch.state in UNCONFIRMED:
        imports.cancel(batch, by=by)
    elif batch is not None and imports.advance(batch.pk).state not in OVER:
        _finish(died, RunState.WAITING, error=DIED)
        if approver is not None:
            _approve(batch, approver)
        return
    _finish(died, RunState.FAILED, error=DIED)


def _begin(mode: str, by: User) -> SyncRun:
    system = SourceSystem.objects.get(code=CODE)
    mark = SyncWatermark.objects.filter(system=system, entity_type=PERSON).first()
    since = None
    if mode == SyncMode.INCREMENTAL and mark is not None:
        since = mark.cursor - timedelta(seconds=mark.overlap_s)
    return SyncRun.objects.create(system=system, mode=mode, since=since, by=by)


def _read(pulse: Pulse, run: SyncRun) -> _Seen:
    """Read every page; of a profile met twice the later one stands."""
    seen = _Seen(began=timezone.now(), upto=run.since)
    known = dict(
        EntityMapping.objects.filter(system=run.system, entity_type=PERSON).values_list(
            "external_id", "remote_hash"
        )
    )
    waiting = _waiting_hashes(run.system)
    for page in pulse.profiles(run.since):
        seen.pages += 1
        for profile in page:
            seen.read += 1
            moved = datetime.fromisoformat(profile.updated_at) if profile.updated_at else None
            seen.upto = max(filter(None, (seen.upto, moved)), default=None)
            digest = hash_of(profile)
            if digest == known.get(profile.id):
                seen.unchanged += 1
            elif digest == waiting.get(profile.id):
                seen.unchanged += 1
                seen.waits_from = min(filter(None, (seen.waits_from, moved)), default=None)
            elif not (profile.name or profile.given_name or profile.email or profile.phone):
                seen.nameless += 1
            else:
                seen.fresh[profile.id] = profile
    return seen


def _waiting_hashes(system: SourceSystem) -> dict[str, str]:
    """Return the hashes of people who came before and still wait for a decision."""
    runs = SyncRun.objects.filter(system=system, state=RunState.WAITING, batch__isnull=False)
    found: dict[str, str] = {}
    for cells in (
        cells
        for run in runs
        for cells in run.batch.rows.values_list("cells", flat=True)  # type: ignore[union-attr]  # filtered
    ):
        found[str(cells[0])] = str(cells[-1])
    return found


def _bring(profiles: Iterable[Profile], run: SyncRun, by: User) -> RawBatch:
    """Bring profiles as an import up to its proposal; one that comes no further is cancelled.

    The run names it from the start, for the next run to find should this one die.
    """
    ordered = sorted(profiles, key=lambda profile: profile.id)
    name = f"pulse-{timezone.now():%Y%m%dT%H%M%S}.csv"
    content = BytesIO(_csv(ordered))
    with transaction.atomic():
        batch = imports.receive(content, filename=name, source=run.system, by=by, again=True)
        run.batch = batch
        run.save(update_fields=["batch", "counts", "upto"])
    try:
        batch = imports.advance(batch.pk)
        targets = {place: TARGETS.get(name, "") for place, name in enumerate(batch.header)}
        imports.correct_mapping(batch, targets, by=by, entity="contact")
        imports.confirm(batch, by=by)
        return imports.advance(batch.pk)
    except Exception:
        imports.cancel(batch, by=by)  # the next run brings them again
        run.batch = None
        raise


def _csv(profiles: Iterable[Profile]) -> bytes:
    text = StringIO(newline="")
    names = [*Profile.__dataclass_fields__, "raw_hash"]
    lines = csv.writer(text)
    lines.writerow(names)
    for profile in profiles:
        values: Mapping[str, Any] = asdict(profile) | {"tags": ", ".join(profile.tags)}
        lines.writerow([*(_cell(value) for value in values.values()), hash_of(profile)])
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _approve(batch: RawBatch, approver: User) -> None:
    batch.refresh_from_db()
    if batch.proposal is not None and batch.state == BatchState.PENDING:
        imports.approve_commit(batch, by=approver, reason="Pulse sync")


def _finish(run: SyncRun, state: str, *, error: str = "") -> SyncRun:
    run.state, run.error, run.finished_at = state, error, timezone.now()
    run.save(update_fields=["state", "error", "finished_at", "counts", "upto", "batch"])
    waiting = SyncRun.objects.filter(system=run.system, state=RunState.WAITING)
    if state == RunState.DONE and run.upto is not None and not waiting.exists():
        mark, _ = SyncWatermark.objects.get_or_create(
            system=run.system, entity_type=PERSON, defaults={"cursor": run.upto}
        )
        if run.upto > mark.cursor:
            SyncWatermark.objects.filter(pk=mark.pk).update(cursor=run.upto)
    audit(
        f"sync.{state}",
        by=run.by,
        object_type="syncrun",
        object_uid=run.uid,
        payload={"system": run.system.code, "mode": run.mode, **run.counts},
    )
    return run
