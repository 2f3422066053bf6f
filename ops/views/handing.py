"""The page that hands over what a colleague holds."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from approvals.services import ApprovalError
from core.admin.access import person
from core.models import User
from core.services.handing import FREE, held_by, may_hand_over
from core.views import opens_for
from ops.forms import HandOverForm
from ops.services.handing import hand_over_or_propose


@opens_for(may_hand_over)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a colleague holds, and give all of it to another, or propose to."""
    of = get_object_or_404(User, pk=pk)
    back = reverse("admin:core_user_change", args=[of.pk])
    form = HandOverForm(request.POST or None, of=of)
    if form.is_valid():
        try:
            return redirect(_given(request, of, form) or back)
        except (ValidationError, ApprovalError) as error:
            form.add_error(None, list(getattr(error, "messages", [str(error)])))
    held = held_by(of)
    context = {"of": of, "back": back, "form": form, "held": held}
    context["proposed"] = sum(each.number for each in held) > FREE
    return render(request, "ops/hand_over.html", context)


def _given(request: HttpRequest, of: User, form: HandOverForm) -> str:
    """Hand over, or propose to; return where that leads, empty for back."""
    to, why = form.cleaned_data["to"], form.cleaned_data["reason"]
    proposal = hand_over_or_propose(of, to=to, by=person(request), reason=why)
    if proposal is None:
        messages.success(request, f"What {of} held is {to}'s now.")
        return ""
    messages.success(request, f"Proposed: {proposal.title}. It waits for a second person.")
    return reverse("approvals:detail", args=[proposal.uid])
