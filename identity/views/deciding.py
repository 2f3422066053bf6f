"""What a reviewer does with a pair."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from approvals.services import ApprovalError
from identity.models import MatchCandidate
from identity.services import relating, verdicts
from identity.services.errors import IdentityError
from identity.services.proposing import propose_merge
from identity.views.pairs import drawn, order_from
from identity.views.reading import for_reviewers, pair_of, reader


@require_POST
@for_reviewers
def merge(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Propose the merge as chosen; somebody else approves it."""
    found = pair_of(request, uid)
    user = reader(request)
    reason = request.POST.get("reason", "").strip()
    try:
        verdicts.refuse_held(found, by=user)
        evidence = found.features.get("evidence", [])
        proposal = propose_merge(
            order_from(request, found), by=user, reason=reason, evidence=evidence
        )
    except (IdentityError, ApprovalError, ValidationError) as error:
        words = " ".join(getattr(error, "messages", [str(error)]))
        return drawn(request, found, refused=words, status=HTTPStatus.CONFLICT)
    verdicts.proposed(found, by=user)
    waits = proposal.required_approvals
    people = "one more person" if waits == 1 else f"{waits} people"
    messages.success(request, f"Proposed: {proposal.title}. It waits for {people}.")
    return _go_on(request, found)


@require_POST
@for_reviewers
def different(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Remember that these are two people, and how they are related where that was said."""
    found = pair_of(request, uid)
    said = {name: request.POST.get(name, "").strip() for name in ("reason", "related")}
    try:
        relating.tell_apart(found, by=reader(request), **said)
    except ValidationError as error:
        return drawn(request, found, refused=" ".join(error.messages), status=HTTPStatus.CONFLICT)
    messages.success(request, f"{found.left} and {found.right} are two people; noted for ever.")
    return _go_on(request, found)


@require_POST
@for_reviewers
def skip(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Leave a pair to others, or for later."""
    found = pair_of(request, uid)
    verdicts.skip(found, by=reader(request))
    return _go_on(request, found)


@require_POST
@for_reviewers
def undo(request: HttpRequest) -> HttpResponse:
    """Take back one's last decision and show its pair again."""
    pair = relating.take_back(by=reader(request))
    if pair is None:
        messages.warning(request, "There is nothing of yours to take back here.")
        return redirect("identity:queue")
    messages.success(request, "Taken back.")
    return redirect("identity:pair", uid=pair.uid)


def _go_on(request: HttpRequest, done: MatchCandidate) -> HttpResponse:
    following = verdicts.take(by=reader(request), after=done)
    if following is None:
        return redirect("identity:queue")
    return redirect("identity:pair", uid=following.uid)
