"""The other systems as this installation reaches them: by its settings, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from core.choices import Switch
from core.models import User
from oracle_bridge.adapters.pulse import DIALECTS, Pulse, door_of
from oracle_bridge.choices import SyncMode
from oracle_bridge.models import SyncRun
from oracle_bridge.services.pulse_sending import send_changes
from oracle_bridge.services.pulse_sync import SyncBusyError, sync_pulse
from oracle_bridge.services.pulse_talking import take_interactions
from oracle_bridge.services.reaching import NotConfiguredError, ask_leave

SERVICE = "svc_pulse"


@contextmanager
def pulse_client() -> Iterator[Pulse]:
    """Yield Pulse in the configured dialect; raises NotConfiguredError and SwitchedOffError."""
    ask_leave(Switch.SYNC)
    if not settings.PULSE_URL:
        raise NotConfiguredError("there is no Pulse here: set PULSE_URL and PULSE_SECRET")
    door = door_of(settings.PULSE_DIALECT, settings.PULSE_URL, settings.PULSE_SECRET)
    try:
        yield DIALECTS[settings.PULSE_DIALECT](door)
    finally:
        door.close()


def run_pulse(*, mode: str, by: User, approver: User | None = None) -> SyncRun:
    """Exchange with the configured Pulse, both ways, and return the run."""
    policy = settings.PULSE_CONFLICTS
    with pulse_client() as pulse:
        run = sync_pulse(pulse, mode=mode, by=by, approver=approver, policy=policy)
        run = send_changes(pulse, run, by=by)
        return take_interactions(pulse, run, by=by)


def follow_pulse() -> str:
    """Exchange what changed in the name of the service of Pulse; say what came of it."""
    by = User.objects.filter(username=SERVICE, is_active=True).first()
    if by is None or not settings.PULSE_URL:
        return "not configured"
    try:
        return str(run_pulse(mode=SyncMode.INCREMENTAL, by=by).state)
    except SyncBusyError:
        return "busy"
