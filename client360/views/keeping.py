"""Views of the lists, opened, kept and let go of, and the columns of a list."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from client360 import services
from client360.filters import ContactList, ListQuery, ViewForm
from client360.models import SavedView
from client360.selectors.views import views_of
from client360.views.lists import LISTS, opened_at
from client360.views.reading import may_keep, reader
from core.views import opens_for

TAKEN = "You keep another view under this name."


@require_safe
@login_required
def open_view(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open a view the reader keeps or is shown."""
    return opened_at(request, _seen(request, uid))


@require_POST
@opens_for(may_keep)
def keep_view(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what a list shows as a view."""
    return _kept(request, _asked(request, name), None)


@require_POST
@opens_for(may_keep)
def change_view(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Rename a view, share it, pin it, make it the default, or let it ask for something else."""
    view = _own(request, uid)
    return _kept(request, _asked(request, view.list_name), view)


@require_POST
@opens_for(may_keep)
def delete_view(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let go of a view; the list stays as it is shown."""
    view = _own(request, uid)
    asked = _asked(request, view.list_name)
    services.delete_view(view, by=reader(request))
    messages.success(request, f"Deleted: {view.name}.")
    return redirect(asked.address(view=""))


@require_POST
@opens_for(may_keep)
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Keep the columns of the list of clients: of the reader's own open view, else for them."""
    asked = ContactList(request, _given(request))
    keys, user, view = _columns(request, asked), reader(request), asked.shelf.open
    if view and asked.shelf.is_mine:
        services.keep_view(view, by=user, columns=keys)
    else:
        services.keep_columns(asked.name, keys, by=user)
    # of somebody else's view the reader keeps the filters, or its columns would stand again
    stays = asked.shelf.is_mine or not (view and view.columns)
    messages.success(request, "Your columns are kept." if keys else "These are the usual columns.")
    return redirect(asked.address() if stays else asked.address(view=""))


def _columns(request: HttpRequest, asked: ContactList) -> list[str]:
    """Return the columns that were chosen, in order; none for the usual ones.

    A browser without scripts sends every move by itself: `up` or `down` names the column.
    """
    given = [] if "usual" in request.POST else request.POST.getlist("column")
    known = [column.key for column in asked.offered]
    keys = [key for key in dict.fromkeys(given) if key in known]
    for name, step in (("up", -1), ("down", 1)):
        if (moved := request.POST.get(name)) in keys:
            place = keys.index(moved)
            keys.insert(max(place + step, 0), keys.pop(place))
    return [] if keys == [column.key for column in asked.offered if column.usual] else keys


def _kept(request: HttpRequest, asked: ListQuery, view: SavedView | None) -> HttpResponse:
    user = reader(request)
    form = ViewForm(asked, user, view, request.POST)
    if form.is_valid():
        try:
            kept = services.keep_view(
                view or SavedView(owner=user, list_name=asked.name), by=user, **form.values()
            )
        except services.NameTakenError:
            form.add_error("name", TAKEN)
        else:
            messages.success(request, f"Kept: {kept.name}.")
            return _led(request, asked.address(view=str(kept.uid)))
    if getattr(request, "htmx", False):
        context = {"form": form, "asked": asked, "open": view}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "client360/_view_form.html", context, status=status)
    for texts in form.errors.values():
        messages.error(request, " ".join(map(str, texts)), extra_tags="red")
    return redirect(asked.address())


def _led(request: HttpRequest, there: str) -> HttpResponse:
    if not getattr(request, "htmx", False):
        return redirect(there)
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": there})


def _given(request: HttpRequest) -> QueryDict:
    return QueryDict(request.POST.get("asked", ""))


def _asked(request: HttpRequest, name: str) -> ListQuery:
    return LISTS[name](request, _given(request))


def _seen(request: HttpRequest, uid: UUID) -> SavedView:
    found = (view for view in views_of(reader(request)) if view.uid == uid and view.name)
    view = next(found, None)
    if view is None:
        raise Http404("no view this person keeps or is shown")
    return view


def _own(request: HttpRequest, uid: UUID) -> SavedView:
    view = _seen(request, uid)
    if view.owner_id != reader(request).pk:
        raise Http404("no view of this person's")
    return view
