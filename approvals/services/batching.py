"""Many decisions at once, each for itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.core.exceptions import ValidationError

from approvals.choices import Risk
from approvals.models import Proposal
from approvals.selectors import visible_to
from approvals.services.deciding import approve, reject
from approvals.services.errors import ApprovalError, EligibilityError, NotInBatchError
from core.models import User

MOST = 200
type Way = Literal["approve", "reject"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One proposal as the person saw it."""

    uid: UUID
    revision: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one decision.

    `outcome` is approved, pending (one voice more is needed), rejected, forbidden,
    stale_revision, already_decided, not_in_batch, not_found or another code of a refusal.
    """

    uid: UUID
    outcome: str
    detail: str = ""
    proposal: Proposal | None = None


def batch_decide(
    choices: Sequence[Choice],
    *,
    decision: Way,
    by: User,
    reason: str = "",
    reason_code: str = "",
) -> list[Outcome]:
    """Decide about each proposal in a transaction of its own and return what came of each.

    Only what its policy lets be decided in batches of this size, and nothing of high risk; a
    refusal of one does not stop the others. Raises ValidationError for an empty batch, one of
    more than MOST, or one that names a proposal twice.
    """
    if not 0 < len(choices) <= MOST:
        raise ValidationError({"proposals": f"one to {MOST} of them"})
    if len({choice.uid for choice in choices}) < len(choices):
        raise ValidationError({"proposals": "each of them once"})
    rows = {row.uid: row for row in visible_to(by).filter(uid__in=[each.uid for each in choices])}
    words = {"reason": reason, "reason_code": reason_code}
    return [
        _decided(each, rows.get(each.uid), decision, by, words, len(choices)) for each in choices
    ]


def _decided(
    choice: Choice,
    proposal: Proposal | None,
    decision: Way,
    by: User,
    words: dict[str, str],
    size: int,
) -> Outcome:
    if proposal is None:
        return Outcome(choice.uid, "not_found", "there is no such proposal")
    decide = approve if decision == "approve" else reject
    stands = {"revision": choice.revision, "content_hash": choice.content_hash}
    try:
        _check_batch(proposal, size)
        done = decide(proposal, by=by, **stands, **words)  # type: ignore[arg-type]  # two kinds of values
    except EligibilityError as error:
        return Outcome(choice.uid, "forbidden", error.code)
    except ApprovalError as error:
        return Outcome(choice.uid, error.code, str(error))
    except ValidationError as error:
        return Outcome(choice.uid, "validation_error", " ".join(error.messages))
    return Outcome(choice.uid, str(done.state), "", done)


def _check_batch(proposal: Proposal, size: int) -> None:
    rules = proposal.policy_snapshot
    if proposal.risk >= Risk.HIGH:
        raise NotInBatchError("what is of high risk is decided by itself")
    if not rules.get("allow_batch"):
        raise NotInBatchError("its policy wants it decided by itself")
    if size > rules.get("max_batch", 1):
        raise NotInBatchError(f"its policy allows {rules.get('max_batch', 1)} at once")
