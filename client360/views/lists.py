"""The lists of clients and accounts."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from client360.filters import AccountList, ContactList, ListQuery
from client360.selectors import account_rows, contact_rows
from client360.views.reading import reader
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


def _page(request: HttpRequest, asked: ListQuery, rows: object, name: str) -> HttpResponse:
    """Render one page; a cursor of another list leads to the first page."""
    try:
        page: Page = keyset_page(
            rows,  # type: ignore[arg-type]
            order=asked.order.columns,
            cursor=request.GET.get("after"),
            by_branch=asked.is_plain,
        )
    except BadCursorError:
        return redirect(asked.address())
    for row in page.rows:
        if hasattr(row, "summary"):
            veil(row.summary, reader(request))
    context = {"asked": asked, "page": page, "query": asked.words}
    return render(request, f"client360/{name}.html", context)
