"""Files to take away: what came in, and the rows that stayed behind."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from imports.pipeline.receive import path_of
from imports.services.rejects import left_behind
from imports.sources import SourceError
from imports.views.access import back_to, batch_of, complain, importing


@require_safe
@importing
def raw(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Send the file as it came."""
    batch = batch_of(request, uid)
    try:
        out = path_of(batch).open("rb")
    except SourceError as error:
        complain(request, error.message)
        return back_to(batch)
    return FileResponse(
        out, as_attachment=True, filename=batch.filename, content_type="application/octet-stream"
    )


@require_safe
@importing
def rejects(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Send the rows that could not be imported, in the format they came in, with reasons."""
    batch = batch_of(request, uid)
    try:
        out, name = left_behind(batch)
    except SourceError as error:
        complain(request, error.message)
        return back_to(batch)
    return FileResponse(
        out, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
