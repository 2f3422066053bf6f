"""One import: the step it is in, and every step it has passed."""

import time
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.selectors import BadCursorError
from imports.choices import BatchState
from imports.models import RawBatch
from imports.views.access import batch_of, importing
from imports.views.panels import PANELS
from imports.views.steps import DOING, broken, furthest, is_busy, steps


@require_safe
@importing
def detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one step of an import; without `?step=`, the one it is in."""
    batch = batch_of(request, uid)
    step = request.GET.get("step") or furthest(batch)
    reached = [each for each in steps(batch, step) if each.open]
    if step not in {each.key for each in reached}:
        return redirect("imports:detail", uid=uid)
    context = {
        "batch": batch,
        "step": step,
        "steps": steps(batch, step),
        "busy": is_busy(batch),
        "broken": broken(batch),
        **_running(batch),
    }
    try:
        context |= PANELS[step](request, batch)
    except BadCursorError:
        return redirect("imports:detail", uid=uid)
    return render(request, "imports/detail.html", context)


@require_safe
@importing
def progress(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show how far the running step is; once nothing runs, the page is drawn anew."""
    batch = batch_of(request, uid)
    if not is_busy(batch):
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"batch": batch, **_running(batch, request)}
    return render(request, "imports/_progress.html", context)


def _running(batch: RawBatch, request: HttpRequest | None = None) -> dict[str, Any]:
    """Return what the progress bar shows; the last look, in the address, gives the speed."""
    now, rate = time.time(), None
    done = min(batch.progress, batch.row_count) if batch.row_count else batch.progress
    if request is not None:
        before, at = _number(request, "rows"), _number(request, "at") / 1000
        if 0 < now - at < 600 and done > before and request.GET.get("state") == batch.state:  # noqa: PLR2004 -- seconds: an older look tells nothing
            rate = (done - before) / (now - at)
    return {
        "doing": DOING.get(BatchState(batch.state), ""),
        "done": done,
        "rate": rate,
        "at": int(now * 1000),
    }


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0  # noqa: PLR2004 -- digits of a time in milliseconds
