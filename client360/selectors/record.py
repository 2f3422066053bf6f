"""How the record came about: score, proposals, sources and versions."""

from itertools import pairwise
from typing import Any

from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Now, NullIf

from accounts.models import Account
from approvals.choices import ProposalState, Risk
from approvals.models import Proposal, ProposalItem
from approvals.selectors import open_for, visible_to
from client360.registry import Answer, Dossier, Queries, Rows, Steps
from client360.selectors import causes
from client360.selectors.shaping import hidden_fields, labelled, of_subject, person
from contacts.models import Contact
from core.choices import State, Switch
from core.models import CanonicalModel, OwnedModel, SourceSystem, Team, User
from core.selectors.history import HOUSEKEEPING
from core.selectors.spelling import spelled
from core.selectors.switches import is_open
from core.selectors.telling import models_by_type
from core.services import entity_type
from evidence.choices import Band, Component, EvidenceFamily, EvidenceState
from evidence.models import Evidence, QDScore, QDSnapshot
from evidence.querysets import PERCEPTION
from identity.choices import CrosswalkOutcome
from identity.models import SourceRecord
from imports.models import RawBatch

VERSIONS = 60
CALLED: dict[type[models.Model], Combinable] = {
    User: Coalesce(NullIf(F("full_name"), Value("")), F("username")),
    Team: F("name"),
    SourceSystem: F("name"),
    Account: F("display_name"),
    Contact: F("full_name"),
}
# causes under which the machine repeats what is known
NOBODYS = ("import:", "merge:", "unmerge:", "split:", "survive:")
UNSEEN = "a record you may not see"


def qd(dossier: Dossier) -> Steps:
    """Return the score, what it is made of, how it moved and what moved it last."""
    may_perceive = dossier.viewer.has_perm(PERCEPTION)

    def ask() -> Queries:
        signs = Evidence.objects.filter(contact=dossier.subject, state=EvidenceState.ACTIVE)
        if not may_perceive:
            signs = signs.exclude(type__family=EvidenceFamily.PERCEPTION)
        score = QDScore.objects.filter(contact=dossier.subject)
        return (
            score.values(
                "value", "coverage", "band", "components", "computed_at",
                version=F("config__version"), name=F("config__name"),
            ),
            QDSnapshot.objects.filter(
                contact=dossier.subject, config__in=score.values("config")
            ).order_by("-as_of", "-id").values("as_of", "value", "coverage")[:60],
            signs.order_by("-occurred_at", "-id").values(
                "uid", "value", "confidence", "occurred_at", name=F("type__name"),
                producer_name=F("producer__name"),
            )[:5],
        )  # fmt: skip

    scores, past, moved = yield ask
    if not scores:
        return None
    found = labelled(scores, band=Band)[0]
    parts = found["components"].items()
    found["components"] = [
        {"name": name, "label": Component(name).label} | part
        for name, part in parts
        if may_perceive or name != Component.PERCEPTION
    ]
    return found | {"config": f"qd-{found['version']}", "timeline": past[::-1], "evidence": moved}


def insights(dossier: Dossier) -> Steps:
    """Return what machines conclude; stale where a record it was drawn from moved on since.

    The bridge stands above this app, so its rows are reached through the subject's accessor.
    Readers the surface is not rolled out to see none.
    """
    if not is_open(Switch.ORACLE, dossier.viewer):
        return []
    (found,) = yield lambda: (
        dossier.subject.insights.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=Now()), status="active"
        ).order_by("-at", "-id").values(
            "uid", "kind", "title", "body", "confidence", "model_version", "based_on", "at",
            produced_by_name=F("produced_by__name"),
        )[:10],
    )  # fmt: skip
    others = _named_beside(dossier, found)
    known = {(entity_type(dossier.subject), str(dossier.subject.uid)): dossier.subject.version}
    answers = (yield _versions_of(others)) if others else []
    for (entity, _), rows in zip(others.items(), answers, strict=True):
        known.update({(entity, str(row["uid"])): row["version"] for row in rows})
    found = [row | {"stale": _moved(row["based_on"], known)} for row in found]
    reasons = [row["stale"] for row in found if row["stale"]]
    if not reasons:
        return found
    return Answer(found, "stale", as_of=min(row["at"] for row in found), reason=reasons[0])


def _named_beside(dossier: Dossier, found: Rows) -> dict[str, set[str]]:
    """Return the uids conclusions were drawn from besides the subject, by type of record."""
    models_known, uid = models_by_type(), str(dossier.subject.uid)
    named: dict[str, set[str]] = {}
    for source in (each for row in found for each in row["based_on"]):
        if source["entity"] in models_known and str(source["uid"]) != uid:
            named.setdefault(source["entity"], set()).add(str(source["uid"]))
    return named


