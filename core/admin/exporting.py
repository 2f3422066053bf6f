"""Exports: the rows a person may see, formulas escaped, a line in the audit log for each."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from import_export.admin import ExportActionMixin
from import_export.formats.base_formats import CSV, XLSX
from unfold.contrib.import_export.forms import SelectableFieldsExportForm

from core.admin.access import is_operator, person
from core.selectors.ceiling import TooManyRowsError, most_for
from core.services import audit

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object


class MarkedCSV(CSV):
    """CSV that says it is UTF-8, or Excel takes names in other scripts for Latin ones."""

    def export_data(self, dataset: Any, **kwargs: Any) -> str:
        """Return the text of the file, a byte order mark before it."""
        return f"\ufeff{super().export_data(dataset, **kwargs)}"


class AuditedExport(ExportActionMixin, Base):
    """Exports as CSV or XLSX, as many rows as the person may take away by any other way."""

    export_form_class = SelectableFieldsExportForm
    formats = (MarkedCSV, XLSX)
    show_change_form_export = False

    def get_export_formats(self) -> list[Any]:
        """Return the formats offered."""
        return list(self.formats)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Return whether this person may export at all: who may read the table."""
        return is_operator(request.user) and self.has_view_permission(request)

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        """Return for whom the file is written: it holds what this person sees."""
        return {**super().get_export_resource_kwargs(request, **kwargs), "reader": person(request)}

    def get_valid_export_item_pks(self, request: HttpRequest) -> list[Any]:
        """Return the rows that can be exported by hand: the visible ones."""
        return list(self.get_queryset(request).values_list("pk", flat=True))

    def get_export_data(
        self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any
    ) -> Any:
        """Return the file; raises TooManyRowsError, which the page shows."""
        user = person(request)
        rows = queryset.count()
        if rows > (most := most_for(user)):
            raise TooManyRowsError(most)
        audit(
            f"{self.opts.model_name}.exported",
            by=user,
            object_type=str(self.opts.model_name),
            payload={"rows": rows, "filter": self._narrowed_by(request)},
        )
        return super().get_export_data(file_format, request, queryset, **kwargs)

    def _narrowed_by(self, request: HttpRequest) -> dict[str, str]:
        """Return the filters of the list; what was typed, and may name a person, is left out."""
        given: list[Any] = [
            each[0] if isinstance(each, tuple) else each for each in self.list_filter
        ]
        offered = {str(name).partition("__")[0] for name in given}
        return {
            name: ",".join(request.GET.getlist(name))
            if name.partition("__")[0] in offered
            else "not kept"
            for name in sorted(request.GET)
        }
