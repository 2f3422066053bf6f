"""Applying what was approved: once, in chunks, resumable after any crash.

A proposal's session holds an advisory lock while it works, so one process applies a proposal at
a time; the server frees the lock when that process dies. Every chunk is one transaction with
the rows, their history, the items' outcome, approval events and audit. Items carry their own
state, so a second run goes on where the first one stopped.
"""

from django.core.exceptions import ValidationError
from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)
from django.utils import timezone

from approvals import registry
from approvals.choices import (
    OPEN,
    ApplyMode,
    ApplyState,
    EventType,
    ItemDecision,
    ItemOp,
    PolicyDecision,
    ProposalState,
)
from approvals.models import Proposal, ProposalItem
from approvals.registry import Applied
from approvals.selectors import approvers, facts_of, hats, rules_for, targets_of, voices
from approvals.selectors.eligibility import suffice
from approvals.services.drafting import content_hash
from approvals.services.errors import (
    IllegalTransitionError,
    PermanentFailureError,
    ServiceMayNotApproveError,
)
from approvals.services.finishing import fail, finish
from approvals.services.patience import patiently
from approvals.services.recording import cause_of, locked, move, record
from approvals.services.rows import apply_state, conflict
from core.models import User
from core.services import VersionConflictError, acting, audit
from core.services.alone import alone

CHUNK = 50
LIMITS = "SET LOCAL lock_timeout = '3s'; SET LOCAL statement_timeout = '60s'"
UNAPPROVED = (ProposalState.PENDING, ProposalState.CHANGES_REQUESTED)
STARTS_FROM = (ProposalState.APPROVED, ProposalState.FAILED)
DONE = (ProposalState.APPLIED, ProposalState.PARTIALLY_APPLIED)
# the database, the disk or the network was away: the same may work in a minute
TRANSIENT = (OperationalError, InterfaceError, OSError)


class _AtomicConflictError(Exception):
    """One item of an all-or-nothing proposal is in conflict: nothing is written."""

    def __init__(self, item: ProposalItem, outcome: Applied) -> None:
        self.item = item
        self.outcome = outcome
        super().__init__(f"item {item.seq}: {outcome.conflict}")


def apply(proposal: Proposal, *, by: User | None = None) -> Proposal:
    """Apply an approved proposal, or go on with one a crash left half done, and return it.

    Safe to call any number of times, from any number of processes: a proposal that is applied,
    over, paused by a kill switch, or being applied elsewhere is returned as it stands. An
    approval that has expired or whose approvers lost their right is not applied; one that depends
    on others waits for them. `by` is the person at the keyboard, empty in a worker; rows are
    attributed to the last approver then. Raises IllegalTransitionError for an undecided proposal,
    PermanentFailureError for one whose error will not pass, ServiceMayNotApproveError; an
    unexpected error fails the proposal and is raised again. Opens transactions of its own, so it
    does not run inside another.
    """
    if by is not None and by.is_service:
        raise ServiceMayNotApproveError("services do not apply")
    with alone("apply", proposal.uid) as mine:
        paused = registry.is_paused(proposal.kind)
        if mine and not paused and patiently(lambda: _start(proposal, by)):
            _work(Proposal.objects.get(pk=proposal.pk), by)
    return Proposal.objects.get(pk=proposal.pk)


def resume_stuck() -> list[Proposal]:
    """Apply every proposal a crash left half done, not begun or waiting; return them as they stand.

    An approved one may have lost its task with the process that should have queued it.
    """
    waiting = (ProposalState.APPROVED, ProposalState.APPLYING)
    stuck = Proposal.objects.filter(state__in=waiting).order_by("id")
    return [apply(proposal) for proposal in stuck]


def _start(proposal: Proposal, by: User | None) -> bool:
    """Check once more what the approval rests on and take the proposal to work."""
    with transaction.atomic(durable=True), acting(by, cause_of(proposal)):
        standing = locked(proposal)
        if standing.state in UNAPPROVED:
            raise IllegalTransitionError("only what is approved is applied")
        if standing.state not in STARTS_FROM:
            return standing.state == ProposalState.APPLYING
        if standing.state == ProposalState.FAILED and not standing.transient:
            raise PermanentFailureError("edit it or withdraw it: trying again would fail again")
        if not _may_begin(standing):
            return False
        move(standing, ProposalState.APPLYING, error="")
        if problem := _obstacle(standing):
            fail(standing, problem, by=by)
            return False
        record(standing, EventType.APPLY_STARTED, by=by)
        rejected = standing.current_items.filter(decision=ItemDecision.REJECTED)
        rejected.filter(apply_state=ApplyState.PENDING).update(apply_state=ApplyState.SKIPPED)
    return True


def _may_begin(standing: Proposal) -> bool:
    """Return whether its time and what it depends on allow it; what they rule out expires."""
    before = list(standing.depends_on.values_list("state", "title"))
    dead = [title for state, title in before if state not in (*OPEN, *DONE, ProposalState.DRAFT)]
    if standing.expires_at <= timezone.now() or dead:
        reason = f"it depends on “{dead[0]}”, which came to nothing" if dead else ""
        move(standing, ProposalState.EXPIRED)
        record(standing, EventType.EXPIRED, by=None, reason=reason)
        return False
    return all(state in DONE for state, _ in before)


