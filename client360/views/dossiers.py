"""The dossier of a client or an account: the page, its sections one by one, its history."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Account
from client360.forms import FileForm, NoteForm, TaskForm
from client360.registry import Dossier, Rows
from client360.selectors import (
    EXPLAINED,
    KINDS,
    PANELS,
    Panel,
    Place,
    Result,
    older,
    records_from_files,
    run,
    sections_of,
    source_row,
    talks_from_files,
)
from client360.views.reading import (
    finishable,
    is_gone,
    may_edit,
    may_write,
    opened,
    survivor,
)
from client360.views.trail import trail_of
from contacts.models import Contact
from core.models import OwnedModel
from core.services import note_view

MODELS: dict[str, type[OwnedModel]] = {"contact": Contact, "account": Account}
GONE, MOVED = 410, 308


@dataclass(frozen=True, slots=True)
class Card:
    """One panel of the page and the results inside it."""

    panel: Panel
    results: list[Result]

    @property
    def is_empty(self) -> bool:
        """Whether no section of the panel has anything to show."""
        return all(result.status == "empty" for result in self.results)


@require_safe
@login_required
def page(request: HttpRequest, kind: str, uid: UUID) -> HttpResponse:
    """Show everything about one client or account."""
    dossier = opened(request, MODELS[kind], uid)
    if answer := elsewhere(request, dossier, kind):
        return answer
    note_view(dossier.subject, by=dossier.viewer)
    results = run(sections_of(kind), dossier)
    cards = [
        Card(panel, [r for r in results.values() if r.section.panel == panel.key])
        for panel in PANELS
    ]
    context = context_of(dossier, kind, results) | {
        "signals": results["signals"],
        "cards": [card for card in cards if card.results],
        "trail": trail_of(request, kind),
        "has_sources": bool(results["sources"].data) or _any_from_file(results),
    }
    return render(request, f"client360/{kind}.html", context)


def _any_from_file(results: dict[str, Result]) -> bool:
    """Return whether a row of a file made one of the records on the cards."""
    lists = [results[key].data or [] for key in ("opportunities", "tasks", "notes")]
    return any(row["from_file"] for rows in lists for row in rows)


@require_safe
@login_required
def section(request: HttpRequest, kind: str, uid: UUID, key: str) -> HttpResponse:
    """Render one section, for a block that failed or waited."""
    dossier = opened(request, MODELS[kind], uid)
    wanted = [each for each in sections_of(kind) if each.key in (key, "origins")]
    if key == "origins" or key not in {each.key for each in wanted}:
        raise Http404("no such section")
    results = run(wanted, dossier)
    context = context_of(dossier, kind, results) | {"result": results[key]}
    return render(request, "client360/_section.html", context)


@require_safe
@login_required
def timeline(request: HttpRequest, kind: str, uid: UUID) -> HttpResponse:
    """Render the page of the timeline before `?before=`, of one `?kind=` or all."""
    dossier = opened(request, MODELS[kind], uid)
    asked = request.GET.get("kind", "")
    chosen = asked if asked in KINDS else ""
    before = _place(request.GET.get("before", ""))
    result = run([older(before, [chosen] if chosen else ())], dossier)["timeline"]
    further = {"is_further": before is not None, "chosen": chosen, "before": before}
    context = context_of(dossier, kind, {}) | {"result": result} | further
    return render(request, "client360/sections/timeline.html", context)


@require_safe
@login_required
def origins(request: HttpRequest, kind: str, uid: UUID) -> HttpResponse:
    """Render the notes on what imports can explain; htmx puts each in its place.

    With `?stream=` they are those on a page of the timeline, the one before `?before=`.
    """
    dossier = opened(request, MODELS[kind], uid)
    if "stream" in request.GET:
        talks = talks_from_files(dossier, _place(request.GET.get("before", "")))
        context = context_of(dossier, kind, {}) | {"records": talks}
        return render(request, "client360/_origins.html", context)
    result = run([EXPLAINED], dossier)[EXPLAINED.key]
    names = {"full_name", "display_name"}
    notes = [
        (slot + key, key, origin)
        for key, origin in (result.data or {}).items()
        for slot in (("", "head-") if key in names else ("",))
    ]
    context = context_of(dossier, kind, {}) | {
        "notes": notes,
        "records": records_from_files(dossier),
    }
    return render(request, "client360/_origins.html", context)


@require_safe
@login_required
def source(request: HttpRequest, kind: str, uid: UUID, batch: UUID, row: int) -> HttpResponse:
    """Show the row of a file a client or an account came from."""
    dossier = opened(request, MODELS[kind], uid)
    found = source_row(dossier, batch, row)
    if found is None:
        raise Http404("the record came from no such row")
    shown = {"batch": found.batch, "row": found.row, "cells": found.cells}
    return render(request, "client360/source_row.html", context_of(dossier, kind, {}) | shown)


def _place(text: str) -> Place | None:
    """Return the place of a stream a text names, None for anything else."""
    try:
        return Place.parse(text)
    except ValueError:
        return None


@require_safe
@login_required
def history(request: HttpRequest, kind: str, uid: UUID) -> HttpResponse:
    """Show what changed about a client or an account, who did it and why."""
    dossier = opened(request, MODELS[kind], uid)
    if answer := elsewhere(request, dossier, kind):
        return answer
    wanted = [each for each in sections_of(kind) if each.key == "history"]
    results = run(wanted, dossier)
    field = request.GET.get("field", "")
    context = context_of(dossier, kind, results) | {
        "result": results["history"],
        "field": field,
        "whole": True,
    }
    return render(request, "client360/history.html", context)


def _tasks(results: dict[str, Result]) -> Rows:
    """Return the tasks on the page, none where they were not asked for or could not be read."""
    return ("tasks" in results and results["tasks"].data) or []


def elsewhere(request: HttpRequest, dossier: Dossier, kind: str) -> HttpResponse | None:
    """Return the answer for a record that was erased or merged into another."""
    if is_gone(dossier):
        return render(request, "client360/erased.html", {"kind": kind}, status=GONE)
    if target := survivor(dossier):
        there = reverse(f"client360:{kind}", args=[target.uid])
        return HttpResponsePermanentRedirect(there, status=MOVED)
    return None


def context_of(dossier: Dossier, kind: str, results: dict[str, Result]) -> dict[str, Any]:
    """Return what every page and part of a dossier needs."""
    origins = results.get("origins")
    return {
        "dossier": dossier,
        "subject": dossier.subject,
        "kind": kind,
        "here": reverse(f"client360:{kind}", args=[dossier.subject.uid]),
        "origins": (origins and origins.data) or {},
        "field": "",
        "whole": False,
        "may_write": may_write(dossier),
        "may_edit": may_edit(dossier),
        "finishable": finishable(dossier, _tasks(results)),
        "task_form": TaskForm(),
        "note_form": NoteForm(),
        "file_form": FileForm(),
    }
