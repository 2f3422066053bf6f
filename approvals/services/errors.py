"""Why governance says no; `code` is the code of the REST answer."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID


class ApprovalError(Exception):
    """A step that governance refuses."""

    code: ClassVar[str] = "illegal_transition"


class EligibilityError(ApprovalError):
    """This user may not decide this proposal."""

    code = "not_eligible"


class NotEligibleError(EligibilityError):
    """The right, the role or the independence is missing."""


class SelfApprovalError(EligibilityError):
    """Authors do not decide about their own work."""

    code = "self_approval"


class ServiceMayNotApproveError(EligibilityError):
    """People decide; services propose."""

    code = "service_may_not_approve"


class ForbiddenError(ApprovalError):
    """A policy forbids it, or it is somebody else's to do."""

    code = "forbidden"


class NoApproverError(ApprovalError):
    """Too few people may decide this, so it could never be approved."""

    code = "no_approver"


class StaleRevisionError(ApprovalError):
    """The proposal was edited since it was read."""

    code = "stale_revision"


class StaleBaseError(ApprovalError):
    """The record was changed since the author read it, in the very fields proposed."""

    code = "version_conflict"


class AlreadyDecidedError(ApprovalError):
    """Somebody was faster."""

    code = "already_decided"


class RejectedBeforeError(ApprovalError):
    """A person rejected the same values on the same evidence not long ago.

    `rejections` are the uids of the proposals that were rejected, `fields` what they said no to.
    """

    code = "already_decided"

    def __init__(
        self, words: str, *, rejections: Sequence[UUID] = (), fields: Sequence[str] = ()
    ) -> None:
        self.rejections = list(rejections)
        self.fields = list(fields)
        super().__init__(words)


class ExclusiveLockError(ApprovalError):
    """Another open proposal holds a record this one needs alone."""

    code = "exclusive_lock"

    def __init__(self, words: str, *, holder: UUID) -> None:
        self.holder = holder
        super().__init__(words)


class HeldByAnotherError(ApprovalError):
    """Somebody else has it open on the review pages."""

    code = "held"


class NotInBatchError(ApprovalError):
    """Its policy or its risk wants this proposal decided by itself."""

    code = "not_in_batch"


class PermanentFailureError(ApprovalError):
    """Trying again would fail again: the proposal has to be edited or withdrawn."""

    code = "illegal_transition"


class IllegalTransitionError(ApprovalError):
    """The proposal is not in a state this step starts from."""


class NotFoundError(ApprovalError):
    """The target of an item does not exist."""

    code = "not_found"


REFUSALS: dict[str, type[EligibilityError]] = {
    error.code: error for error in (NotEligibleError, SelfApprovalError, ServiceMayNotApproveError)
}
WHY_NOT = {
    "service_may_not_approve": "Services propose; people decide.",
    "self_approval": "You proposed this yourself, so somebody else decides.",
    "not_eligible": "Your roles do not let you decide this.",
}


def refused(code: str) -> EligibilityError:
    """Return the error of a refusal, in words for whoever tried."""
    return REFUSALS[code](WHY_NOT[code])
