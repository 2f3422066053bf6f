"""The queue of pairs that may be one person, and the page of one pair."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.choices import State
from core.services.leasing import hold
from identity.models import MatchCandidate
from identity.selectors.comparing import lines_of
from identity.selectors.describing import label_of
from identity.selectors.evidence import (
    candidate_of,
    gathered,
    met_at,
    shared_points,
    verdict_of,
)
from identity.selectors.forming import counted
from identity.selectors.obstacles import blockers, warnings
from identity.selectors.queue import WAITING_CAP, open_pairs, waiting_pairs
from identity.selectors.spelling import spelled_out
from identity.services.errors import GonePartyError, IdentityError
from identity.services.explaining import reasons_between
from identity.services.merging import Order, survivor_first
from identity.services.merging import preview as previewed
from identity.services.proposing import choices_from
from identity.services.relating import offers
from identity.services.verdicts import may_undo, pair_up, take
from identity.views.reading import for_reviewers, pair_of, reader, standing_of
from identity.views.scans import last_scan

SHOWN = 50
PRESETS = "choose-"


@require_safe
@for_reviewers
def queue(request: HttpRequest) -> HttpResponse:
    """Show the pairs that wait, the likeliest first."""
    rows = open_pairs(reader(request)).select_related("left", "right", "leased_by")
    pairs = list(rows[: SHOWN + 1])
    context = {
        "pairs": pairs[:SHOWN],
        "more": len(pairs) > SHOWN,
        "count": waiting_pairs(reader(request)),
        "cap": WAITING_CAP,
        "now": timezone.now(),
        "scan": last_scan(),
        "undoable": may_undo(reader(request)),
    }
    return render(request, "identity/queue.html", context)


@require_safe
@for_reviewers
def following(request: HttpRequest) -> HttpResponse:
    """Lead to the next pair nobody else looks at."""
    pair = take(by=reader(request))
    return _lead_to(pair)


@require_safe
@for_reviewers
def pair(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show two people side by side, and take the pair while it is looked at."""
    found = pair_of(request, uid)
    if State.MERGED in (found.left.state, found.right.state):
        return redirect("identity:compare", left=found.left.uid, right=found.right.uid)
    mine = hold(found, by=reader(request))
    return drawn(request, found, mine=mine)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reviewers
def compare(request: HttpRequest, left: UUID, right: UUID) -> HttpResponse:
    """Lead to the pair of any two people, or of those they were merged into.

    A pair nobody found yet is added to the queue by a POST; a GET asks for that.
    """
    one, two = standing_of(request, left), standing_of(request, right)
    if one.pk == two.pk:
        messages.info(request, f"They are one person already: {one}.")
        return redirect("identity:formed", uid=one.uid)
    if known := candidate_of(one, two):
        return _lead_to(known)
    if request.method != "POST":
        return render(request, "identity/compare.html", {"one": one, "two": two})
    try:
        return _lead_to(pair_up(one, two, by=reader(request)))
    except GonePartyError:  # merged in this very moment
        return redirect("identity:compare", left=left, right=right)


@require_POST
@for_reviewers
def preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what a merge with these choices would do; nothing is written."""
    found = pair_of(request, uid)
    try:
        shown = previewed(order_from(request, found), by=reader(request))
    except (IdentityError, ValidationError) as error:
        refused = " ".join(getattr(error, "messages", [str(error)]))
        return render(request, "identity/_preview.html", {"refused": refused})
    context: dict[str, Any] = {
        "moves": counted(shown.moves),
        "values": [(label_of(name), text) for name, text in shown.texts.items() if text],
        "points": shown.points,
    }
    return render(request, "identity/_preview.html", context)


def order_from(request: HttpRequest, found: MatchCandidate) -> Order:
    """Return the merge a form asks for."""
    people = survivor_first([found.left, found.right])
    asked = request.POST.get("survivor", "")
    people.sort(key=lambda each: str(each.uid) != asked)
    given = {
        name.removeprefix(PRESETS): str(value)
        for name, value in request.POST.items()
        if name.startswith(PRESETS) and value
    }
    return Order(
        survivor=people[0],
        losers=people[1:],
        choices=choices_from(given, people),
        override=request.POST.get("override") == "yes",
        score=found.score,
        explanation=found.features,
    )


def drawn(
    request: HttpRequest,
    found: MatchCandidate,
    *,
    mine: bool = True,
    refused: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Return the page of a pair."""
    people = survivor_first([found.left, found.right])
    stored = gathered(reasons_between(found.left, found.right, found.features))
    reasons = spelled_out(stored, people)
    lines = lines_of(people, by=reader(request))
    context: dict[str, Any] = {
        "pair": found,
        "people": people,
        "differing": [line for line in lines if line.differs],
        "lone": [line for line in lines if line.lone and not line.differs],
        "agreeing": [line for line in lines if not line.lone and not line.differs],
        "reasons": reasons,
        "speaks_for": [each for each in reasons if each.points > 0]
        or spelled_out(shared_points(*people), people),
        "speaks_against": [each for each in reasons if each.points < 0],
        "verdict": verdict_of(found.left, found.right),
        "blockers": blockers(people),
        "warnings": warnings(people[0], people[1:]),
        "related": offers(found.left, found.right) if met_at(reasons) else [],
        "mine": mine,
        "undoable": may_undo(reader(request)),
        "refused": refused,
    }
    return render(request, "identity/pair.html", context, status=status)


def _lead_to(pair: MatchCandidate | None) -> HttpResponseRedirect:
    if pair is None:
        return redirect("identity:queue")
    return redirect(reverse("identity:pair", args=[pair.uid]))
