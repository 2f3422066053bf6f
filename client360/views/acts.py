"""What people do where they read: tasks done and planned, notes written, files put.

The rules are those of REST: who adds to a record may change it by role and sees it by more than
a grant to read; who finishes a task may change tasks, and it is theirs or about a record they
may change. Machines propose.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from activities import services
from activities.models import Task
from activities.services.attaching import attach_file
from client360.filters import TaskList
from client360.forms import FileForm, NoteForm, TaskForm
from client360.registry import Dossier
from client360.selectors import home_sections, run, sections_of, tasks_of
from client360.views.dossiers import MODELS, context_of
from client360.views.faults import blame
from client360.views.lists import tasks_of_page
from client360.views.reading import may_finish, may_write, opened, reader
from core.models import User
from core.selectors import BadCursorError
from core.selectors.changing import may_change
from core.services import VersionConflictError

type Finish = Callable[..., Task]
type Act = tuple[Finish, str]  # what it does, and what is said of it
ACTS: dict[str, Act] = {  # by the last word of an address
    "done": (services.complete_task, "Done"),
    "reopen": (services.reopen_task, "Open again"),
}
MORNING = time(9)  # when a task without an hour of its own is due


@require_POST
@login_required
def add_task(request: HttpRequest, kind: str, uid: UUID) -> HttpResponse:
    """Plan something to do about a record; it becomes the writer's task."""
    dossier = _to_write(request, kind, uid)
    form = TaskForm(request.POST)
    if not form.is_valid():
        return _drawn(request, dossier, kind, "tasks", task_form=form)
    values = form.values() | {kind: dossier.subject}
    task = services.add_task(by=dossier.viewer, cause="dossier", **values)
    return _drawn(request, dossier, kind, "tasks", said=f"Planned: {task.title}")


@require_POST
@login_required
def add_note(request: HttpRequest, kind: str, uid: UUID) -> HttpResponse:
    """Write a note on a record."""
    dossier = _to_write(request, kind, uid)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _drawn(request, dossier, kind, "notes", note_form=form)
    values = form.values() | {kind: dossier.subject}
    services.add_note(by=dossier.viewer, cause="dossier", **values)
    return _drawn(request, dossier, kind, "notes", said="The note is kept")


@require_POST
@login_required
def add_file(request: HttpRequest, kind: str, uid: UUID) -> HttpResponse:
    """Put a file on a record; one it has already is not put there twice."""
    dossier = _to_write(request, kind, uid)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row, is_new = attach_file(dossier.subject, file, name=file.name, by=dossier.viewer)
        except ValidationError as error:
            blame(form, error, "file")
        else:
            said = f"“{row}” is kept" if is_new else f"These bytes are here already, as “{row}”"
            return _drawn(request, dossier, kind, "attachments", said=said)
    return _drawn(request, dossier, kind, "attachments", file_form=form)


@require_POST
@login_required
def act_on_dossier(
    request: HttpRequest, kind: str, uid: UUID, task: UUID, act: str
) -> HttpResponse:
    """Mark a task about a record as done, or take that back."""
    dossier = opened(request, MODELS[kind], uid)
    row = tasks_of(dossier).filter(uid=task).first()
    return _drawn(request, dossier, kind, "tasks", **_acted(request, row, ACTS[act]))


@require_POST
@login_required
def act_at_home(request: HttpRequest, task: UUID, act: str) -> HttpResponse:
    """Mark a task as done on the first page, or take that back."""
    user = reader(request)
    more = _acted(request, _visible(user, task), ACTS[act])
    here = reverse("client360:home")
    if not _wants_part(request):
        return _told(request, f"{here}#section-due", more)
    results = run(home_sections(user), Dossier(user, user))
    context = {"results": results, "result": results["due"], "now": timezone.now(), "here": here}
    rights = {"may_finish": may_finish(user), "again": True}
    return render(request, "client360/_acted_at_home.html", context | rights | more)


@require_POST
@login_required
def act_in_list(request: HttpRequest, task: UUID, act: str) -> HttpResponse:
    """Mark a task as done in the list of tasks, or take that back."""
    return _in_list(request, task, ACTS[act])


