"""The form of a canonical row: it knows the version its reader saw."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from core.models import CanonicalModel, User
from core.selectors.history import conflicts_of

if TYPE_CHECKING:
    Base = forms.ModelForm[Any]
else:
    Base = forms.ModelForm

LONGEST = 80


class VersionedForm(Base):
    """Refuses to save over a change its reader has not seen, and says what changed.

    The admin sets `reader` and, when a service refused the first attempt, `refusal` on the class
    it makes for one request. Related records the reader may not see cannot be chosen.
    """

    reader: ClassVar[User | None] = None
    refusal: ClassVar[ValidationError | None] = None
    version_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version_seen"] = self.instance.version
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and self.reader:
                self._narrow(name, field)

    def clean(self) -> dict[str, Any]:
        """Check the version, then tell what a service refused."""
        values: dict[str, Any] = super().clean() or {}
        seen = self.seen_version
        if self.instance.pk and seen and seen != self.instance.version:
            raise ValidationError(overtaken(self.instance, seen), code="version_conflict")
        if self.refusal is not None:
            raise ValidationError(self.refusal.messages)
        return values

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

    def _narrow(self, name: str, field: "forms.ModelChoiceField[Any]") -> None:
        rows = field.queryset
        if rows is None or not hasattr(rows, "visible_to"):
            return
        known = getattr(self.instance, f"{name}_id", None)
        seen = Q(pk__in=rows.visible_to(self.reader).values("pk")) | Q(pk=known)
        field.queryset = rows.filter(seen)


def overtaken(row: CanonicalModel, seen: int) -> str:
    """Return who changed a row since version `seen`, and which values."""
    changes = [
        f"{change['field'].replace('_', ' ')}: {_short(change['before'])} → "
        f"{_short(change['current'])}"
        for change in conflicts_of(row, seen, {})
    ]
    what = "; ".join(changes) or "nothing that is shown here"
    return (
        f"Changed since you opened it, by {row.updated_by or 'the system'} ({what}). "
        "Nothing was saved: open the record again and repeat your change."
    )


def _short(value: Any) -> str:
    text = "empty" if value in (None, "", [], {}) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
