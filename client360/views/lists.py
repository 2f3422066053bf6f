"""The lists of clients, accounts, deals and tasks."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from client360.filters import (
    AccountList,
    ContactList,
    DealList,
    ListQuery,
    TaskList,
    ViewForm,
)
from client360.models import SavedView
from client360.selectors import account_rows, as_told, contact_rows, deal_rows, task_rows
from client360.views.many import offers
from client360.views.reading import may_finish, may_keep, reader
from core.selectors import BadCursorError, Page, keyset_page
from core.selectors.masking import veil

LISTS: dict[str, type[ListQuery]] = {
    each.name: each for each in (ContactList, AccountList, DealList, TaskList)
}


@require_safe
@login_required
def contacts(request: HttpRequest) -> HttpResponse:
    """Show the clients this person may see, 50 a page."""
    asked, user = ContactList(request), reader(request)
    rows = asked.narrow(contact_rows(user))
    return _page(request, asked, rows, "contacts", offers=offers(user, asked))


@require_safe
@login_required
def accounts(request: HttpRequest) -> HttpResponse:
    """Show the accounts this person may see, 50 a page."""
    asked = AccountList(request)
    return _page(request, asked, asked.narrow(account_rows(reader(request))), "accounts")


@require_safe
@login_required
def deals(request: HttpRequest) -> HttpResponse:
    """Show the deals this person may see, 50 a page."""
    asked = DealList(request)
    return _page(request, asked, asked.narrow(deal_rows(reader(request))), "deals")


@require_safe
@login_required
def tasks(request: HttpRequest) -> HttpResponse:
    """Show what is to be done, 50 a page."""
    asked = TaskList(request)
    if first := _first(request, asked):
        return first
    try:
        return render(request, "client360/tasks.html", tasks_of_page(request, asked))
    except BadCursorError:
        return redirect(asked.address())


def opened_at(request: HttpRequest, view: SavedView) -> HttpResponse:
    """Lead to the list as a view asks for it; what the list does not know is said and left out."""
    asked = LISTS[view.list_name](request, QueryDict(view.query))
    if asked.lost:
        lost = " and ".join(f"“{each}”" for each in asked.lost)
        text = f"The view “{view.name}” also asks for {lost}, which is not to be had here."
        messages.warning(request, f"{text} It opens without.", extra_tags="amber")
    return redirect(asked.opened(view))


def _first(request: HttpRequest, asked: ListQuery) -> HttpResponse | None:
    """Return the way to the reader's default view, for an address that asks for nothing."""
    default = None if request.GET else asked.shelf.default
    return opened_at(request, default) if default else None


def tasks_of_page(request: HttpRequest, asked: TaskList) -> dict[str, Any]:
    """Return what a page of tasks is drawn from.

    Raises BadCursorError for an address with a cursor of another list.
    """
    user = reader(request)
    context = _drawn_from(request, asked, asked.narrow(task_rows(user)))
    told = as_told(context["page"].rows, user)
    return context | {"tasks": told, "may_finish": may_finish(user)}


def _page(
    request: HttpRequest, asked: ListQuery, rows: object, name: str, **more: Any
) -> HttpResponse:
    """Render one page; a cursor of another list leads to the first page."""
    if first := _first(request, asked):
        return first
    try:
        context = _drawn_from(request, asked, rows)
    except BadCursorError:
        return redirect(asked.address())
    return render(request, f"client360/{name}.html", context | more)


def _drawn_from(request: HttpRequest, asked: ListQuery, rows: object) -> dict[str, Any]:
    page: Page = keyset_page(
        rows,  # type: ignore[arg-type]
        order=asked.order.columns,
        cursor=asked.given.get("after"),
        by_branch=asked.is_plain,
    )
    user = reader(request)
    for row in page.rows:
        if isinstance(row, Model):
            veil(getattr(row, "summary", row), user)
    shown = {"asked": asked, "page": page, "query": asked.words}
    return shown | {"today": timezone.localdate()} | _forms(request, asked)


def _forms(request: HttpRequest, asked: ListQuery) -> dict[str, Any]:
    """Return the forms to keep what the list shows as a view, and to change the open one."""
    user, shelf = reader(request), asked.shelf
    if not may_keep(user):
        return {}
    changed = {"change_form": ViewForm(asked, user, shelf.open)} if shelf.is_mine else {}
    return {"new_form": ViewForm(asked, user)} | changed