@require_POST
@login_required
def put_off_in_list(request: HttpRequest, task: UUID) -> HttpResponse:
    """Put a task of the list off to tomorrow, or back to when it was due."""
    if "until" in request.POST:
        due_at, remind_at = _moment(request, "until"), _moment(request, "reminded")
        again: Finish = partial(services.update_task, due_at=due_at, remind_at=remind_at)
        return _in_list(request, task, (again, "Due as before"))
    row = _visible(reader(request), task)
    act = (partial(services.snooze_task, until=_tomorrow(row)), "Due tomorrow")
    return _in_list(request, task, act, former=row)


def _moment(request: HttpRequest, name: str) -> datetime | None:
    """Return a moment our own page wrote into a form; empty says that there was none."""
    text = request.POST.get(name, "")
    try:
        moment = parse_datetime(text) if text else None
    except ValueError:  # written like a moment, and none: 30 February
        moment = None
    if text and (moment is None or timezone.is_naive(moment)):
        raise BadRequest(f"{name} is no moment with a zone")
    return moment


def _tomorrow(task: Task | None) -> datetime:
    """Return tomorrow in the reader's zone, at the hour the task is due at, else in the morning."""
    now = timezone.localtime()
    hour = timezone.localtime(task.due_at).time() if task and task.due_at else MORNING
    return datetime.combine(now.date() + timedelta(days=1), hour, now.tzinfo)


def _to_write(request: HttpRequest, kind: str, uid: UUID) -> Dossier:
    dossier = opened(request, MODELS[kind], uid)
    if not may_write(dossier):
        raise PermissionDenied
    return dossier


def _in_list(
    request: HttpRequest, task: UUID, act: Act, former: Task | None = None
) -> HttpResponse:
    more = _acted(request, _visible(reader(request), task), act)
    if former and "said" in more:
        more |= {"undo_put_off": more["changed"], "former": former}
    asked = TaskList(request, QueryDict(request.POST.get("asked", "")))
    if not _wants_part(request):
        return _told(request, asked.address(), more)
    try:
        context = tasks_of_page(request, asked)
    except BadCursorError:
        context = tasks_of_page(request, TaskList(request, QueryDict()))
    return render(request, "client360/_tasks.html", context | more)


def _visible(user: User, task: UUID) -> Task | None:
    row: Task | None = Task.objects.visible_to(user).filter(uid=task).first()
    return row


def _acted(request: HttpRequest, row: Task | None, act: Act) -> dict[str, Any]:
    """Finish or reopen a task at the version the page showed; return what there is to say."""
    user, (change, word) = reader(request), act
    if row is None:
        raise Http404("no task this person may see")
    if not (may_finish(user) and may_change(row, user)):
        raise PermissionDenied
    try:
        seen = int(request.POST.get("version", ""))
    except ValueError:
        return {"refused": "This page is out of date. Load it again."}
    try:
        changed = change(row, by=user, expected_version=seen)
    except VersionConflictError:
        return {"refused": f"Somebody changed “{row.title}” meanwhile. This is how it stands now."}
    except ValidationError as error:
        return {"refused": " ".join(error.messages)}
    undo = changed if act is ACTS["done"] else None
    return {"said": f"{word}: {row.title}", "undo": undo, "changed": changed}


def _drawn(
    request: HttpRequest, dossier: Dossier, kind: str, key: str, **more: Any
) -> HttpResponse:
    """Render the section that was written in, and what the head of the page says of it."""
    if not _wants_part(request):
        there = reverse(f"client360:{kind}", args=[dossier.subject.uid])
        return _told(request, f"{there}#section-{key}", more)
    wanted = [each for each in sections_of(kind) if each.key in (key, "signals")]
    results = run(wanted, dossier)
    context = context_of(dossier, kind, results) | more
    drawn = {"result": results[key], "signals": results["signals"], "again": True}
    broken = any(isinstance(each, Form) for each in more.values())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if broken else HTTPStatus.OK
    return render(request, "client360/_acted.html", context | drawn, status=status)


def _wants_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _told(request: HttpRequest, there: str, more: dict[str, Any]) -> HttpResponse:
    """Lead back to the page, saying there what came of it: for a browser without scripts."""
    faults = [
        str(text)
        for form in more.values()
        if isinstance(form, Form)
        for texts in form.errors.values()
        for text in texts
    ]
    for text in (more.get("refused"), *faults):
        if text:
            messages.error(request, text, extra_tags="red")
    if said := more.get("said"):
        messages.success(request, f"{said}.")
    return redirect(there)
