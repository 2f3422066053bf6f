"""Breaking the glass: a restricted record opened for an hour, for a reason, in sight of all."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils import timezone

from contacts.models import Contact, ContactUserGrant
from core.choices import State
from core.models import User
from core.services import acting, audit

OPEN_FOR = timedelta(hours=1)


def break_glass(uid: UUID, *, by: User, reason: str) -> datetime:
    """Let a person read one restricted record for an hour and return when that ends.

    Whoever may read it for longer keeps that.
    Raises Contact.DoesNotExist. It is for whoever holds `privacy.break_glass`; the surface checks.
    """
    until = timezone.now() + OPEN_FOR
    with acting(by, "glass"):
        contact = Contact.objects.exclude(state=State.ERASED).get(uid=uid)
        right = Permission.objects.get(content_type__app_label="contacts", codename="view_contact")
        mine = {"content_object": contact, "user": by, "permission": right}
        longer = Q(expires_at__isnull=True) | Q(expires_at__gt=until)
        if not ContactUserGrant.objects.filter(longer, **mine).exists():
            hour = {"expires_at": until, "granted_by": by, "reason": reason}
            ContactUserGrant.objects.update_or_create(**mine, defaults=hour)
        audit(
            "contact.glass_broken",
            by=by,
            object_type="contact",
            object_uid=contact.uid,
            object_version=contact.version,
            payload={"reason": reason, "until": until.isoformat()},
        )
    return until
