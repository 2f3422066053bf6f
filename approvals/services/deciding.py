"""Decisions: by people, about what stands, once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from approvals.choices import (
    ApplyMode,
    EventType,
    ItemDecision,
    ItemOp,
    ProposalState,
    RejectionReason,
)
from approvals.models import Proposal, ProposalItem
from approvals.selectors import hats, lender, refusal
from approvals.selectors.eligibility import is_solo
from approvals.services.errors import (
    AlreadyDecidedError,
    EligibilityError,
    IllegalTransitionError,
    StaleRevisionError,
    refused,
)
from approvals.services.proposing import settle
from approvals.services.recording import cause_of, locked, move, record
from approvals.services.remembering import remember
from approvals.services.switching import recalibrate
from core.models import User
from core.services import acting, audit

WAYS = {"accept": ItemDecision.ACCEPTED, "reject": ItemDecision.REJECTED}
UNDECIDED = (ProposalState.PENDING, ProposalState.CHANGES_REQUESTED)
BY_FIELD = (ItemOp.UPDATE, ItemOp.CREATE)


def approve(  # noqa: PLR0913 -- a decision has this many parts; all but four are optional
    proposal: Proposal,
    *,
    by: User,
    revision: int,
    content_hash: str,
    reason: str = "",
    reason_code: str = "",
    item_decisions: Mapping[int, str] | None = None,
    field_rejections: Mapping[int, Sequence[str]] | None = None,
) -> Proposal:
    """Approve what stands and return the proposal, approved once it has all approvals it needs.

    `item_decisions` maps the number of an item to `accept` or `reject`, `field_rejections` to
    the fields of it that are turned down; what one reviewer turns down is left out, for
    `reason_code`, and remembered. Raises an EligibilityError, StaleRevisionError,
    AlreadyDecidedError or ValidationError.
    """
    with _standing(proposal, by, revision, content_hash) as standing:
        solo = is_solo(standing)
        if (solo or standing.policy_snapshot.get("require_comment")) and not reason.strip():
            raise ValidationError({"reason": "this decision needs a reason"})
        _decide_items(standing, item_decisions or {})
        _decide_fields(standing, field_rejections or {})
        _remember_parts(standing, item_decisions or {}, field_rejections or {}, by, reason_code)
        if solo:
            _raise_flag(standing)
        voice = _voice(standing, by)
        record(standing, EventType.APPROVED, by=by, reason=reason, solo=solo, on_behalf_of=voice)
        settle(standing)
    return standing


def reject(  # noqa: PLR0913 -- a decision has this many parts; all but four are optional
    proposal: Proposal,
    *,
    by: User,
    revision: int,
    content_hash: str,
    reason: str = "",
    reason_code: str = "",
    items: Collection[int] = (),
) -> Proposal:
    """Reject what stands, for a reason, and return the proposal.

    One eligible person suffices, unless the policy asks for a majority. The values are
    remembered. A `reason_code` other than `other` may stand for the words. With `items`, numbers
    of some of them, these alone are turned down and the rest goes on waiting.
    """
    with _standing(proposal, by, revision, content_hash) as standing:
        words = reason.strip() or _label(reason_code)
        _require(words)
        _refuse_unknown(standing, items, "items")
        if items and not _all_of(standing, items):
            decisions = dict.fromkeys(items, "reject")
            _decide_items(standing, decisions)
            _remember_parts(standing, decisions, {}, by, reason_code)
            named = {"items": sorted(items)}
            step = EventType.ITEM_REJECTED
            record(standing, step, by=by, reason=words, reason_code=reason_code, details=named)
            return standing
        record(
            standing,
            EventType.REJECTED,
            by=by,
            reason=words,
            reason_code=reason_code,
            on_behalf_of=_voice(standing, by),
        )
        noes = standing.events.filter(type=EventType.REJECTED, revision=standing.revision)
        if noes.count() >= standing.required_rejections:
            move(standing, ProposalState.REJECTED, decided_at=timezone.now())
            everything = [(item, list(item.after)) for item in standing.current_items]
            remember(standing, everything, by=by, reason_code=reason_code)
            recalibrate(standing.source)
    return standing


def request_changes(
    proposal: Proposal, *, by: User, revision: int, content_hash: str, reason: str
) -> Proposal:
    """Send what stands back to its author, for a reason, and return the proposal."""
    with _standing(proposal, by, revision, content_hash) as standing:
        _require(reason)
        record(standing, EventType.CHANGES_REQUESTED, by=by, reason=reason)
        move(standing, ProposalState.CHANGES_REQUESTED)
    return standing


@contextmanager
def _standing(proposal: Proposal, by: User, revision: int, content_hash: str) -> Iterator[Proposal]:
    """Lock the proposal and hold it ready for a decision by this person about this revision.

    A refused attempt leaves an audit event.
    """
    try:
        with acting(by, cause_of(proposal)):
            standing = locked(proposal)
            if code := refusal(by, standing):
                raise refused(code)
            _check_open(standing)
            if (revision, content_hash) != (standing.revision, standing.content_hash):
                raise StaleRevisionError(
                    f"it was edited since you read it: revision {standing.revision} stands now"
                )
            if _has_spoken(standing, by):
                raise AlreadyDecidedError("you decided about this revision already")
            yield standing
    except EligibilityError as error:
        audit_refusal(proposal, error, by=by)
        raise


def audit_refusal(proposal: Proposal, error: EligibilityError, *, by: User) -> None:
    """Put a refused attempt to decide on record."""
    audit(
        "proposal.refused",
        by=by,
        object_type="proposal",
        object_uid=proposal.uid,
        proposal_uid=proposal.uid,
        payload={"code": error.code},
    )


def _check_open(standing: Proposal) -> None:
    if standing.state == ProposalState.DRAFT:
        raise IllegalTransitionError("a draft waits for its author")
    if standing.state not in UNDECIDED:
        raise AlreadyDecidedError(f"already {standing.get_state_display().lower()}")
    if standing.state != ProposalState.PENDING:
        raise IllegalTransitionError("the author has been asked for changes")
    if standing.expires_at <= timezone.now():
        raise IllegalTransitionError("the proposal has expired")


def _has_spoken(standing: Proposal, by: User) -> bool:
    spoken = (EventType.APPROVED, EventType.REJECTED)
    events = standing.events.filter(type__in=spoken, revision=standing.revision)
    return bool(events.filter(actor=by).exists())


def _voice(standing: Proposal, by: User) -> User | None:
    """Return whose voice this person lends, None for their own."""
    return None if hats(by, standing) else lender(by, standing)


def _raise_flag(standing: Proposal) -> None:
    """Let the database take an author's approval, in this transaction, and mark the proposal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.solo', 'on', true)")
    move(standing, standing.state, solo=True)


