"""Windows on tables that people read and never write: logs, evidence, pipeline, history."""

from functools import cache
from typing import Any, Final

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import mark_safe
from unfold.admin import ModelAdmin, TabularInline, checkbox
from unfold.decorators import display

from core.admin.access import Narrowed, person
from core.admin.asking import column_tells_hidden, tells_hidden
from core.admin.paging import CappedPaginator
from core.admin.showing import (
    file_column,
    is_measured,
    json_column,
    moment_column,
    number,
    spoken,
)
from core.selectors.masking import masks

ROW: Final = "the-row"


@cache
def _box() -> str:
    """Draw the box that selects a row, once; the row stands in its place."""
    return str(checkbox.render(ACTION_CHECKBOX_NAME, ROW))


class Listed(Narrowed):
    """How every list of the admin behaves: short pages, no count of the whole, newest first."""

    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 0
    list_disable_select_all = True
    list_filter_submit = True
    list_fullwidth = True

    @display(description=ModelAdmin.action_checkbox.short_description)
    def action_checkbox(self, obj: models.Model) -> str:
        """Return the box that selects a row."""
        return mark_safe(_box().replace(ROW, escape(obj.pk)))  # noqa: S308 -- a widget's, and a key

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Return the columns in words: scores rounded, periods as days, choices by name.

        Columns of what this person does not see are left out, so that nothing sorts by them.
        """
        fields: dict[Any, Any] = {field.name: field for field in self.opts.concrete_fields}
        user = person(request)
        return [
            ((field := fields.get(column)) and spoken(field)) or column
            for column in super().get_list_display(request)
            if not column_tells_hidden(user, self.model, column)
        ]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Return what is searched, of it only what this person sees."""
        user = person(request)
        fields = super().get_search_fields(request)
        return [name for name in fields if not tells_hidden(user, self.model, name)]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Return the filters, without those on what this person does not see."""
        user = person(request)
        return [
            each
            for each in super().get_list_filter(request)
            if not tells_hidden(user, self.model, _asked(each))
        ]

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Return whether an address may ask this: never for what this person does not see."""
        if request is None or tells_hidden(person(request), self.model, lookup):
            return False
        return bool(super().lookup_allowed(lookup, value, request))


class ReadOnlyAdmin(Listed, ModelAdmin):
    """Shows rows; nothing is added, changed or deleted. JSON is laid out to be read.

    `of_people` names columns that hold values of people, whatever those are: they are left out
    for whoever does not see every field of one. `kept_back` names columns nobody is shown.
    """

    actions: Any = None
    of_people: tuple[str, ...] = ()
    kept_back: tuple[str, ...] = ()

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:  # noqa: ARG002 -- nobody
        """Rows come from services alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- nobody
        """Rows stay as they are."""
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:  # noqa: ARG002 -- the same for all rows
        """Return every column, JSON laid out."""
        hidden = self.kept_back
        if masks(person(request), "contact"):
            hidden += self.of_people
        columns = [field for field in self.opts.concrete_fields if not field.primary_key]
        return [_shown(field) for field in columns if field.name not in hidden]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return the same: nothing is an input."""
        return self.get_fields(request, obj)


class ReadOnlyInline(Narrowed, TabularInline):
    """Shows rows that hang on another."""

    extra = 0
    can_delete = False
    per_page = 20

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:  # noqa: ARG002 -- the same for all
        """Return the fields: nothing is an input."""
        return tuple(self.fields or ())

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:  # noqa: ARG002 -- nobody
        """Rows come from services alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- nobody
        """Rows stay as they are."""
        return False


def _asked(each: Any) -> str:
    """Return the path a filter of a list stands on."""
    path = each[0] if isinstance(each, tuple | list) else each
    return path if isinstance(path, str) else ""


def _shown(field: "models.Field[Any, Any]") -> Any:
    if isinstance(field, models.JSONField):
        return json_column(field)
    if isinstance(field, models.DateTimeField):
        return moment_column(field)
    if isinstance(field, models.FileField):
        return file_column(field)
    return number(field, field.name) if is_measured(field) else field.name
