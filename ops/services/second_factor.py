"""Lost telephones: taking a second factor off, so that its owner sets up a new one."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from core.models import User
from core.services import audit


@transaction.atomic
def forget_second_factor(user: User, *, by: User | None, reason: str) -> int:
    """Delete a person's second factors, recovery codes too, and return how many there were.

    The next sign-in asks for a new one. On the audit log with its reason.
    """
    count: int = Authenticator.objects.filter(user=user).delete()[0]
    audit(
        "user.second_factor_removed",
        by=by,
        object_type="user",
        payload={"user": user.pk, "reason": reason, "removed": count},
    )
    return count
