"""Acts about rows that may be more than one person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from imports import services
from imports.choices import RowOutcome
from imports.models import RawBatch
from imports.services import Decision
from imports.views.access import acting_on, back_to, complain, person

PREFIX = "row-"


@acting_on
def decide(request: HttpRequest, batch: RawBatch) -> HttpResponse:
    """Keep the answers of one page of ambiguous rows."""
    found = [_decision(name, str(answer)) for name, answer in request.POST.items()]
    decisions = [decision for decision in found if decision is not None]
    if not decisions:
        complain(request, "Choose an answer for at least one row.")
        return back_to(batch, "rows")
    services.decide_rows(batch, decisions, by=person(request))
    rows = f"{len(decisions)} row{'s' if len(decisions) > 1 else ''}"
    messages.success(request, f"Your answers for {rows} are kept.")
    return back_to(batch, "rows")


@acting_on
def link_known(request: HttpRequest, batch: RawBatch) -> HttpResponse:
    """Answer all rows known by now under a name that fits: they are these people."""
    linked = services.link_known_by_now(batch, by=person(request))
    rows = f"{linked} row{'' if linked == 1 else 's'}"
    messages.success(request, f"{rows} will be added to the people they are about.")
    return back_to(batch, "rows")


@acting_on
def propose_rest(request: HttpRequest, batch: RawBatch) -> HttpResponse:
    """Propose the rows that were decided about after the import was applied."""
    services.propose_rest(batch, by=person(request))
    messages.success(request, "The rows decided since wait for a second person now.")
    return back_to(batch, "approval")


def _decision(name: str, answer: str) -> Decision | None:
    """Return the answer to one row: `create`, `skip` or the id of a candidate."""
    number = name.removeprefix(PREFIX)
    if not name.startswith(PREFIX) or not _is_number(number) or not answer:
        return None
    if _is_number(answer):
        return Decision(int(number), RowOutcome.MATCH, int(answer))
    return Decision(int(number), answer)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10  # noqa: PLR2004 -- digits of an integer column