def _versions_of(named: dict[str, set[str]]) -> Queries:
    models_known = models_by_type()
    return tuple(
        models_known[entity]._base_manager.filter(uid__in=uids).values("uid", "version")  # noqa: SLF001 -- Django's documented name
        for entity, uids in named.items()
    )


def _moved(based_on: Rows, known: dict[tuple[str, str], int]) -> str:
    """Return which record moved on since, empty while the conclusion stands.

    Of a record that is gone, or of an unknown type, nothing can be said.
    """
    for source in based_on:
        now = known.get((source["entity"], str(source["uid"])), 0)
        if now > int(source["version"]):
            return f"based on {source['entity']} v{source['version']}, now v{now}"
    return ""


def proposals(dossier: Dossier) -> Steps:
    """Return the open proposals the reader may see, with the fields in question."""
    kind, uid = entity_type(dossier.subject), dossier.subject.uid

    def ask() -> Queries:
        waiting = open_for(kind, uid).filter(pk__in=visible_to(dossier.viewer).values("pk"))
        items = ProposalItem.objects.filter(
            target_type=kind, target_uid=uid, revision=F("proposal__revision")
        )
        return (
            Proposal.objects.filter(pk__in=waiting.order_by().values("pk")).order_by("-id").values(
                "id", "uid", "kind", "title", "state", "risk", "confidence", "submitted_at",
                proposer_name=person("proposer"), source_name=F("source__name"),
            ),
            items.filter(proposal__in=waiting.order_by().values("pk")).order_by("seq")
            .values("proposal_id", "before", "after"),
        )  # fmt: skip

    # what others lend decides what the rest may see, and that may end at any moment
    found, parts = yield ask if dossier.viewer.is_superuser else ask()
    hidden = hidden_fields(dossier)
    changes: dict[int, Rows] = {}
    for part in parts:
        changes.setdefault(part["proposal_id"], []).extend(
            {"field": name, "before": part["before"].get(name), "after": value}
            for name, value in part["after"].items()
            if name not in hidden
        )
    for row in found:
        row["changes"] = changes.get(row["id"], [])
        row["fields"] = [change["field"] for change in row["changes"]]
    return labelled(found, state=ProposalState, risk=Risk)


def sources(dossier: Dossier) -> Steps:
    """Return the crosswalk: every appearance of the subject in a source, the latest first."""

    def ask() -> Queries:
        batch = RawBatch.objects.filter(pk=OuterRef("batch_id"))
        rows = SourceRecord.objects.filter(**of_subject(dossier)).order_by("-id")
        return (
            rows.values(
                "uid", "external_id", "row_no", "outcome", "created_at", "ended_at", "kept",
                "reverted", system=F("source__name"), code=F("source__code"),
                filename=Subquery(batch.values("filename")[:1]),
                batch_uid=Subquery(batch.values("uid")[:1]),
            )[:50],
        )  # fmt: skip

    (found,) = yield ask
    return labelled(found, outcome=CrosswalkOutcome)


def provenance_summary(dossier: Dossier) -> Steps:
    """Return how many sources speak of the subject, when the last did, and what people typed.

    `by_hand` names the fields whose last change was a person's, not an import's or a merge's; what
    undoing a merge put back is whose it was before.
    """
    found, past = yield lambda: (
        SourceRecord.objects.filter(**of_subject(dossier))
        .order_by()
        .values("source")
        .annotate(at=Max("created_at")),
        versions(dossier),
    )
    return {
        "sources": len(found),
        "last_import": max((row["at"] for row in found), default=None),
        "by_hand": _by_hand(dossier.subject, past),
    }


def _by_hand(subject: CanonicalModel, past: Rows) -> list[str]:
    last: dict[str, str] = {}
    merged: dict[tuple[str, str], str] = {}  # merge and field -> who had written it before
    for before, after in pairwise(past):
        verb, _, uid = (cause := after["history_change_reason"] or "").partition(":")
        for field in tracked(subject):
            if before[field.attname] == after[field.attname]:
                continue
            if verb == "merge":
                merged.setdefault((uid, field.name), last.get(field.name, cause))
            undone = merged.get((uid, field.name)) if verb == "unmerge" else None
            last[field.name] = undone or cause
    return sorted(name for name, cause in last.items() if not cause.startswith(NOBODYS))


