"""The form of a canonical row: it knows the version its reader saw."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.auth.hashers import is_password_usable
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from unfold.forms import UnfoldReadOnlyPasswordHashWidget, UserChangeForm
from unfold.widgets import UnfoldAdminSelect2Widget

from core.models import CanonicalModel, CountryField, TimeZoneField, User
from core.selectors.history import conflicts_of
from core.selectors.spelling import spelled

if TYPE_CHECKING:
    Base = forms.ModelForm[Any]
else:
    Base = forms.ModelForm

LONGEST = 80
CHANGE_PASSWORD = mark_safe('<a class="velocity-link" href="../password/">Change the password</a>')
WIDGETS: dict[Any, Any] = {
    field: {"widget": UnfoldAdminSelect2Widget} for field in (CountryField, TimeZoneField)
}
MONEY = 2  # an amount and its currency


class PasswordWidget(UnfoldReadOnlyPasswordHashWidget):
    """Whether somebody has a password; how it is kept is nobody's to read."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return what the widget draws: one sentence."""
        label = "Set" if value and is_password_usable(value) else "None set"
        return {**super().get_context(name, value, attrs), "summary": [{"label": label}]}


class ColleagueForm(UserChangeForm):
    """A login; its password is changed on a page of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget = PasswordWidget()
        self.fields["password"].help_text = CHANGE_PASSWORD


class VersionedForm(Base):
    """Refuses to save over a change its reader has not seen, and says what changed.

    The admin sets `reader` and, when a service refused the first attempt, `refusal` on the class
    it makes for one request. Related records the reader may not see cannot be chosen, nor those
    the row is to be `part_of` that are shared with the reader to be read.
    """

    reader: ClassVar[User | None] = None
    part_of: ClassVar[tuple[str, ...]] = ()
    refusal: ClassVar[ValidationError | None] = None
    version_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version_seen"] = self.instance.version
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and self.reader:
                self._narrow(name, field)
            elif type(field) is forms.ChoiceField:
                self._keep(name, field)

    def clean(self) -> dict[str, Any]:
        """Check the version, then tell what a service refused."""
        values: dict[str, Any] = super().clean() or {}
        seen = self.seen_version
        if self.instance.pk and seen and seen != self.instance.version:
            told = overtaken(self.instance, seen, reader=self.reader)
            raise ValidationError(told, code="version_conflict")
        if self.refusal is not None:
            raise ValidationError(self.refusal.messages)
        return values

    def _update_errors(self, errors: ValidationError) -> None:
        """Put what the table's rules refuse at their fields, and leave the rest to Django."""
        rules = {
            rule.get_violation_error_message(): rule
            for rule in self.instance._meta.constraints  # noqa: SLF001 -- Django's documented name
            if isinstance(rule, models.CheckConstraint)
        }
        rest: dict[str, list[ValidationError]] = {}
        for name, found in getattr(errors, "error_dict", {NON_FIELD_ERRORS: [errors]}).items():
            for error in found:
                rule = rules.get(str(error.message))
                if rule is None or not self._mark(rule):
                    rest.setdefault(name, []).append(error)
        if rest:
            super()._update_errors(ValidationError(rest))  # type: ignore[misc]  # Django's own

    def _mark(self, rule: models.CheckConstraint) -> bool:
        """Mark the last field on the page a broken rule names; return whether there is one."""
        about = getattr(rule.condition, "referenced_base_fields", ())
        named = [name for name in self.fields if name in about]
        labels = [str(self.fields[name].label or name) for name in named]
        if named:
            self.add_error(named[-1], _broken(labels))
        return bool(named)

    @property
    def seen_version(self) -> int | None:
        """The version the page was drawn from."""
        version: int | None = self.cleaned_data.get("version_seen")
        return version

    @property
    def given(self) -> dict[str, Any]:
        """The fields a person changed, with their new values."""
        return {
            name: self.cleaned_data[name] for name in self.changed_data if name != "version_seen"
        }

    def _keep(self, name: str, field: forms.ChoiceField) -> None:
        """Offer what a record holds already, too: a menu without it would empty it unasked."""
        held = self.initial.get(name)
        choices: list[Any] = list(field.widget.choices)
        if held and held not in dict(choices):
            field.choices = [*choices, (held, str(spelled(name, held)))]

    def _narrow(self, name: str, field: "forms.ModelChoiceField[Any]") -> None:
        rows = field.queryset
        if rows is None or not hasattr(rows, "visible_to"):
            return
        known = getattr(self.instance, f"{name}_id", None)
        offered = rows.visible_to(self.reader)
        if name in self.part_of:
            offered = rows.changeable_by(self.reader)  # type: ignore[attr-defined]  # its manager's method
            field.error_messages["invalid_choice"] = "This is no record you may change."
        field.queryset = rows.filter(Q(pk__in=offered.values("pk")) | Q(pk=known))


def _broken(labels: list[str]) -> str:
    """Return what a person can do about values that may not stand together."""
    if len(labels) == MONEY and labels[-1].lower().endswith("currency"):
        return f"{labels[0]} and its currency go together, and it is not below zero."
    if len(labels) == 1:
        return "This value may not be."
    return f"These do not fit together: {', '.join(labels)}."


def overtaken(row: CanonicalModel, seen: int, *, reader: User | None) -> str:
    """Return who changed a row since version `seen`, which values, and a link to it as it is.

    Values this reader does not see are left out.
    """
    changes = [
        f"{change['field'].replace('_', ' ')}: {_short(change['before'])} → "
        f"{_short(change['current'])}"
        for change in (conflicts_of(row, seen, {}, reader=reader) if reader else [])
    ]
    what = "; ".join(changes) or "nothing that is shown here"
    # an empty address is that of the page itself, without what was sent to it
    return format_html(
        "Changed since you opened it, by {} ({}). Nothing was saved: "
        '<a href="">open the record again</a> and repeat your change.',
        row.updated_by or "the system",
        what,
    )


def _short(value: Any) -> str:
    text = "empty" if value in (None, "", [], {}) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