def _obstacle(standing: Proposal) -> str:
    """Return why it cannot begin: what nobody foresaw too, or it would stop all behind it."""
    try:
        return _problem(standing)
    except (DatabaseError, *TRANSIENT):
        raise
    except Exception as error:  # noqa: BLE001 -- it fails this proposal, with its name
        return f"{type(error).__name__}: {error}"


def _problem(standing: Proposal) -> str:
    """Return why the approval does not hold any more, or an empty string."""
    items = list(standing.current_items)
    if content_hash(items) != standing.content_hash:
        return "content_changed: the items are not those that were approved"
    automatic = standing.policy_snapshot["decision"] == PolicyDecision.AUTO_APPLY
    rules, _ = rules_for(facts_of(standing, items, person=not automatic))
    if rules.decision == PolicyDecision.FORBID or (
        automatic and rules.decision != PolicyDecision.AUTO_APPLY
    ):
        return f"policy_changed: {rules.code} does not allow this any more"
    able = [person for person in voices(standing) if hats(person, standing)]
    gone = [person for person in approvers(standing) if not person.is_active]
    if not automatic and (gone or not suffice(able, standing)):
        return "not_eligible: those who approved may not decide this any more"
    return ""


def _work(proposal: Proposal, by: User | None) -> None:
    actor = by or next(reversed(approvers(proposal)), proposal.proposer)
    try:
        while patiently(lambda: _chunk(proposal, actor)):
            if registry.is_paused(proposal.kind):
                return
    except _AtomicConflictError as stop:
        with transaction.atomic(durable=True), acting(actor, cause_of(proposal)):
            _keep(locked(proposal), stop.item, stop.outcome, actor)
    except Exception as error:
        with transaction.atomic(durable=True), acting(actor, cause_of(proposal)):
            passing = isinstance(error, TRANSIENT)
            words = f"{type(error).__name__}: {error}"
            fail(locked(proposal), words, by=by, transient=passing)
        raise
    with transaction.atomic(durable=True), acting(actor, cause_of(proposal)):
        finish(locked(proposal), by=by)


def _chunk(proposal: Proposal, actor: User) -> bool:
    """Apply the next items in one transaction and return whether there were any."""
    with transaction.atomic(durable=True), acting(actor, cause_of(proposal)):
        with connection.cursor() as cursor:
            cursor.execute(LIMITS)
        standing = locked(proposal)
        if standing.state != ProposalState.APPLYING:
            return False
        atomic = standing.apply_mode == ApplyMode.ATOMIC
        todo = standing.current_items.filter(
            apply_state=ApplyState.PENDING, decision=ItemDecision.ACCEPTED
        )
        items = list(todo if atomic else todo[:CHUNK])
        targets_of(items, lock=True)
        for item in items:
            outcome = outcome_of(item, actor)
            while atomic and outcome.state == "more":
                item.result = outcome.result
                outcome = outcome_of(item, actor)
            if atomic and outcome.state == "conflict":
                raise _AtomicConflictError(item, outcome)
            _keep(standing, item, outcome, actor)
            if outcome.state == "more":
                break
    return bool(items)


def outcome_of(item: ProposalItem, actor: User) -> Applied:
    """Run one item in a savepoint; what the data refuses is a conflict and leaves no trace."""
    try:
        with transaction.atomic():
            outcome = _run(item, actor)
            connection.check_constraints()  # foreign keys speak now, not at commit
            if outcome.state == "conflict":
                transaction.set_rollback(True)
    except VersionConflictError as error:
        return conflict("version_conflict", version=error.current.version, expected=error.expected)
    except ValidationError as error:
        return conflict("validation_error", messages=error.messages)
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        return conflict("integrity_error", constraint=name)
    return outcome


def _run(item: ProposalItem, actor: User) -> Applied:
    item.after = item.accepted  # what reviewers turned down is not there to be applied
    operation = registry.get(item.kind)
    if item.op == ItemOp.REVERT and operation.revert is not None:
        return operation.revert(item, actor)
    if item.reverts_id and item.op in (ItemOp.ARCHIVE, ItemOp.RESTORE):
        return apply_state(item, actor)
    return operation.apply(item, actor)


def _keep(standing: Proposal, item: ProposalItem, outcome: Applied, actor: User) -> None:
    """Write what came of an item, in the transaction that did it."""
    item.result = outcome.result
    item.conflict = outcome.conflict
    item.applied_uid, item.applied_version = outcome.target_uid, outcome.version
    if outcome.state != "more":
        item.apply_state = ApplyState(outcome.state)
    item.save(update_fields=["result", "conflict", "applied_uid", "applied_version", "apply_state"])
    audit(
        f"{item.kind}.{outcome.state}",
        by=actor,
        object_type=item.target_type,
        object_uid=outcome.target_uid or item.target_uid,
        object_version=outcome.version,
        proposal_uid=standing.uid,
        payload={"item": item.seq, "fields": sorted(item.after)},
    )
    if outcome.state == "conflict":
        details = {"item": item.seq, "code": outcome.conflict.get("code", "")}
        record(standing, EventType.ITEM_CONFLICT, by=actor, details=details)
