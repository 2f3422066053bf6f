"""Lending the right to decide to somebody else for a time."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from approvals import registry
from approvals.models import Delegation
from approvals.selectors import roles_of
from approvals.services.errors import ForbiddenError
from core.models import User
from core.services import acting, audit


def delegate(
    *,
    to: User,
    kinds: Sequence[str],
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    reason: str = "",
) -> Delegation:
    """Let another person decide in the place of `by` and return the delegation.

    Nobody lends but for themselves, and no service decides. Raises ForbiddenError and
    ValidationError.
    """
    if by.is_service or not _decides(by):
        raise ForbiddenError("you decide nothing that you could lend")
    if to.is_service or not to.is_active:
        raise ValidationError({"to": "services do not decide, nor do people who left"})
    if ends_at <= timezone.now():
        raise ValidationError({"ends_at": "this lies in the past"})
    with acting(by, "delegation"):
        delegation = Delegation(
            from_user=by,
            to_user=to,
            kinds=list(kinds),
            starts_at=starts_at,
            ends_at=ends_at,
            reason=reason,
        )
        delegation.full_clean(exclude=["uid", "created_at"])
        delegation.save(force_insert=True)
        delegation.refresh_from_db(fields=["uid", "created_at"])
        _record("created", delegation, by)
    return delegation


def revoke_delegation(delegation: Delegation, *, by: User) -> Delegation:
    """End a delegation at once and return it; who lent may, and who decides about the system.

    Raises ForbiddenError; one that is over is returned as it stands.
    """
    if by.pk != delegation.from_user_id and not by.has_perm(registry.DECIDE_SYSTEM):
        raise ForbiddenError("this is not yours to revoke")
    with acting(by, "delegation"):
        row = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
        if row.revoked_at is None:
            row.revoked_at = timezone.now()
            row.save(update_fields=["revoked_at"])
            _record("revoked", row, by)
    return row


def _decides(user: User) -> bool:
    return bool(roles_of(user)) and any(user.has_perm(name) for name in registry.permissions())


def _record(step: str, delegation: Delegation, by: User) -> None:
    audit(
        f"delegation.{step}",
        by=by,
        object_type="delegation",
        object_uid=delegation.uid,
        payload={"to": delegation.to_user.username, "kinds": delegation.kinds},
    )
