"""Looking through the whole database for duplicates: in steps, resumable, stoppable.

Each step looks at the next contacts by id, compares them with later ones that share a key, and
writes what is worth a person's look in the transaction that moves the position: a scan killed
anywhere goes on where it stopped and writes nothing twice. The accounts, which are few, come last
and all at once.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.models import User
from core.services import audit
from core.services.alone import alone
from identity.choices import ScanState
from identity.matching.columns import Columns
from identity.matching.counting import frequencies_of
from identity.matching.judging import Candidate, Rows, rows_of
from identity.matching.types import unpack
from identity.models import MatchModel, MatchProfile, ScanRun
from identity.services.adopting import renew
from identity.services.keeping import bring_up_to_date
from identity.services.knowing import population
from identity.services.scanning_accounts import find_like_accounts, write_account_candidates
from identity.services.searching import candidates_in_bulk, judge_for
from identity.services.surveying import Step, Survey, read_people

STEP: Final = 1_000
BULK: Final = 20_000  # people from which a scan reads all keys at once
BULK_STEP: Final = 5_000
MOST: Final = 20
RESUMABLE: Final = frozenset({ScanState.STOPPED, ScanState.FAILED})

WRITE: Final = """
INSERT INTO identity_matchcandidate (uid, left_id, right_id, score, model_version, features,
    status, created_at)
SELECT uuidv7(), l, r, s, %(version)s, f::jsonb, 'open', now()
FROM unnest(%(left)s::bigint[], %(right)s::bigint[], %(score)s::numeric[],
        string_to_array(%(features)s, chr(10)))
    AS found(l, r, s, f)
WHERE NOT EXISTS (SELECT FROM identity_pairverdict v WHERE v.left_id = l AND v.right_id = r)
    AND EXISTS (SELECT FROM identity_matchprofile p WHERE p.contact_id = l)
    AND EXISTS (SELECT FROM identity_matchprofile p WHERE p.contact_id = r)
ON CONFLICT (left_id, right_id) DO UPDATE SET score = excluded.score,
    features = excluded.features, model_version = excluded.model_version, status = 'open'
WHERE identity_matchcandidate.status IN ('open', 'superseded')
"""
SUPERSEDE: Final = """
UPDATE identity_matchcandidate c SET status = 'superseded'
WHERE c.left_id > %(after)s AND c.left_id <= %(upto)s AND c.status = 'open' AND NOT EXISTS (
    SELECT FROM unnest(%(left)s::bigint[], %(right)s::bigint[]) AS found(l, r)
    WHERE l = c.left_id AND r = c.right_id)
