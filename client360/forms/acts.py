"""The shape of what people add to a dossier: a task, a note, a file."""

from datetime import date, datetime, time
from typing import Any, Final, cast

from django import forms
from django.utils import timezone

from activities.choices import NoteVisibility, TaskKind
from activities.models import Attachment, Task
from activities.services import refuse_far, refuse_over
from activities.services.attaching import LARGEST

LONGEST_NAME: Final = Attachment._meta.get_field("original_name").max_length  # noqa: SLF001 -- Django's documented name
LONGEST: Final = Task._meta.get_field("title").max_length  # noqa: SLF001 -- Django's documented name
END_OF_DAY: Final = time(23, 59)


class TaskForm(forms.Form):
    """What is to be done, of which kind, and by the end of which day of the writer's calendar."""

    prefix = "task"
    title = forms.CharField(
        label="What is to be done",
        max_length=LONGEST,
        error_messages={"required": "Say what is to be done."},
        widget=forms.TextInput({"class": "input", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=TaskKind.choices,
        initial=TaskKind.FOLLOW_UP,
        widget=forms.Select({"class": "input"}),
    )
    due = forms.DateField(
        label="Due day",
        required=False,
        error_messages={"invalid": "Choose a day."},
        widget=forms.DateInput({"class": "input", "type": "date"}, format="%Y-%m-%d"),
    )

    def clean_due(self) -> date | None:
        """Return the day; refuses one that is over, and one nobody means."""
        day = cast("date | None", self.cleaned_data["due"])
        due_at = _end_of(day)
        try:
            refuse_over(due_at)
            refuse_far(due_at)
        except forms.ValidationError as error:
            raise forms.ValidationError(error.messages) from error
        return day

    def values(self) -> dict[str, Any]:
        """Return the fields of the task."""
        given = self.cleaned_data
        due_at = _end_of(given["due"])
        return {"title": given["title"], "kind": given["kind"], "due_at": due_at}


def _end_of(day: date | None) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day, END_OF_DAY, timezone.get_current_timezone())


class NoteForm(forms.Form):
    """What somebody writes down, for all who see the record or for themselves alone."""

    prefix = "note"
    body = forms.CharField(
        label="Note",
        error_messages={"required": "Write something."},
        widget=forms.Textarea({"class": "input", "rows": 3}),
    )
    private = forms.BooleanField(label="Only I may read it", required=False)

    def values(self) -> dict[str, Any]:
        """Return the fields of the note."""
        private = self.cleaned_data["private"]
        visibility = NoteVisibility.PRIVATE if private else NoteVisibility.INHERIT
        return {"body": self.cleaned_data["body"], "visibility": visibility}


class FileForm(forms.Form):
    """A file put on a record; what kind it is, is read from its bytes."""

    prefix = "file"
    file = forms.FileField(
        label="File",
        max_length=LONGEST_NAME,
        help_text=f"Of any kind, at most {LARGEST >> 20} MB.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
        widget=forms.FileInput,
    )