def merged_from(dossier: Dossier) -> Steps:
    """Return the records that were merged into this one."""
    name = "display_name" if isinstance(dossier.subject, Account) else "full_name"
    (found,) = yield lambda: (
        dossier.subject.merged_from.filter(state=State.MERGED)
        .order_by("-updated_at")
        .values("uid", "updated_at", name=F(name)),
    )
    return found


def versions(dossier: Dossier) -> "models.QuerySet[Any]":
    """Return the latest versions of the subject and its first, oldest first; shared by sections."""

    def make() -> "models.QuerySet[Any]":
        past = type(dossier.subject).history.model
        recent = Q(version__gt=dossier.subject.version - VERSIONS) | Q(version=1)
        names = [field.attname for field in tracked(dossier.subject)]
        rows: models.QuerySet[Any] = past.objects.filter(recent, id=dossier.subject.pk).order_by(
            "version"
        )
        return rows.values(
            *names, "version", "history_date", "history_type", "history_change_reason",
            who=person("history_user"),
        )  # fmt: skip

    return dossier.once("versions", make)


def tracked(subject: CanonicalModel) -> "list[models.Field[Any, Any]]":
    """Return the fields whose changes readers care about."""
    fields = subject._meta.concrete_fields  # noqa: SLF001 -- Django's documented name
    return [f for f in fields if f.name not in HOUSEKEEPING and not f.generated]


def history(dossier: Dossier) -> Steps:
    """Return what each version changed, the latest first: field, label, before and after."""
    (past,) = yield lambda: (versions(dossier),)
    hidden = hidden_fields(dossier)
    fields = [field for field in tracked(dossier.subject) if field.name not in hidden]
    steps = [
        (after, [(f, before[f.attname], after[f.attname]) for f in fields
                 if before[f.attname] != after[f.attname]])
        for before, after in zip([None, *past], past, strict=False) if before
    ]  # fmt: skip
    if past and past[0]["version"] == 1:
        steps.insert(0, (past[0], []))
    wanted = _references(steps)
    named = tuple(_called(dossier, model, ids) for model, ids in wanted.items())
    reasons = [after["history_change_reason"] or "" for after, _ in steps]
    asked = (*named, *causes.questions(dossier, reasons))
    answers = (yield asked) if asked else []
    names = {
        (model, row["pk"]): str(row["called"])
        for model, rows in zip(wanted, answers[: len(named)], strict=True)
        for row in rows
    }
    words = causes.told(reasons, answers[len(named) :])
    return [
        _entry(after, changes, names) | {"told": words[after["history_change_reason"] or ""]}
        for after, changes in reversed(steps)
    ]


type _Change = "tuple[models.Field[Any, Any], Any, Any]"


def _references(
    steps: list[tuple[dict[str, Any], list[_Change]]],
) -> dict[type[models.Model], set[Any]]:
    wanted: dict[type[models.Model], set[Any]] = {}
    for _, changes in steps:
        for field, before, after in changes:
            if isinstance(field.related_model, type):
                wanted.setdefault(field.related_model, set()).update({before, after} - {None})
    return wanted


def _called(
    dossier: Dossier, model: type[models.Model], ids: set[Any]
) -> "models.QuerySet[Any, dict[str, Any]]":
    """Return what rows that versions refer to are called; of records those the reader may see."""
    rows: models.QuerySet[Any] = model._base_manager.filter(pk__in=ids)  # noqa: SLF001 -- Django's documented name
    if issubclass(model, OwnedModel):
        rows = model.objects.visible_to(dossier.viewer).filter(pk__in=ids)
    return rows.values("pk", called=CALLED[model])


def _entry(
    version: dict[str, Any], changes: list[_Change], names: dict[tuple[type, Any], str]
) -> dict[str, Any]:
    return {
        "version": version["version"],
        "at": version["history_date"],
        "kind": "created" if version["history_type"] == "+" else "updated",
        "by": version["who"],
        "cause": version["history_change_reason"] or "",
        "changes": [
            {
                "field": field.name,
                "label": str(field.verbose_name)[:1].upper() + str(field.verbose_name)[1:],
                "before": _readable(field, before, names),
                "after": _readable(field, after, names),
            }
            for field, before, after in changes
        ],
    }


def _readable(
    field: "models.Field[Any, Any]", value: Any, names: dict[tuple[type, Any], str]
) -> Any:
    if isinstance(field.related_model, type):
        return names.get((field.related_model, value), UNSEEN) if value else None
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    value = spelled(field.name, value)
    return ", ".join(map(str, value)) if isinstance(value, list) else value
