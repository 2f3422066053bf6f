"""Running the steps of an import in order, once, whoever asks and however often."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import structlog
from django.utils import timezone

from approvals.choices import ProposalState
from approvals.services import withdraw
from core.choices import Switch
from core.models import User
from core.selectors.switches import is_on
from core.services import acting, audit
from core.services.alone import alone
from imports.choices import BatchState
from imports.models import MappingManifest, RawBatch
from imports.pipeline import map_columns, normalise, propose, receive, resolve
from imports.sources import SourceError

logger = structlog.get_logger(__name__)
S = BatchState
type Step = Callable[[RawBatch], object]

# state -> the step that runs in it, and the state it leads to
STEPS: dict[str, tuple[str, Step, str]] = {
    S.RECEIVED: ("parse", receive.parse, S.PARSED),
    S.PARSED: ("map", map_columns.propose_mapping, S.MAPPING_PROPOSED),
    S.MAPPING_APPROVED: ("normalise", normalise.normalise, S.NORMALISED),
    S.NORMALISED: ("resolve", resolve.resolve, S.RESOLVED),
    S.RESOLVED: ("propose", propose.propose_first, S.PENDING),
}
RUNNING = (*STEPS, S.APPLYING, S.REVERTING)
UNDECIDED = (ProposalState.PENDING, ProposalState.CHANGES_REQUESTED)
UNDERWAY = (ProposalState.APPROVED, ProposalState.APPLYING)


class WrongStateError(Exception):
    """The batch is not where this action can be taken; `state` is where it is.

    `allowed` are the states it can be taken from.
    """

    code = "wrong_state"

    def __init__(self, batch: RawBatch, action: str, allowed: Sequence[str] = ()) -> None:
        self.state = batch.state
        self.allowed = [str(state) for state in allowed]
        super().__init__(f"cannot {action}: {batch} is {batch.get_state_display().lower()}")


def advance(batch_id: int) -> RawBatch:
    """Run the batch's steps until a person is needed; does nothing while another process does.

    The switch `imports` stops it between two steps; switched on again it goes on by itself.

    A file that holds no table leaves the batch failed with the reason; any other error leaves it
    failed too and is raised. Every step can be run again after a crash.
    """
    with alone("import", batch_id) as mine:
        batch = RawBatch.objects.select_related("source", "uploaded_by").get(pk=batch_id)
        while mine and is_on(Switch.IMPORTS) and (step := STEPS.get(batch.state)):
            try:
                _run(batch, *step)
            except SourceError as error:
                _fail(batch, str(error))
            except Exception as error:
                _fail(batch, f"{type(error).__name__}: {error}")
                raise
    return batch


def confirm(batch: RawBatch, *, by: User) -> None:
    """Confirm the mapping and let the batch go on; rows typed under an older one are dropped.

    Raises WrongStateError once the commit has been proposed, and while a step runs.
    """
    states = (S.MAPPING_PROPOSED, S.NORMALISED, S.RESOLVED, S.FAILED)
    with changing(batch, "confirm the mapping", *states, by=by):
        if not batch.manifests.exists():
            raise WrongStateError(batch, "confirm a mapping there is not yet", states[:1])
        map_columns.confirm_mapping(batch, by=by)
        normalise.forget_normalised(batch)
        _enter(batch, S.MAPPING_APPROVED)


def suggest(batch: RawBatch, *, by: User) -> MappingManifest:
    """Propose the mapping anew, as the next version: profile or guesses, corrections left aside.

    Raises WrongStateError unless the mapping waits for its confirmation.
    """
    with changing(batch, "suggest a mapping", S.MAPPING_PROPOSED, by=by):
        manifest = map_columns.propose_mapping(batch)
        payload = {"manifest": manifest.content_hash, "version": manifest.version}
        audit("import.mapping_suggested", by=by, batch_uid=batch.uid, payload=payload)
    return manifest


def retry(batch: RawBatch, *, by: User) -> None:
    """Put a failed batch back to the step that failed.

    Raises WrongStateError unless it is failed, as it is no more for a second click.
    """
    with changing(batch, "retry", S.FAILED, by=by):
        _enter(batch, batch.resume_state or S.RECEIVED)
        audit("import.retried", by=by, batch_uid=batch.uid, payload={"state": batch.state})


def reopen(batch: RawBatch, *, by: User) -> None:
    """Take a proposed commit back: to the columns, or to applied for rows decided later.

    Raises WrongStateError once it is approved and ForbiddenError for another than its author.
    """
    with changing(batch, "take the proposal back", S.PENDING, by=by):
        take_back(batch, by=by)
        _enter(batch, S.APPLIED if batch.applied_at else S.MAPPING_PROPOSED)


def cancel(batch: RawBatch, *, by: User) -> None:
    """Stop a batch before anything of it is applied; its raw rows and its open proposal's stay.

    Raises WrongStateError later than that and while a step runs, whose worker would overwrite
    the state, and ForbiddenError for another than the author.
    """
    before = [state for state in S if state not in DONE_OR_BEGUN]
    with changing(batch, "cancel", *before, by=by):
        if batch.applied_at:
            raise WrongStateError(batch, "cancel what is applied in part", before)
        take_back(batch, by=by)
        _enter(batch, S.CANCELLED)
        audit("import.cancelled", by=by, batch_uid=batch.uid)


DONE_OR_BEGUN = (S.APPLYING, S.APPLIED, S.REVERTING, S.REVERTED, S.CANCELLED)


def take_back(batch: RawBatch, *, by: User) -> None:
    """Withdraw the batch's proposal if nobody decided about it; refuse once somebody said yes.

    There may be one before the batch is pending: of a worker that died between the two.
    """
    proposal = batch.proposal
    if proposal is None:
        return
    if proposal.state in UNDERWAY:
        raise WrongStateError(batch, "change what is approved")
    if proposal.state in (*UNDECIDED, ProposalState.FAILED, ProposalState.CONFLICT):
        withdraw(proposal, by=by)


def allow(batch: RawBatch, action: str, *states: str) -> None:
    """Raise WrongStateError unless the batch is in one of the states."""
    if batch.state not in states:
        raise WrongStateError(batch, action, states)


@contextmanager
def changing(batch: RawBatch, action: str, *states: str, by: User) -> Iterator[None]:
    """Hold the batch for a person's change: the row locked, in one of the states, no step running.

    Two clicks at once are one change. Raises WrongStateError.
    """
    with alone("import", batch.pk) as idle, acting(by, f"import:{batch.uid}"):
        _reload(batch)
        allow(batch, action, *states)
        # in a state no step runs in, a worker that holds the lock is only about to let go of it
        if not idle and batch.state in STEPS:
            raise WrongStateError(batch, f"{action} while a step runs", states)
        yield


def stalled() -> list[int]:
    """Return the batches whose steps should run but that no process holds."""
    ids = RawBatch.objects.filter(state__in=STEPS).values_list("pk", flat=True)
    return [pk for pk in ids if _is_free(pk)]


def _reload(batch: RawBatch) -> None:
    batch.refresh_from_db(
        from_queryset=RawBatch.objects.select_for_update(of=("self",)).select_related("source")
    )


def _is_free(batch_id: int) -> bool:
    with alone("import", batch_id) as mine:
        return mine


def _run(batch: RawBatch, name: str, step: Step, following: str) -> None:
    started = time.monotonic()
    # a person's change in a longer transaction lets go of the lock before it stands; this waits
    # for the row, and finds the state it left
    if not RawBatch.objects.filter(pk=batch.pk, state=batch.state).update(progress=0):
        batch.refresh_from_db()
        return
    step(batch)
    batch.seconds = {**batch.seconds, name: round(time.monotonic() - started, 3)}
    batch.save(update_fields=["seconds"])
    _enter(batch, following)
    logger.info("import_step", batch=str(batch.uid), step=name, seconds=batch.seconds[name])


def _enter(batch: RawBatch, state: str) -> None:
    batch.state, batch.error, batch.resume_state = state, "", ""
    batch.save(update_fields=["state", "error", "resume_state"])


def _fail(batch: RawBatch, reason: str) -> None:
    batch.resume_state, batch.state, batch.error = (
        batch.state,
        S.FAILED,
        reason or "no reason given",
    )
    batch.finished_at = timezone.now()
    batch.save(update_fields=["resume_state", "state", "error", "finished_at"])
    # the reason may hold a value of the file, so it stays in the row
    logger.warning("import_failed", batch=str(batch.uid), after=batch.resume_state)
