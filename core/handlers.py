"""Sign-ins on the audit record, whichever page or library they come through.

Django's signals of its own sign-in are the one place every way in passes.
"""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from core.models import User
from core.services import audit


def signed_in(*, user: User, **_: Any) -> None:
    """Write down who came in."""
    audit("user.signed_in", by=user, object_type="user", payload={"user": user.pk})


def signed_out(*, user: User | None, **_: Any) -> None:
    """Write down who left; a session that had ended already names nobody."""
    if user is not None:
        audit("user.signed_out", by=user, object_type="user", payload={"user": user.pk})


def refused(*, credentials: dict[str, Any], **_: Any) -> None:
    """Write down whose sign-in failed; what was typed for a name is kept only if it is one."""
    name = str(credentials.get("username", ""))
    known = User.objects.filter(username=name).values_list("pk", flat=True).first()
    audit("user.sign_in_failed", by=None, object_type="user", payload={"user": known})


user_logged_in.connect(signed_in, dispatch_uid="core.signed_in")
user_logged_out.connect(signed_out, dispatch_uid="core.signed_out")
user_login_failed.connect(refused, dispatch_uid="core.refused")
