"""The shape of what people send to the import pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import CallableChoiceIterator
from django.utils.text import slugify
from phonenumbers import SUPPORTED_REGIONS

from core.models import SourceSystem
from core.models.places import countries
from imports.mapping import FIELDS
from imports.models import ColumnMapping
from imports.projection import LINED, has_place
from imports.services import Reading

INPUT = {"class": "input"}
ENTITIES = [
    ("contact", "People"),
    ("account", "Accounts"),
    ("opportunity", "Deals"),
    ("activity", "Activities"),
]
ENCODINGS = [
    ("", "Find out"),
    ("utf-8", "UTF-8"),
    ("cp1252", "Western Europe (Windows-1252)"),
    ("cp1250", "Central Europe (Windows-1250)"),
    ("cp1251", "Cyrillic (Windows-1251)"),
    ("cp1256", "Arabic (Windows-1256)"),
    ("utf-16", "UTF-16"),
    ("utf-16-le", "UTF-16, little-endian"),
    ("utf-16-be", "UTF-16, big-endian"),
    ("gb18030", "Chinese (GB 18030)"),
    ("shift_jis", "Japanese (Shift JIS)"),
    ("mac-roman", "Mac Roman"),
]
DELIMITERS = [("", "Find out"), (",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar")]
GROUPS = {"contact": "Person", "account": "Account", "opportunity": "Deal", "activity": "Activity"}


def regions() -> list[tuple[str, str]]:
    """Return the countries whose numbers can be read, by name; first none."""
    named = countries().items()
    return [("", "Not known"), *(each for each in named if each[0] in SUPPORTED_REGIONS)]


class UploadForm(forms.Form):
    """A file, where it comes from, and how to read national phone numbers."""

    file = forms.FileField(
        label="File",
        max_length=255,
        error_messages={"empty": "This file is empty: it has 0 bytes. Export it again."},
    )
    source = forms.ModelChoiceField(
        SourceSystem.objects.filter(active=True),
        required=False,
        empty_label="A new source, named below",
        widget=forms.Select(INPUT),
        help_text="The same source knows its records again.",
    )
    new_source = forms.CharField(
        max_length=80,
        required=False,
        label="New source",
        widget=forms.TextInput({**INPUT, "placeholder": "HubSpot, Broker list"}),
    )
    region_hint = forms.CharField(
        max_length=2,
        required=False,
        label="Country of phone numbers without a code",
        widget=forms.Select(INPUT, choices=CallableChoiceIterator(regions)),
        help_text="Numbers that carry a code keep their own.",
    )
    again = forms.BooleanField(required=False, label="Import this file again on purpose")

    def clean_region_hint(self) -> str:
        """Return the region in capitals; refuse what is no country."""
        return checked_region(self.cleaned_data["region_hint"])

    def clean(self) -> dict[str, Any]:
        """Ask for a source, known or new."""
        values = super().clean() or {}
        name = values.get("new_source", "").strip()
        if not values.get("source") and not name and "source" not in self.errors:
            self.add_error("source", "Choose where the file comes from, or name a new source.")
        elif not values.get("source") and not slugify(name):
            self.add_error("new_source", "Write a name with letters or digits.")
        return values

    def chosen_source(self) -> SourceSystem:
        """Return the source, made now if its name is new."""
        known: SourceSystem | None = self.cleaned_data["source"]
        if known is not None:
            return known
        name = self.cleaned_data["new_source"].strip()
        source, _ = SourceSystem.objects.get_or_create(
            code=slugify(name)[:80], defaults={"name": name}
        )
        return source


class ReadingForm(forms.Form):
    """How to read the file; what is left to find out is found out."""

    encoding = forms.ChoiceField(
        choices=ENCODINGS, required=False, widget=forms.Select(INPUT), label="Characters"
    )
    delimiter = forms.ChoiceField(
        choices=DELIMITERS,
        required=False,
        widget=forms.Select(INPUT),
        label="Cells are divided by",
    )
    sheet = forms.CharField(
        max_length=120, required=False, strip=False, widget=forms.TextInput(INPUT)
    )
    header_row = forms.IntegerField(
        min_value=0,
        max_value=1_000_000,
        required=False,
        label="Row of the headers",
        widget=forms.NumberInput(INPUT),
        help_text="As a spreadsheet counts, from 1. 0: there are none. Empty: find out.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("encoding", "delimiter"):
            offered = self.fields[name]
            current = self.initial.get(name, "")
            if isinstance(offered, forms.ChoiceField) and current not in dict(
                ENCODINGS + DELIMITERS
            ):
                offered.choices = (
                    [*ENCODINGS, (current, current)] if name == "encoding" else DELIMITERS
                )

    def reading(self) -> Reading:
        """Return the checked reading; rows count from 0 inside, and -1 is no header."""
        row = self.cleaned_data["header_row"]
        return Reading(
            encoding=self.cleaned_data["encoding"],
            delimiter=self.cleaned_data["delimiter"],
            sheet=self.cleaned_data["sheet"],
            header_row=None if row is None else row - 1,
        )


class MappingForm(forms.Form):
    """One choice for each column, what a row is, and the region of phone numbers."""

    entity = forms.ChoiceField(
        choices=ENTITIES,
        widget=forms.Select(INPUT),
        label="Every row is one of",
        help_text="Another choice proposes the columns anew.",
    )
    region_hint = forms.CharField(
        max_length=2,
        required=False,
        label="Country of phone numbers without a code",
        widget=forms.Select(INPUT, choices=CallableChoiceIterator(regions)),
    )

    def __init__(self, *args: Any, columns: list[ColumnMapping], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        for column in columns:
            self.fields[f"target-{column.position}"] = forms.ChoiceField(
                choices=target_choices,
                required=False,
                initial=column.target,
                label=column.header or f"Column {column.position + 1}",
                widget=forms.Select(INPUT),
            )

    def clean_region_hint(self) -> str:
        """Return the region in capitals; refuse what is no country."""
        return checked_region(self.cleaned_data["region_hint"])

    def grouped(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the fields a column can become, by group; the first, without one, is raw."""
        (raw, *groups) = target_choices()
        return [("", [raw]), *groups]

    def targets(self) -> dict[int, str]:
        """Return the chosen field of each column, empty for one that stays raw."""
        return {
            column.position: self.cleaned_data[f"target-{column.position}"]
            for column in self.columns
        }

    def rows(self) -> list[tuple[ColumnMapping, forms.BoundField, list[tuple[str, str]]]]:
        """Return each column with its choice and the other readings, best first."""
        return [
            (column, self[f"target-{column.position}"], _alternatives(column))
            for column in self.columns
        ]


def target_choices() -> list[Any]:
    """Return the fields a column can become, grouped by what a row is."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for field in FIELDS.values():
        label = field.label + where(field.name)
        grouped.setdefault(GROUPS[field.entity], []).append((field.name, label))
    return [("", "Kept raw"), *grouped.items()]


def where(target: str) -> str:
    """Return where values of a field go that are not written as such."""
    entity, _, name = target.partition(".")
    if not has_place(entity, target):
        return " (kept with the row)"
    return " (a line of the note)" if name in LINED else ""


def checked_region(text: str) -> str:
    """Return a country code in capitals, or raise ValidationError."""
    code = text.strip().upper()
    if code and code not in SUPPORTED_REGIONS:
        raise ValidationError("Write the two letters of a country, such as IN, AE or GB.")
    return code


def _alternatives(column: ColumnMapping) -> list[tuple[str, str]]:
    names = [name for name, _ in column.alternatives if name in FIELDS and name != column.target]
    return [(name, FIELDS[name].label) for name in names[:3]]
