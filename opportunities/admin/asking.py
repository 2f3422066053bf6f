"""Pages of what somebody else's may stand in the way of: taking it over is proposed there."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.widgets import UnfoldBooleanSwitchWidget

from approvals.services import ApprovalError, propose
from core.admin import CanonicalAdmin, VersionedForm, person


class AskedError(Exception):
    """What was to be written is proposed instead: `proposal` is what it says."""

    def __init__(self, proposal: dict[str, Any]) -> None:
        self.proposal = proposal
        super().__init__(proposal["title"])


class AskingForm(VersionedForm):
    """A form that may ask for what somebody else keeps."""

    over = forms.BooleanField(
        required=False,
        label="Propose it if it is taken",
        help_text="Once a second person approves, what stands in the way ends.",
        widget=UnfoldBooleanSwitchWidget,
    )


class AskingAdmin(CanonicalAdmin):
    """A page on which `write` may raise AskedError instead of writing."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show or save the form, or propose what it asks for and lead to the proposal."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except AskedError as asked:  # nothing of the form was written
            try:
                proposal = propose(by=person(request), **asked.proposal)
            except (ApprovalError, ValidationError) as error:
                words = getattr(error, "messages", [str(error)])
                request.refusal = ValidationError(words)  # type: ignore[attr-defined]  # read by get_form
                return super().changeform_view(request, *args, **kwargs)
        messages.success(request, f"Proposed: {proposal.title}. It waits for one more person.")
        return redirect("approvals:detail", uid=proposal.uid)
