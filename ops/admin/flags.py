"""Flags are switched here, with a reason; their history and the signs of life are windows."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from core.admin import AuditedAdmin, ReadOnlyAdmin, person, when
from core.choices import Switch
from core.selectors.switches import SURFACES
from ops.models import Flag, FlagChange, Mark
from ops.services import switch
from ops.services.flags import WHOLE

SHARES = {0: "Off", 10: "10 % of the people", 50: "50 % of the people", 100: "On"}


class FlagForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """How far a flag is switched on, and why."""

    share = forms.TypedChoiceField(
        coerce=int, choices=list(SHARES.items()), widget=UnfoldAdminSelectWidget
    )
    staff_first = forms.BooleanField(
        required=False,
        label="House first",
        widget=UnfoldBooleanWidget,
        help_text="Founders and administrators see it whatever the share.",
    )
    reason = forms.CharField(
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text="Kept in the history of the flag.",
    )

    class Meta:
        model = Flag
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        share = int(self.instance.share)
        self.initial = {"share": share, "staff_first": self.instance.staff}
        steps = SHARES if self.instance.name in SURFACES else WHOLE
        known = {**{step: SHARES[step] for step in steps}, share: SHARES.get(share, f"{share} %")}
        self.fields["share"].choices = sorted(known.items())  # type: ignore[attr-defined]
        if self.instance.name not in SURFACES:
            del self.fields["staff_first"]


@admin.register(Flag)
class FlagAdmin(AuditedAdmin):
    """The rollout of the five surfaces, the kill switches and maintenance mode."""

    house_only = True
    ordering = ("id",)
    form = FlagForm
    list_display = ("title", "name", "state", when("modified", "Changed"))
    list_display_links = ("title",)
    search_fields = ("name",)

    @display(description="Part")
    def title(self, row: Flag) -> str:
        """Return what it switches, in words."""
        return str(Switch(row.name).label) if row.name in Switch else row.name

    @display(description="State", label={"on": "success", "off": "danger", "part": "warning"})
    def state(self, row: Flag) -> tuple[str, str]:
        """Return off, on or the share."""
        if row.everyone is None:
            return "part", f"{row.share:.0f} %" + (" and the house" if row.staff else "")
        return ("on", "On") if row.everyone else ("off", "Off")

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:  # noqa: ARG002 -- nobody
        """Nobody adds one: a flag means something only where the code asks for it."""
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:  # noqa: ARG002 -- the same for all
        """Return what is asked: nobody renames a flag."""
        surface = obj is not None and obj.name in SURFACES
        return ["share", *(["staff_first"] if surface else []), "reason"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001 -- Django's signature
        """Switch it."""
        values = form.cleaned_data
        switch(
            obj.name,
            values["share"],
            by=person(request),
            reason=values["reason"],
            staff_first=values.get("staff_first", False),
        )

    def written_down(self, request: HttpRequest, obj: Any, verb: str) -> None:
        """Leave it to the service, which says from what to what."""


@admin.register(FlagChange)
class FlagChangeAdmin(ReadOnlyAdmin):
    """Who switched what, when and why."""

    house_only = True
    list_display = (when("at", "At"), "flag", "actor", "reason")
    list_display_links = ("flag",)
    list_select_related = ("actor",)
    search_fields = ("flag",)


@admin.register(Mark)
class MarkAdmin(ReadOnlyAdmin):
    """When the regular things last happened."""

    house_only = True
    list_display = ("name", when("at", "At"))
    search_fields = ("name",)
