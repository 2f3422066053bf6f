"""Loading the demo once, in steps that can be taken up again after a crash."""

from django.conf import settings
from django.db import transaction

from core.models import AuditEvent
from core.services import audit
from ops.services.demo.staff import add_staff

LOADED = "demo.loaded"


class RefusedError(Exception):
    """This is no place for demo people: their passwords are public."""


def load_demo() -> bool:
    """Load what is missing of the demo and return whether anything was.

    The graph is one transaction. Raises RefusedError outside local installations.
    """
    if not settings.LOCAL:
        raise RefusedError(
            "The demo's passwords are public; it loads only where VELOCITY_ENV is local."
        )
    if AuditEvent.objects.filter(object_type="demo", action=LOADED).exists():
        return False
    with transaction.atomic():
        staff = add_staff()
    audit(LOADED, by=staff.operator, object_type="demo")
    return True
