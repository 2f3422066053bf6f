"""The shape of what people send to the pages of rules and delegations."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms

from approvals import registry
from approvals.choices import OWNER, Role
from approvals.models import ApprovalPolicy
from approvals.selectors.ruling import EVERYTHING, families, field_in_words, kind_in_words
from core.choices import UserKind
from core.models import User

if TYPE_CHECKING:
    Base = forms.ModelForm[ApprovalPolicy]
else:
    Base = forms.ModelForm

ROLES = [*Role.choices, (OWNER, "Owner of the record")]
LISTS = ("kinds", "sources", "fields", "entity_types", "marks", "without_marks")
LIMITS = (
    "min_confidence",
    "max_confidence",
    "min_trust",
    "min_size",
    "min_update_share",
    "min_sensitivity",
    "min_risk",
    "min_amount",
    "fills_only",
)
PEOPLE = (
    "required_approvals",
    "approver_roles",
    "distinct_roles",
    "author_counts",
    "majority_reject",
    "require_comment",
    "allow_edit",
    "allow_batch",
    "max_batch",
)
TIME = ("lifetime_days", "approved_days", "escalate_after_hours", "escalate_to")
TRUST = ("max_per_day", "min_accept_rate")
OUTCOME = ("name", "decision", "risk", "priority", "active")
SECTIONS = (
    ("What it decides", OUTCOME),
    ("Which proposals it is about", (*LISTS, *LIMITS)),
    ("Who decides", PEOPLE),
    ("Until when", TIME),
    ("When it approves by itself", TRUST),
)
SAID = {"kinds": kind_in_words, "fields": field_in_words}


class PolicyForm(Base):
    """A rule as it shall be, and why; saving it is left to the service."""

    approver_roles = forms.MultipleChoiceField(
        choices=ROLES, required=False, widget=forms.CheckboxSelectMultiple
    )
    escalate_to = forms.MultipleChoiceField(
        choices=ROLES, required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label="Why?", max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    class Meta:
        model = ApprovalPolicy
        fields = [*OUTCOME, *LISTS, *LIMITS, *PEOPLE, *TIME, *TRUST]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
                field.widget.attrs["class"] = "input"
        for name, in_words in SAID.items():
            self._say(name, in_words)

    def _say(self, name: str, in_words: Callable[[str], str]) -> None:
        """Put what a list of codes means beside it, for who does not know them by heart."""
        if codes := getattr(self.instance, name):
            said = f"Now: {', '.join(in_words(code) for code in codes)}."
            self.fields[name].help_text = f"{said} {self.fields[name].help_text}"

    @property
    def changes(self) -> dict[str, Any]:
        """The fields somebody changed, by name; call it on a valid form."""
        names = [name for name in self.changed_data if name != "reason"]
        return {name: self.cleaned_data[name] for name in names}

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields as the page groups them."""
        return [(title, [self[name] for name in names]) for title, names in SECTIONS]


class DelegationForm(forms.Form):
    """To whom, for what and until when a right to decide is lent."""

    to = forms.ModelChoiceField(queryset=User.objects.none(), label="To")
    kinds = forms.MultipleChoiceField(
        label="For what",
        initial=[EVERYTHING],
        widget=forms.SelectMultiple(attrs={"size": 7}),
        help_text="Several may be chosen.",
    )
    starts_at = forms.DateTimeField(
        label="From", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    ends_at = forms.DateTimeField(
        label="Until", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    reason = forms.CharField(label="Why?", required=False, max_length=300)

    def __init__(self, giver: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(kind=UserKind.HUMAN, is_active=True).exclude(pk=giver.pk)
        self.fields["to"].queryset = people.order_by("full_name", "username")  # type: ignore[attr-defined]  # a choice of models
        choices = [("Groups", families()), ("One thing alone", registry.kinds())]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]  # a field of choices
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
