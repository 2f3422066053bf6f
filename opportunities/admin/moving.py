"""The page that moves a deal: where it may go, what each move asks for, and why."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from unfold.decorators import action
from unfold.enums import ActionVariant

from approvals.services import ApprovalError, propose
from core.admin import OwnedAdmin, person
from core.admin.returning import way_back
from core.choices import Currency, State
from core.services import VersionConflictError
from opportunities.models import Opportunity, StageTransition
from opportunities.selectors import moves_of, moving, needs_of
from opportunities.services import StageMoveError, move_stage

LONGEST_REASON = 300
REFUSED = (StageMoveError, VersionConflictError, ValidationError, ApprovalError)


class MoveForm(forms.Form):
    """Where a deal goes, and why; its amount too, while it has none and a move asks for one."""

    to = forms.ChoiceField(label="Move to", widget=forms.Select(attrs={"class": "input"}))
    amount = forms.DecimalField(
        required=False, min_value=Decimal(0), max_digits=16, decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )  # fmt: skip
    currency = forms.ChoiceField(
        required=False,
        choices=[("", "---------"), *Currency.choices],
        widget=forms.Select(attrs={"class": "input"}),
    )
    reason = forms.CharField(
        required=False,
        label="Why",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, deal: Opportunity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = deal.version
        self.moves = {str(move.to_stage_id): move for move in moves_of(deal)}
        menu = self.fields["to"]
        if isinstance(menu, forms.ChoiceField):
            stages = [(key, _told(deal, move)) for key, move in self.moves.items()]
            menu.choices = [("", "Choose a stage"), *stages]
        asked = any("amount" in move.required_fields for move in self.moves.values())
        if deal.amount is not None or not asked:
            del self.fields["amount"], self.fields["currency"]

    def clean(self) -> dict[str, Any]:
        """Check that an amount has its currency, and that a move that asks for a reason has one."""
        values: dict[str, Any] = super().clean() or {}
        amount, currency = values.get("amount"), values.get("currency")
        if amount is not None and not currency:
            self.add_error("currency", "Say in which currency.")
        if currency and amount is None and "amount" not in self.errors:
            self.add_error("amount", "Say how much.")
        move = self.moves.get(values.get("to", ""))
        if move and move.needs_reason and not values.get("reason", "").strip():
            self.add_error("reason", "This move needs a reason.")
        return values

    @property
    def move(self) -> StageTransition:
        """The move that was chosen."""
        return self.moves[self.cleaned_data["to"]]

    @property
    def filled(self) -> dict[str, Any]:
        """The values that come with the move."""
        if self.cleaned_data.get("amount") is None:
            return {}
        return {name: self.cleaned_data[name] for name in ("amount", "currency")}


class MovingAdmin(OwnedAdmin):
    """Deals that are moved on a page of their own, found by uid: dossiers and lists link to it."""

    actions_detail = ("move_to_stage",)

    def get_urls(self) -> list[Any]:
        """Return the paths of the pages, with the one that moves a deal."""
        page = self.admin_site.admin_view(self.move_page)
        own = path("<uuid:uid>/stage/", page, name="opportunities_opportunity_stage")
        known: list[Any] = super().get_urls()
        return [own, *known]

    def has_move_permission(self, request: HttpRequest, pk: Any = None) -> bool:
        """Return whether this person may move the deal."""
        if not self.has_change_permission(request):
            return False
        return pk is None or self._movable(request).filter(pk=pk).exists()

    @action(
        description="Move to stage…",
        permissions=["move"],
        url_path="move",
        icon="arrow_forward",
        variant=ActionVariant.PRIMARY,
    )
    def move_to_stage(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead to the page that moves the deal, and from there back to this one."""
        deal = self._movable(request).get(pk=object_id)
        there = reverse("admin:opportunities_opportunity_stage", args=[deal.uid])
        back = reverse("admin:opportunities_opportunity_change", args=[deal.pk])
        return redirect(f"{there}?next={back}")

    def move_page(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """Show where a deal may go, and move it or propose the move."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        deal = self._movable(request).filter(uid=uid).first()
        if deal is None:
            raise Http404("no deal this person may move")
        back = _back(request, deal)
        form = MoveForm(request.POST or None, deal=deal)
        if form.is_bound and form.is_valid():
            try:
                return redirect(self._moved(request, deal, form) or back)
            except REFUSED as error:
                form.add_error(None, _in_words(error))
                deal.refresh_from_db()
        context = {"deal": deal, "form": form, "back": back}
        return render(request, "opportunities/move.html", context)

    def _moved(self, request: HttpRequest, deal: Opportunity, form: MoveForm) -> str:
        """Move the deal, or propose to; return where that leads, empty for back."""
        by, to, reason = person(request), form.move.to_stage, form.cleaned_data["reason"]
        if form.move.proposal_kind:
            proposal = propose(by=by, **moving(deal, to, reason))
            messages.success(request, f"Proposed: {proposal.title}. It waits for a second person.")
            return reverse("approvals:detail", args=[proposal.uid])
        seen = form.cleaned_data["version"]
        move_stage(deal, to=to, by=by, reason=reason, expected_version=seen, **form.filled)
        messages.success(request, f"{deal} is in {to} now.")
        return ""

    def _movable(self, request: HttpRequest) -> Any:
        rows = Opportunity.objects.changeable_by(person(request)).filter(state=State.ACTIVE)
        return rows.select_related("stage__pipeline")


def _told(deal: Opportunity, move: StageTransition) -> str:
    """Return a stage with what the move still asks for."""
    asks = needs_of(deal, move)
    if move.needs_reason:
        asks.append("a reason")
    if move.proposal_kind:
        asks.append("a second person")
    return f"{move.to_stage} (needs {', '.join(asks)})" if asks else str(move.to_stage)


def _in_words(error: Exception) -> list[str]:
    if isinstance(error, VersionConflictError):
        return ["Somebody changed this deal meanwhile. Load the page again and repeat the move."]
    return list(getattr(error, "messages", [str(error)]))


def _back(request: HttpRequest, deal: Opportunity) -> str:
    """Return where the reader came from, the deal's own page for anything else."""
    return way_back(request) or reverse("admin:opportunities_opportunity_change", args=[deal.pk])
