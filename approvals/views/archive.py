"""Every proposal this person may read, open or over, newest first."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from approvals import registry
from approvals.choices import ProposalState
from approvals.selectors import visible_to
from core.models import User

PAGE = 50


@require_safe
@login_required
def archive(request: HttpRequest) -> HttpResponse:
    """Show proposals by state, kind and words of the title; `before` pages on by id."""
    rows = visible_to(cast("User", request.user)).select_related(
        "proposer", "on_behalf_of", "source"
    )
    asked = {name: request.GET.get(name, "") for name in ("state", "kind", "q", "before")}
    if asked["state"] in ProposalState.values:
        rows = rows.filter(state=asked["state"])
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    if asked["q"]:
        rows = rows.filter(title__icontains=asked["q"])
    if asked["before"].isdecimal():
        rows = rows.filter(pk__lt=int(asked["before"]))
    page = list(rows.order_by("-id")[: PAGE + 1])
    context = {
        "rows": page[:PAGE],
        "next": page[PAGE - 1].pk if len(page) > PAGE else None,
        "asked": asked,
        "states": ProposalState.choices,
        "kinds": registry.kinds(),
    }
    return render(request, "approvals/archive.html", context)
