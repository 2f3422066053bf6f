"""What an administrator looks at: sign-ins, exports, guarded reads, who got which rights."""

from dataclasses import dataclass

from django.db.models import Max, Q

from core.models import AuditEvent, User

WINDOW = 200_000  # of the newest events: the log has no index by action, and grows for ever
SHOWN = 50
POWERS = ["groups", "is_active", "is_staff", "is_superuser", "kind", "user_permissions"]

SIGN_INS = Q(
    action__in=[
        "user.signed_in",
        "user.signed_out",
        "user.sign_in_failed",
        "user.second_factor_removed",
    ]
)
READS = (
    Q(action__endswith=".viewed_restricted")
    | Q(action__endswith=".viewed_sensitive")
    | Q(action="contact.glass_broken")
)
EXPORTS = Q(action__endswith=".exported")
RIGHTS = (
    Q(action="user.created")
    | Q(action="user.updated", payload__fields__has_any_keys=POWERS)
    | Q(action__startswith="group.")
    | Q(action__startswith="token.")
    | Q(action__contains="usergrant.")
    | Q(action="flag.switched")
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of act: its title, the events, and what to say when there are none."""

    title: str
    events: list[AuditEvent]
    none: str


def activity() -> list[Kind]:
    """Return the newest sign-ins, exports, reads of what few may see and changes of rights."""
    return [
        Kind("Sign-ins", _newest(SIGN_INS), "Nobody has signed in yet."),
        Kind("Exports", _newest(EXPORTS), "Nothing was exported."),
        Kind("Restricted and sensitive", _newest(READS), "Nobody looked at what few may see."),
        Kind("Rights, tokens and flags", _newest(RIGHTS), "No right was given or taken."),
    ]


def _newest(which: Q) -> list[AuditEvent]:
    last = AuditEvent.objects.aggregate(last=Max("id"))["last"] or 0
    recent = AuditEvent.objects.filter(id__gt=last - WINDOW)
    events = list(recent.filter(which).select_related("actor").order_by("-id")[:SHOWN])
    meant = {event.payload.get("user") for event in events} - {None}
    names = dict(User.objects.filter(pk__in=meant).values_list("pk", "username"))
    for event in events:
        event.subject = names.get(event.payload.get("user"), "")  # type: ignore[attr-defined]  # shown where nobody acted
    return events