"""


class ScanRunningError(Exception):
    """A scan runs already; `run` is it."""

    def __init__(self, run: ScanRun) -> None:
        self.run = run
        super().__init__(f"a scan runs since {run.started_at:%Y-%m-%d %H:%M}")


def start_scan(*, by: User | None) -> ScanRun:
    """Begin a scan of everybody; `run_scan` does the work. Raises ScanRunningError."""
    try:
        with transaction.atomic():
            run = ScanRun.objects.create(started_by=by, total=MatchProfile.objects.count())
            audit("identity.scan_started", by=by, payload={"scan": str(run.uid)})
    except IntegrityError as error:
        raise _running() from error
    return run


def run_scan(run_id: int) -> ScanRun:
    """Do the steps of a scan until it ends or somebody stops it, and return it as it stands.

    Safe to call any number of times: while one process is at work, others leave it alone. A long
    scan holds everybody's match keys and folded fields in memory. An unexpected error leaves the
    scan failed, to be resumed, and is raised again.
    """
    with alone("scan", run_id) as mine:
        run = ScanRun.objects.get(pk=run_id)
        if mine and run.state == ScanState.RUNNING:
            try:
                _work(run)
            except Exception:
                _turn(run, ScanState.RUNNING, ScanState.FAILED, None)
                raise
    return ScanRun.objects.get(pk=run_id)


def go_on() -> None:
    """Do the steps of a scan whose process died; nothing while one is at work."""
    for run in ScanRun.objects.filter(state=ScanState.RUNNING):
        run_scan(run.pk)


def _work(run: ScanRun) -> None:
    if not run.model_version:
        bring_up_to_date()
        run.total = MatchProfile.objects.count()
        run.save(update_fields=["total"])
    with steps_of(run) as steps:
        while take_step(run.pk, steps):
            pass
    _finish(run.pk)


def _finish(run_id: int) -> None:
    """Look through the accounts, and end a scan that nobody stopped."""
    if ScanRun.objects.get(pk=run_id).state != ScanState.RUNNING:
        return
    accounts = find_like_accounts()
    with transaction.atomic():
        run = ScanRun.objects.select_for_update().get(pk=run_id)
        if run.state == ScanState.RUNNING:
            run.accounts_found = write_account_candidates(accounts)
            run.state, run.ended_at = ScanState.DONE, timezone.now()
            run.save(update_fields=["accounts_found", "state", "ended_at"])


@contextmanager
def steps_of(run: ScanRun) -> Iterator[Iterator[Step] | None]:
    """Prepare the steps of a scan: first of all how common the people's values are is counted.

    None for a short one, whose steps ask the database.
    """
    if run.total - run.done < BULK:
        _measure_for(run)
        yield None
        return
    survey = Survey(after=run.position)
    _measure_for(run, survey.people)
    with survey.steps(judge_for(limit=MOST), BULK_STEP) as steps:
        yield steps


def _measure_for(run: ScanRun, people: Columns | None = None) -> None:
    """Count the values once for a scan that has not begun."""
    if not run.model_version:
        run.model_version = measure(people).version
        run.save(update_fields=["model_version"])


def stop_scan(run: ScanRun, *, by: User | None) -> ScanRun:
    """Stop a running scan after its present step; what it found stays."""
    return _turn(run, ScanState.RUNNING, ScanState.STOPPED, by)


def resume_scan(run: ScanRun, *, by: User | None) -> ScanRun:
    """Let a stopped or failed scan go on; `run_scan` does the work. Raises ScanRunningError."""
    if run.state not in RESUMABLE:
        return run
    try:
        with transaction.atomic():
            return _turn(run, run.state, ScanState.RUNNING, by)
    except IntegrityError as error:
        raise _running() from error


def _running() -> ScanRunningError:
    runs = ScanRun.objects.select_related("started_by")
    # it may have ended since
    return ScanRunningError(runs.filter(state=ScanState.RUNNING).first() or runs.latest("id"))


def measure(people: Columns | None = None) -> MatchModel:
    """Count how common the values of all people are, as a new version of the model."""
    told = read_people()[1] if people is None else people
    return renew(frequencies=frequencies_of(told), people=max(len(told.given.firsts), 2))


def _turn(run: ScanRun, before: str, after: str, by: User | None) -> ScanRun:
    with transaction.atomic():
        if ScanRun.objects.filter(pk=run.pk, state=before).update(state=after, ended_at=None):
            audit(f"identity.scan_{after}", by=by, payload={"scan": str(run.uid)})
        run.refresh_from_db()
    return run


def take_step(run_id: int, steps: Iterator[Step] | None = None) -> bool:
    """Do one step of a scan, a transaction; return whether there is more to do.

    Without steps prepared by a survey the candidates are asked of the database.
    """
    with transaction.atomic():
        run = ScanRun.objects.select_for_update().get(pk=run_id)
        if run.state != ScanState.RUNNING:
            return False
        step = _next_step(run) if steps is None else next(steps, None)
        if step:
            _keep(run, step)
            run.save()
    return step is not None


def _next_step(run: ScanRun) -> Step | None:
    profiles = MatchProfile.objects.filter(contact_id__gt=run.position).order_by("contact_id")
    people = [
        (pk, unpack(packed)) for pk, packed in profiles.values_list("contact_id", "person")[:STEP]
    ]
    if not people:
        return None
    told = candidates_in_bulk(people, limit=MOST, later_only=True)
    rows = rows_of((pk, candidate) for pk, candidates in told for candidate in candidates)
    return Step(people[-1][0], len(people), population().model.version, rows)


def _keep(run: ScanRun, step: Step) -> None:
    with connection.cursor() as cursor:
        values = {"after": run.position, "upto": step.last}
        cursor.execute(SUPERSEDE, values | {"left": step.rows.left, "right": step.rows.right})
    run.found += _write(step.rows, step.version)
    run.position = step.last
    run.done += step.people


def write_candidates(found: Iterable[tuple[int, Candidate]], version: str) -> int:
    """Write pairs (lower contact id, candidate) to the review queue; return how many stand there.

    A pair people have decided about stays as they left it.
    """
    return _write(rows_of(found), version)


def _write(rows: Rows, version: str) -> int:
    lines = "\n".join(rows.features)  # as a list, each would be quoted by itself
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {"version": version, **rows._asdict(), "features": lines})
        return int(cursor.rowcount)
