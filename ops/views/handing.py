"""The page that hands over what a colleague holds."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from approvals.services import ApprovalError, NoApproverError
from core.admin.access import person
from core.models import User
from core.services.handing import FREE, held_by, may_hand_over
from core.views import opens_for
from ops.forms import HandOverForm
from ops.services.handing import hand_over_or_propose

PART = "part"


@opens_for(may_hand_over)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a colleague holds, and give all of it to another, or propose to."""
    of = get_object_or_404(User, pk=pk)
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
