"""Exports: the rows a person may see, formulas escaped, a line in the audit log for each."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from import_export.admin import ExportActionMixin
from unfold.contrib.import_export.forms import SelectableFieldsExportForm

from core.admin.access import is_operator, person
from core.admin.files import MarkedCSV, Workbook
from core.models import User
from core.resources import Line
from core.selectors.ceiling import TooManyRowsError, most_for
from core.services import audit
from core.services.alone import alone

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

LONGEST = 18  # digits of an id
PLACES = 2  # files written at once: each holds one of the web server's threads, eight by default


class BusyError(ValueError):
    """As many files are being written as leave the site usable."""


@contextmanager
def a_place(user: User) -> Iterator[None]:
    """Hold one of the few places of files being written, one for each person.

    Raises BusyError while there is none. A killed server lets go of its places.
    """
    with ExitStack() as held:
        if not held.enter_context(alone("export of", user.pk)):
            raise BusyError("Another file of yours is still being written: try again once it is.")
        if not any(held.enter_context(alone("export", number)) for number in range(PLACES)):
            raise BusyError("Files are being written for others: try again in a minute.")
        yield


class AuditedExport(ExportActionMixin, Base):
    """Exports as CSV or XLSX, as many rows as the person may take away by any other way."""

    export_form_class = SelectableFieldsExportForm
    formats = (MarkedCSV, Workbook)
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
        """Return which of the rows chosen by hand can be exported: the visible ones."""
        sent = request.POST.getlist("export_items")
        chosen = [pk for pk in sent if pk.isdecimal() and len(pk) <= LONGEST]
        return list(self.get_queryset(request).filter(pk__in=chosen).values_list("pk", flat=True))

    def _do_file_export(
        self, file_format: Any, request: HttpRequest, queryset: Any, export_form: Any = None
    ) -> HttpResponseBase:
        """Return the file, whose rows are read while it is sent: none holds the whole of it.

        Raises TooManyRowsError, BusyError, and ValueError for too long a workbook; the page shows
        them.
        """
        user = person(request)
        ids = list(queryset.values_list("pk", flat=True)[: (most := most_for(user)) + 1])
        if len(ids) > most:
            raise TooManyRowsError(most)
        if len(ids) > file_format.most:
            raise ValueError(f"More than {file_format.most:,} rows: choose csv, which Excel opens.")
        name = self.get_export_filename(request, queryset, file_format)
        with ExitStack() as place:
            place.enter_context(a_place(user))
            audit(
                f"{self.opts.model_name}.exported",
                by=user,
                object_type=str(self.opts.model_name),
                payload={"rows": len(ids), "filter": self._narrowed_by(request)},
            )
            lines = self._lines(file_format, request, ids, export_form)
            answer: HttpResponseBase = file_format.answer(lines, place)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def _lines(
        self, file_format: Any, request: HttpRequest, ids: list[int], export_form: Any
    ) -> Iterator[Line]:
        shape = self.choose_export_resource_class(export_form, request)
        resource = shape(**self.get_export_resource_kwargs(request))
        columns = self.get_export_resource_fields_from_form(export_form)
        names = [field.name for field in self.opts.fields if field.many_to_one]
        rows = self.get_queryset(request).select_related(*names)
        native = {"force_native_type": file_format.is_binary()}
        lines: Iterator[Line] = resource.lines(rows, ids, columns=columns, **native)
        return lines

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
