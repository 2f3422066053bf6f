"""Calibration: how far people agree with sources, and who decides in whose place."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals import services
from approvals.forms import DelegationForm
from approvals.models import AutoApplySwitch, Delegation
from approvals.registry import DECIDE, DECIDE_SYSTEM
from approvals.selectors.calibration import Bucket, Calibration, calibrations
from approvals.selectors.metrics import queue_depths, reverts_per_mille, solo_approvals
from approvals.services import ApprovalError
from core.models import SourceSystem, User
from core.views import opens_for

BAR, GAP, HEIGHT = 48, 12, 100
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the picture; lengths in units of the drawing, 100 high."""

    bucket: Bucket
    x: int
    middle: int
    accepted: float
    corrected: float
    label: str

    @property
    def top(self) -> float:
        """Where the accepted part begins, from above."""
        return HEIGHT - self.accepted

    @property
    def corrected_top(self) -> float:
        """Where the corrected part begins, from above."""
        return self.top - self.corrected


def _decides(user: User) -> bool:
    return not user.is_service and (user.has_perm(DECIDE) or user.has_perm(DECIDE_SYSTEM))


@require_safe
@opens_for(_decides)
def calibration(request: HttpRequest) -> HttpResponse:
    """Show the accepted share of each source by confidence, as a picture and as a table."""
    found = calibrations()
    pictures = [(each, _bars(each)) for each in found]
    context = {
        "pictures": pictures,
        "width": 8 * (BAR + GAP) + GAP,
        "depths": queue_depths(),
        "reverts": reverts_per_mille(),
        "solo": solo_approvals(),
        "switches": AutoApplySwitch.objects.select_related("source", "by")[:SHOWN],
        "may_switch": cast("User", request.user).has_perm(DECIDE_SYSTEM),
    }
    return render(request, "approvals/calibration.html", context)


@require_POST
@opens_for(_decides)
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Turn automatic approval of a source on or off."""
    source = get_object_or_404(SourceSystem, code=code)
    on = request.POST.get("on") == "true"
    try:
        services.switch_auto_apply(
            source,
            on=on,
            by=cast("User", request.user),
            reason=request.POST.get("reason", ""),
        )
    except (ApprovalError, ValidationError) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])).capitalize())
    else:
        messages.success(request, f"Automatic approval of {source} is {'on' if on else 'off'}.")
    return redirect("approvals:calibration")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delegations(request: HttpRequest) -> HttpResponse:
    """Show the rights this person lent and holds; POST lends one."""
    user = cast("User", request.user)
    form = DelegationForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lent = services.delegate(by=user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except ApprovalError as error:
            form.add_error(None, str(error).capitalize() + ".")
        else:
            messages.success(request, f"{lent.to_user} decides in your place.")
            return redirect("approvals:delegations")
    rows = Delegation.objects.select_related("from_user", "to_user")
    context = {
        "form": form,
        "given": rows.filter(from_user=user)[:SHOWN],
        "held": rows.filter(to_user=user)[:SHOWN],
        "may_lend": user.has_perm(DECIDE) or user.has_perm(DECIDE_SYSTEM),
    }
    return render(request, "approvals/delegations.html", context)


@require_POST
@login_required
def revoke(request: HttpRequest, uid: str) -> HttpResponse:
    """End a delegation at once."""
    user = cast("User", request.user)
    row = get_object_or_404(Delegation, uid=uid, from_user=user)
    services.revoke_delegation(row, by=user)
    messages.success(request, "Revoked.")
    return redirect("approvals:delegations")


def _bars(found: Calibration) -> list[Bar]:
    return [
        Bar(
            bucket,
            x=GAP + place * (BAR + GAP),
            middle=GAP + place * (BAR + GAP) + BAR // 2,
            accepted=HEIGHT * (bucket.share or 0),
            corrected=HEIGHT * bucket.corrected / bucket.decided if bucket.decided else 0,
            label=_label(bucket),
        )
        for place, bucket in enumerate(found.buckets)
    ]


def _label(bucket: Bucket) -> str:
    return "unknown" if bucket.low is None else f"from {bucket.low:.0%}"
