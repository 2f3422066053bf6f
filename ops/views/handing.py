"""The page that hands over what a colleague holds, and gives it back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from approvals.services import ApprovalError, NoApproverError
from core.admin.access import person
from core.models import User
from core.services.handing import FREE, few_handed_over, give_back, held_by, may_hand_over
from core.views import opens_for
from ops.forms import HandOverForm
from ops.services.handing import hand_over_or_propose

PART, UNDONE = "part", "undone"


@opens_for(may_hand_over)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a colleague holds; give all of it to another, or propose to, or give it back."""
    of = get_object_or_404(User, pk=pk)
    if UNDONE in request.POST:
        _give_back(request, of)
        return redirect(request.path)
    back = reverse("admin:core_user_change", args=[of.pk])
    context = {"of": of, "back": back, "free": FREE}
    form = HandOverForm(request.POST or None, of=of)
    if form.is_valid():
        try:
            return redirect(_given(request, of, form) or back)
        except NoApproverError as error:
            context["alone"] = str(error)
        except (ValidationError, ApprovalError) as error:
            form.add_error(None, list(getattr(error, "messages", [str(error)])))
    held = held_by(of)
    context |= {"form": form, "held": held, "proposed": sum(each.number for each in held) > FREE}
    context["given"] = few_handed_over(of)
    return render(request, "ops/hand_over.html", context)


def _given(request: HttpRequest, of: User, form: HandOverForm) -> str:
    """Hand over, or propose to; return where that leads, empty for back."""
    to, why = form.cleaned_data["to"], form.cleaned_data["reason"]
    part = PART in request.POST
    proposal = hand_over_or_propose(of, to=to, by=person(request), reason=why, part=part)
    if proposal is not None:
        messages.success(request, f"Proposed: {proposal.title}. It waits for a second person.")
        return reverse("approvals:detail", args=[proposal.uid])
    if left := ", ".join(map(str, held_by(of))):
        messages.success(request, f"{FREE} things are {to}'s now. {of} still holds {left}.")
        return request.path
    messages.success(request, f"What {of} held is {to}'s now.")
    return ""


def _give_back(request: HttpRequest, of: User) -> None:
    """Undo one hand-over of few things, and say what came back."""
    try:
        act = UUID(request.POST[UNDONE])
        back = give_back(of, act, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except ValueError:
        messages.error(request, "Choose a hand-over of this page.")
    else:
        told = ", ".join(f"{name}: {number}" for name, number in back.items())
        messages.success(request, f"{of} holds again {told}.")
