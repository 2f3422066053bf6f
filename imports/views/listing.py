"""The list of imports, and the upload."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.selectors import BadCursorError, keyset_page
from imports.forms import UploadForm
from imports.models import RawBatch
from imports.selectors import batches_for
from imports.services import AlreadyReceivedError, receive
from imports.views.access import back_to, importing, person, start
from imports.views.steps import is_busy


@require_http_methods(["GET", "HEAD", "POST"])
@importing
def batches(request: HttpRequest) -> HttpResponse:
    """Show the imports, newest first, and take a new file."""
    if request.method != "POST":
        return _page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        batch = receive(
            file,
            filename=file.name,
            source=form.chosen_source(),
            by=person(request),
            region_hint=form.cleaned_data["region_hint"],
            again=form.cleaned_data["again"],
        )
    except AlreadyReceivedError as error:
        return _page(request, form, known=error.batch, status=409)
    start(batch)
    messages.success(request, f"{batch.filename} has arrived.")
    return back_to(batch)


def _page(
    request: HttpRequest, form: UploadForm, *, known: RawBatch | None = None, status: int = 200
) -> HttpResponse:
    try:
        page = keyset_page(
            batches_for(person(request)), order=("-id",), cursor=request.GET.get("after"), limit=20
        )
    except BadCursorError:
        return redirect("imports:list")
    context = {
        "form": form,
        "known": known,
        "page": page,
        "rows": [(batch, is_busy(batch)) for batch in page.rows],
    }
    return render(request, "imports/list.html", context, status=status)
