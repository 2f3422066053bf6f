"""The first page."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from client360.registry import Dossier
from client360.selectors import home_sections, run
from client360.views.reading import may_finish, reader


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what changed, what is due and what waits for this person."""
    user = reader(request)
    results = run(home_sections(user), Dossier(user, user))
    context = {"results": results, "now": timezone.now(), "here": request.path}
    context["may_finish"] = may_finish(user)
    return render(request, "client360/home.html", context)


@require_safe
@login_required
def home_section(request: HttpRequest, key: str) -> HttpResponse:
    """Show one part of the first page, for a part that failed."""
    user = reader(request)
    wanted = [section for section in home_sections(user) if section.key == key]
    if not wanted:
        raise Http404("no such section")
    result = run(wanted, Dossier(user, user))[key]
    context = {"result": result, "here": reverse("client360:home"), "may_finish": may_finish(user)}
    return render(request, "client360/_section.html", context)
