"""The rules of approval: read them, try a change on the past, propose it."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from approvals import services
from approvals.forms import PolicyForm
from approvals.models import ApprovalPolicy
from approvals.registry import DECIDE, DECIDE_SYSTEM
from approvals.selectors import open_policy_change
from approvals.selectors.backtest import BackTest, backtest
from approvals.services import ApprovalError
from core.models import SourceSystem, User
from core.querysets import SEES_EVERYTHING
from core.views import opens_for

NEW = "new"


def _reads_rules(user: User) -> bool:
    rights = (DECIDE, DECIDE_SYSTEM, SEES_EVERYTHING)
    return not user.is_service and any(user.has_perm(right) for right in rights)


@require_safe
@opens_for(_reads_rules)
def policies(request: HttpRequest) -> HttpResponse:
    """Show the rules in force, and those that are written and off."""
    newest = ApprovalPolicy.objects.order_by("code", "-active", "-version").distinct("code")
    rows = sorted(newest, key=lambda row: (not row.active, row.decision, -row.priority, row.name))
    context = {
        "rows": rows,
        "may_change": _may_change(request),
        "sources": dict(SourceSystem.objects.values_list("code", "name")),
    }
    return render(request, "approvals/policies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_for(_reads_rules)
def policy(request: HttpRequest, code: str) -> HttpResponse:
    """Show one rule as a form; POST tries it on the past, or proposes it with `propose`."""
    versions = ApprovalPolicy.objects.filter(code=code).order_by("-version")
    current = versions.filter(active=True).first() or versions.first()
    if current is None:
        raise Http404("no such rule")
    form = PolicyForm(request.POST or None, instance=ApprovalPolicy.objects.get(pk=current.pk))
    form.fields["reason"].required = "propose" in request.POST  # a trial needs none
    context = {
        "current": current,
        "versions": versions,
        "form": form,
        "may_change": _may_change(request),
        "open": open_policy_change(code),
    }
    if request.method == "POST":
        if not context["may_change"]:
            raise PermissionDenied
        if form.is_valid() and (answer := _answered(request, form, current, context)):
            return answer
    return render(request, "approvals/policy.html", context)


def _answered(
    request: HttpRequest,
    form: PolicyForm,
    current: ApprovalPolicy,
    context: dict[str, object],
) -> HttpResponse | None:
    """Propose the change, or put its back-test into the page; a refusal stands on the form."""
    try:
        if "propose" in request.POST:
            proposal = services.propose_policy(
                code=current.code,
                changes=form.changes,
                by=cast("User", request.user),
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, "Proposed: it is in force once others agree.")
            return redirect("approvals:detail", proposal.uid)
        context["tested"] = _tested(form, current)
    except ValidationError as error:
        form.add_error(None, error.messages)
    except ApprovalError as error:
        form.add_error(None, str(error).capitalize() + ".")
    return None


def _tested(form: PolicyForm, current: ApprovalPolicy) -> BackTest:
    return backtest(services.candidate_policy({**form.changes, "code": current.code}))


def _may_change(request: HttpRequest) -> bool:
    user = cast("User", request.user)
    return user.has_perm(DECIDE_SYSTEM) or user.has_perm(SEES_EVERYTHING)