def _decide_items(standing: Proposal, decisions: Mapping[int, str]) -> None:
    if "reject" in decisions.values() and standing.apply_mode == ApplyMode.ATOMIC:
        raise ValidationError({"item_decisions": "the items stand or fall together"})
    _refuse_unknown(standing, decisions, "item_decisions")
    for seq, way in decisions.items():
        if way not in WAYS:
            raise ValidationError({"item_decisions": f"accept or reject, not {way}"})
        items = standing.current_items.filter(seq=seq).exclude(decision=ItemDecision.REJECTED)
        items.update(decision=WAYS[way])
    if not standing.current_items.exclude(decision=ItemDecision.REJECTED).exists():
        raise ValidationError({"item_decisions": "nothing is left; reject the proposal"})


def _refuse_unknown(standing: Proposal, numbers: Collection[int], what: str) -> None:
    """Refuse numbers of no item: a mistyped no would pass for a yes to all."""
    known = standing.current_items.filter(seq__in=numbers).values_list("seq", flat=True)
    if unknown := sorted(set(numbers) - set(known)):
        raise ValidationError({what: f"there is no item {', '.join(map(str, unknown))}"})


def _decide_fields(standing: Proposal, rejections: Mapping[int, Sequence[str]]) -> None:
    for seq, names in rejections.items():
        item = standing.current_items.filter(seq=seq).first()
        if item is None or item.op not in BY_FIELD or set(names) - set(item.after):
            raise ValidationError(
                {"field_rejections": f"item {seq} has no such field to turn down"}
            )
        item.rejected_fields = sorted({*item.rejected_fields, *names})
        if not item.accepted:
            raise ValidationError({"field_rejections": f"nothing of item {seq} is left"})
        item.save(update_fields=["rejected_fields"])


def _remember_parts(
    standing: Proposal,
    decisions: Mapping[int, str],
    rejections: Mapping[int, Sequence[str]],
    by: User,
    reason_code: str,
) -> None:
    items: dict[int, ProposalItem] = {item.seq: item for item in standing.current_items}
    no: list[tuple[ProposalItem, Sequence[str]]]
    no = [(item, list(item.after)) for seq, item in items.items() if decisions.get(seq) == "reject"]
    no += [(items[seq], names) for seq, names in rejections.items() if names]
    remember(standing, no, by=by, reason_code=reason_code)


def _all_of(standing: Proposal, items: Collection[int]) -> bool:
    """Return whether nothing would be left without these items."""
    left = standing.current_items.exclude(decision=ItemDecision.REJECTED)
    return not left.exclude(seq__in=items).exists()


def _label(reason_code: str) -> str:
    told = {str(code): code.label for code in RejectionReason if code != RejectionReason.OTHER}
    return str(told.get(reason_code, ""))


def _require(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "say why"})
