"""What was said and what happened, as one stream."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Coalesce

from accounts.models import Account
from activities.choices import Direction, InteractionKind, Outcome, TaskStatus, TranscriptState
from activities.models import Interaction, Task, Transcript, TranscriptSegment
from client360.registry import Answer, Dossier, Queries, Rows, Section, Steps
from client360.selectors.places import Place, in_order
from client360.selectors.shaping import from_file, labelled, of_subject, person
from contacts.models import Contact
from core.choices import State
from identity.models import MergeOperation, SourceRecord
from imports.choices import ResultKind
from opportunities.choices import VisitStatus
from opportunities.models import Opportunity, SiteVisit, StageHistory

LAST = 15
WINDOW = timedelta(hours=24)  # WhatsApp allows free text for a day after the client wrote
KINDS = ("talk", "visit", "deal", "task", "record")
SEGMENTS = 40


def interactions(dossier: Dossier) -> Steps:
    """Return how often each channel was used, and until when WhatsApp allows free text."""

    def ask() -> Queries:
        rows = talks_of(dossier).order_by()
        inbound = rows.filter(kind=InteractionKind.WHATSAPP, direction=Direction.INBOUND)
        return (
            rows.values("kind").annotate(number=Count("pk")).order_by("-number"),
            inbound.values("kind").annotate(at=Max("occurred_at")),
        )

    counts, heard = yield ask
    if not counts:
        return None
    labels = labelled(counts, kind=InteractionKind)
    return {
        "counts": {row["kind"]: row["number"] for row in counts},
        "channels": [{"label": row["kind_label"], "number": row["number"]} for row in labels],
        "window_open_until": heard[0]["at"] + WINDOW if heard else None,
    }


def timeline(dossier: Dossier) -> Steps:
    """Return the latest page of the stream."""
    return (yield from _stream(dossier, None, (), LAST))


def older(after: Place | None, kinds: Collection[str] = (), most: int = LAST) -> Section:
    """Return the section that is the page of the stream after a place, of some kinds or all."""

    def answer(dossier: Dossier) -> Steps:
        return (yield from _stream(dossier, after, kinds, most))

    return Section("timeline", "Timeline", "", answer, kept=False)


def _stream(dossier: Dossier, after: Place | None, kinds: Collection[str], most: int) -> Steps:
    """Return `{"events": [...], "next": str | None, "kind": kind}`, the latest event first.

    `next` is the text of the place where the page ends. `kind` is the one kind that was asked for,
    empty for several.
    """
    readers = {number: name for number, name in enumerate(READERS) if not kinds or name[0] in kinds}
    answers = yield lambda: tuple(
        in_order(READERS[name](dossier), number, after)[: most + 1]
        for number, name in readers.items()
    )
    places = [
        (Place(row["at"], number, row.pop("key")), readers[number], row)
        for number, rows in zip(readers, answers, strict=True)
        for row in rows
    ]
    places.sort(key=lambda each: (each[0].at, -each[0].reader, each[0].key), reverse=True)
    further = str(places[most - 1][0]) if len(places) > most else None
    only = next(iter(kinds)) if len(kinds) == 1 else ""
    events = [_event(name, row) for _, name, row in places[:most]]
    data = {"events": events, "next": further, "kind": only}
    return data if events else Answer(None, reason="filtered" if kinds else "")


def talks_of(dossier: Dossier) -> "models.QuerySet[Any]":
    """Return the interactions with the subject, of an account those of clients the reader knows."""
    return _of_known(dossier, Interaction.objects.filter(**of_subject(dossier), state=State.ACTIVE))


def _of_known(
    dossier: Dossier, rows: "models.QuerySet[Any]", path: str = "contact"
) -> "models.QuerySet[Any]":
    """Leave out of an account's rows those of clients the reader may not know of."""
    if not isinstance(dossier.subject, Account):
        return rows
    known = Contact.objects.visible_to(dossier.viewer).values("pk")
    return rows.filter(Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__in": known}))


def _talks(dossier: Dossier) -> "models.QuerySet[Any]":
    return talks_of(dossier).values(
        "uid", "kind", "direction", "subject", "snippet", "outcome", "duration_s",
        at=F("occurred_at"), key=F("pk"), who=person("user"), source_name=F("source_system__name"),
        from_file=from_file(ResultKind.INTERACTION),
    )  # fmt: skip


def _visits(dossier: Dossier) -> "models.QuerySet[Any]":
    mine = {"contact": dossier.subject}
    if isinstance(dossier.subject, Account):
        mine = {"partner": dossier.subject}
    return _of_known(dossier, SiteVisit.objects.filter(**mine)).values(
        "uid", "status", "feedback", at=Coalesce("visited_at", "scheduled_at"), key=F("pk"),
        where=F("project__name"), who=person("host"),
    )  # fmt: skip


def _moves(dossier: Dossier) -> "models.QuerySet[Any]":
    role = "account" if isinstance(dossier.subject, Account) else "primary_contact"
    deals = Opportunity.objects.visible_to(dossier.viewer).filter(**{role: dossier.subject})
    return StageHistory.objects.filter(opportunity__in=deals.values("pk")).values(
        "uid", "reason", at=F("entered_at"), key=F("pk"), deal=F("opportunity__name"),
        stage=F("to_stage__name"), came_from=F("from_stage__name"), who=person("by"),
    )  # fmt: skip


def _done(dossier: Dossier) -> "models.QuerySet[Any]":
    rows = Task.objects.filter(**of_subject(dossier), status=TaskStatus.DONE)
    return rows.values("uid", "title", at=F("completed_at"), key=F("pk"), who=person("assignee"))


def _imports(dossier: Dossier) -> "models.QuerySet[Any]":
    rows = SourceRecord.objects.filter(**of_subject(dossier))
    return rows.values(
        "uid", "outcome", "row_no", at=F("created_at"), key=F("pk"), name=F("source__name")
    )


def _edits(dossier: Dossier) -> "models.QuerySet[Any]":
    past: models.QuerySet[Any] = type(dossier.subject).history.model.objects.all()
    by_people = Q(history_change_reason__isnull=True) | ~Q(
        history_change_reason__startswith="import:"
    )
    return past.filter(by_people, id=dossier.subject.pk).values(
        "version", at=F("history_date"), key=F("pk"), reason=F("history_change_reason"),
        who=person("history_user"),
    )  # fmt: skip


def _merges(dossier: Dossier) -> "models.QuerySet[Any]":
    if isinstance(dossier.subject, Account):
        return MergeOperation.objects.none().values("uid", "at", key=F("pk"))
    rows = MergeOperation.objects.filter(survivor=dossier.subject).annotate(n=Count("losers"))
    return rows.values("uid", "at", "state", "n", key=F("pk"), who=person("actor"))


READERS = {
    ("talk", "interaction"): _talks,
    ("visit", "visit"): _visits,
    ("deal", "move"): _moves,
    ("task", "done"): _done,
    ("record", "import"): _imports,
    ("record", "edit"): _edits,
    ("record", "merge"): _merges,
}


TALK = next(number for number, make in enumerate(READERS.values()) if make is _talks)


def talks_after(dossier: Dossier, after: Place | None) -> "models.QuerySet[Any]":
    """Return the interactions of the stream after a place, in its order."""
    return in_order(talks_of(dossier).alias(at=F("occurred_at")), TALK, after)


def _event(name: tuple[str, str], row: dict[str, Any]) -> dict[str, Any]:
    kind, what = name
    if what == "visit":
        row = labelled([row], status=VisitStatus)[0]
    if what == "interaction":
        row = labelled([row], kind=InteractionKind, outcome=Outcome, direction=Direction)[0]
    return row | {"stream": kind, "what": what}


def transcripts(dossier: Dossier) -> Steps:
    """Return the transcripts of the subject's recordings; the text only where consent allows."""

    def ask() -> Queries:
        rows = Transcript.objects.filter(
            **{f"interaction__{name}": row for name, row in of_subject(dossier).items()}
        ).exclude(state=TranscriptState.ERASED)
        rows = _of_known(dossier, rows, "interaction__contact")
        readable = [TranscriptState.SEGMENTED, TranscriptState.REDACTED]
        latest = rows.order_by("-interaction__occurred_at", "-id")
        return (
            latest.values(
                "id", "uid", "state", "language", "engine", "engine_version",
                at=F("interaction__occurred_at"), subject=F("interaction__subject"),
            )[:5],
            TranscriptSegment.objects.filter(
                transcript__in=rows.filter(state__in=readable).values("pk"), seq__lt=SEGMENTS
            ).order_by("transcript", "seq")
            .values("transcript_id", "seq", "speaker", "t0", "text"),
        )  # fmt: skip

    found, segments = yield ask
    lines: dict[int, Rows] = {}
    for segment in segments:
        lines.setdefault(segment["transcript_id"], []).append(segment)
    found = labelled(found, state=TranscriptState)
    return [row | {"segments": lines.get(row["id"], [])} for row in found]
