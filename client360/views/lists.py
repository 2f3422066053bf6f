"""The lists of clients, accounts, deals and tasks."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from client360.filters import AccountList, ContactList, DealList, ListQuery, TaskList
from client360.selectors import account_rows, as_told, contact_rows, deal_rows, task_rows
from client360.views.reading import may_finish, reader
from core.selectors import BadCursorError, Page, keyset_page
from core.selectors.masking import veil


@require_safe
@login_required
def contacts(request: HttpRequest) -> HttpResponse:
    """Show the clients this person may see, 50 a page."""
    asked = ContactList(request)
    return _page(request, asked, asked.narrow(contact_rows(reader(request))), "contacts")


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
    try:
        return render(request, "client360/tasks.html", tasks_of_page(request, asked))
    except BadCursorError:
        return redirect(asked.address())


def tasks_of_page(request: HttpRequest, asked: TaskList) -> dict[str, Any]:
    """Return what a page of tasks is drawn from.

    Raises BadCursorError for an address with a cursor of another list.
    """
    user = reader(request)
    context = _drawn_from(request, asked, asked.narrow(task_rows(user)))
    told = as_told(context["page"].rows, user)
    return context | {"tasks": told, "may_finish": may_finish(user)}


def _page(request: HttpRequest, asked: ListQuery, rows: object, name: str) -> HttpResponse:
    """Render one page; a cursor of another list leads to the first page."""
    try:
        context = _drawn_from(request, asked, rows)
    except BadCursorError:
        return redirect(asked.address())
    return render(request, f"client360/{name}.html", context)


def _drawn_from(request: HttpRequest, asked: ListQuery, rows: object) -> dict[str, Any]:
    page: Page = keyset_page(
        rows,  # type: ignore[arg-type]
        order=asked.order.columns,
        cursor=asked.given.get("after"),
        by_branch=asked.is_plain,
    )
    for row in page.rows:
        if isinstance(row, Model):
            veil(getattr(row, "summary", row), reader(request))
    shown = {"asked": asked, "page": page, "query": asked.words}
    return shown | {"today": timezone.localdate()}
