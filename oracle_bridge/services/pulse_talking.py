"""What people said to each other on Pulse, kept here once."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from activities.services import AHEAD, log_once
from contacts.models import Contact
from core.choices import State
from core.models import User
from oracle_bridge.adapters.http import AdapterError, CircuitOpenError, UnavailableError
from oracle_bridge.adapters.pulse import Happening, Pulse
from oracle_bridge.choices import RunState, SyncStatus
from oracle_bridge.models import EntityMapping, SyncRun, SyncWatermark

TALK = "interaction"
MOST = 500  # profiles a run asks about; Pulse allows thirty a minute and the next run goes on


def take_interactions(pulse: Pulse, run: SyncRun, *, by: User) -> SyncRun:
    """Read the interactions of profiles that moved since the last time; counts go onto the run.

    Profiles come in the order they moved, and the watermark follows them, so that a run that is
    cut short loses nothing and the next one goes on. A known interaction changes nothing. A
    profile Pulse refuses to tell of is passed over once it tells of a later one: where it
    refuses all, as for a secret that holds no more, the watermark stays.
    """
    counts = {"talks_read": 0, "talks": 0, "talks_refused": 0}
    if run.state == RunState.FAILED:
        return run
    for mapping in _moved(run):
        try:
            found = pulse.interactions(mapping.external_id)
        except (UnavailableError, CircuitOpenError):
            break  # the watermark stays before this one: the next run asks again
        except AdapterError:
            counts["talks_refused"] += 1
            continue
        counts["talks_read"] += len(found)
        counts["talks"] += sum(_keep(each, mapping.local_uid, run, by) for each in found)
        if mapping.remote_modified_at is not None:
            _advance(run, mapping.remote_modified_at)
    run.counts |= counts
    run.save(update_fields=["counts"])
    return run


def _moved(run: SyncRun) -> "QuerySet[EntityMapping]":
    """Return the mappings that moved since the watermark, whole moments of them."""
    mark = SyncWatermark.objects.filter(system=run.system, entity_type=TALK).first()
    rows = EntityMapping.objects.filter(
        system=run.system, entity_type="contact", remote_modified_at__isnull=False
    ).order_by("remote_modified_at", "pk")
    # what could not be sent there is told from there all the same
    rows = rows.exclude(status=SyncStatus.DISABLED)
    if mark is not None:
        rows = rows.filter(remote_modified_at__gt=mark.cursor)
    last = list(rows.values_list("remote_modified_at", flat=True)[MOST - 1 : MOST])
    return rows.filter(remote_modified_at__lte=last[0]) if last else rows


def _keep(said: Happening, uid: UUID, run: SyncRun, by: User) -> bool:
    """Keep one interaction; return whether it is new. What lies ahead did not happen yet."""
    moment = datetime.fromisoformat(said.at) if said.at else None
    contact = Contact.objects.filter(uid=uid, state=State.ACTIVE).first()
    if moment is None or contact is None or not said.id or moment > timezone.now() + AHEAD:
        return False
    _, is_new = log_once(
        kind=said.kind,
        occurred_at=moment,
        by=by,
        source=run.system,
        external_id=said.id,
        contact=contact,
        direction=said.direction,
        subject=said.subject[:300],
        body=said.body,
    )
    return is_new


def _advance(run: SyncRun, moment: datetime) -> None:
    SyncWatermark.objects.update_or_create(
        system=run.system, entity_type=TALK, defaults={"cursor": moment}
    )
