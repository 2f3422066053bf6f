"""Looking through the whole database for duplicates: in steps, resumable, stoppable.

Each step looks at the next contacts by id, compares them with later ones that share a key, and
writes what is worth a person's look in the transaction that moves the position: a scan killed
anywhere goes on where it stopped and writes nothing twice.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

import orjson
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.models import User
from core.services import audit
from identity.choices import ScanState
from identity.matching.deciding import blockers
from identity.matching.frequencies import FIELDS
from identity.matching.judging import Candidate
from identity.matching.types import Person, unpack
from identity.models import MatchModel, MatchProfile, ScanRun
from identity.services.adopting import renew
from identity.services.keeping import catch_up, rebuild_keys
from identity.services.knowing import population
from identity.services.searching import candidates_in_bulk
from identity.services.surveying import Survey

STEP: Final = 1_000
BULK: Final = 20_000  # people from which a scan reads all keys at once
BULK_STEP: Final = 5_000
MOST: Final = 20
_COMMON: Final = 50_000  # values of a field that are worth remembering
_COUNTED_WHEN_ASKED: Final = frozenset({"phone", "email", "id", "street"})
_HIGHEST: Final = 0.99999  # what the score column holds

WRITE: Final = """
INSERT INTO identity_matchcandidate (uid, left_id, right_id, score, model_version, features,
    status, created_at)
SELECT uuidv7(), l, r, s, %(version)s, f::jsonb, 'open', now()
FROM unnest(%(left)s::bigint[], %(right)s::bigint[], %(score)s::numeric[], %(features)s::text[])
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
    running = ScanRun.objects.filter(state=ScanState.RUNNING).first()
    if running:
        raise ScanRunningError(running)
    _bring_up_to_date()
    model = measure()
    with transaction.atomic():
        run = ScanRun.objects.create(
            started_by=by, model_version=model.version, total=MatchProfile.objects.count()
        )
        audit("identity.scan_started", by=by, payload={"scan": str(run.uid), "total": run.total})
    return run


def run_scan(run_id: int) -> ScanRun:
    """Do the steps of a scan until it ends or somebody stops it; can be called again.

    A long one holds everybody's match keys and folded fields in memory.
    """
    run = ScanRun.objects.get(pk=run_id)
    if run.total - run.done < BULK:
        while take_step(run_id):
            pass
    else:
        survey = Survey(after=run.position, limit=MOST)
        while take_step(run_id, survey):
            pass
    return ScanRun.objects.get(pk=run_id)


def stop_scan(run: ScanRun, *, by: User | None) -> ScanRun:
    """Stop a running scan after its present step; what it found stays."""
    return _turn(run, ScanState.RUNNING, ScanState.STOPPED, by)


def resume_scan(run: ScanRun, *, by: User | None) -> ScanRun:
    """Let a stopped or failed scan go on; `run_scan` does the work. Raises ScanRunningError."""
    try:
        with transaction.atomic():
            return _turn(run, run.state, ScanState.RUNNING, by)
    except IntegrityError as error:
        raise ScanRunningError(ScanRun.objects.get(state=ScanState.RUNNING)) from error


def measure() -> MatchModel:
    """Count how common the values of all people are, as a new version of the model."""
    counts: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
    people = 0
    for packed in MatchProfile.objects.values_list("person", flat=True).iterator(10_000):
        person = unpack(packed)
        people += 1
        counts["name"].update({*person.given, *person.family})
        if person.given and person.family:
            counts["given"][person.given[0]] += 1
            counts["family"][person.family[-1]] += 1
        for field in ("born", "postal", "city", "locality", "company", "gender"):
            counts[field].update(filter(None, [getattr(person, field)]))
    kept = {
        field: {value: number for value, number in found.most_common(_COMMON) if number > 1}
        for field, found in counts.items()
        if field not in _COUNTED_WHEN_ASKED
    }
    return renew(frequencies=kept, people=max(people, 2))


def _bring_up_to_date() -> None:
    if not MatchProfile.objects.exists():
        rebuild_keys()
    while catch_up():
        pass


def _turn(run: ScanRun, before: str, after: str, by: User | None) -> ScanRun:
    with transaction.atomic():
        if ScanRun.objects.filter(pk=run.pk, state=before).update(state=after, ended_at=None):
            audit(f"identity.scan_{after}", by=by, payload={"scan": str(run.uid)})
        run.refresh_from_db()
    return run


def take_step(run_id: int, survey: Survey | None = None) -> bool:
    """Do one step of a scan, a transaction; return whether there is more to do.

    Without a survey the candidates are asked of the database.
    """
    with transaction.atomic():
        run = ScanRun.objects.select_for_update().get(pk=run_id)
        if run.state != ScanState.RUNNING:
            return False
        ids = survey.next_ids(run.position, BULK_STEP) if survey else _next_ids(run.position)
        if ids:
            _look(run, ids, survey)
            run.position = ids[-1]
            run.done += len(ids)
        else:
            run.state, run.ended_at = ScanState.DONE, timezone.now()
        run.save()
    return bool(ids)


def _next_ids(after: int) -> list[int]:
    profiles = MatchProfile.objects.filter(contact_id__gt=after).order_by("contact_id")
    return list(profiles.values_list("contact_id", flat=True)[:STEP])


def _people(ids: Sequence[int]) -> Iterator[tuple[int, Person]]:
    rows = MatchProfile.objects.filter(contact_id__in=ids).order_by("contact_id")
    for pk, packed in rows.values_list("contact_id", "person"):
        yield pk, unpack(packed)


def _look(run: ScanRun, ids: Sequence[int], survey: Survey | None) -> None:
    if survey:
        told = survey.candidates(ids[0], ids[-1])
    else:
        told = candidates_in_bulk(_people(ids), limit=MOST, later_only=True)
    found = [(pk, candidate) for pk, candidates in told for candidate in candidates]
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"after": run.position, "upto": ids[-1], **_ends(found)}
        cursor.execute(SUPERSEDE, values)
    # the model may have changed since the scan began
    version = survey.version if survey else population().model.version
    run.found += write_candidates(found, version)


def write_candidates(found: Sequence[tuple[int, Candidate]], version: str) -> int:
    """Write pairs (lower contact id, candidate) to the review queue; return how many stand there.

    A pair people have decided about stays as they left it.
    """
    values: dict[str, Any] = {
        "version": version,
        "score": [min(round(c.score.probability, 5), _HIGHEST) for _, c in found],
        "features": [orjson.dumps(features_of(c)).decode() for _, c in found],
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values | _ends(found))
        return int(cursor.rowcount)


def _ends(found: Sequence[tuple[int, Candidate]]) -> dict[str, list[int]]:
    return {"left": [pk for pk, _ in found], "right": [c.contact_id for _, c in found]}


def features_of(candidate: Candidate) -> dict[str, Any]:
    """Return what a candidate row keeps: weight, short key, decision, blockers, evidence rows."""
    score = candidate.score
    return {
        "weight": round(score.weight, 4),
        "key": score.key,
        "decision": candidate.decision,
        "blockers": blockers(score.evidence),
        "evidence": [row._asdict() | {"points": round(row.points, 4)} for row in score.evidence],
    }
