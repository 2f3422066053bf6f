"""Small tables of the house: edited directly, each change on the audit log."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from core.admin.access import person
from core.admin.inlines import references
from core.admin.readonly import Listed
from core.services import acting, audit


class AuditedAdmin(Listed, ModelAdmin):
    """Rows without versions, such as teams and stages; nothing is deleted here either.

    Whatever Django puts on its own log goes on the audit log: fields, what was put on lists and
    taken off them, such as a person's roles, rows edited below, passwords.
    """

    list_filter_submit = False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        """Save the row in the name of the person."""
        with acting(person(request), "admin"):
            super().save_model(request, obj, form, change)

    def construct_change_message(
        self,
        request: HttpRequest,
        form: Any,
        formsets: Any,
        add: bool = False,  # noqa: FBT001, FBT002 -- Django's signature
    ) -> Any:
        """Note what was touched, for the audit log, and say it in Django's way."""
        touched = {"fields": sorted(form.changed_data), **_lists(form)}
        if parts := [part for formset in formsets or () for part in _parts(formset)]:
            touched["parts"] = parts
        request.touched = touched  # type: ignore[attr-defined]  # read by written_down
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        """Put it on both logs."""
        self.written_down(request, obj, "created")
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        """Put it on both logs."""
        self.written_down(request, obj, "updated")
        return super().log_change(request, obj, message)

    def written_down(self, request: HttpRequest, obj: Any, verb: str) -> None:
        """Write an audit event; leave it out where the service behind writes its own."""
        name = str(self.opts.model_name)
        payload = {"id": obj.pk, **getattr(request, "touched", {})}
        audit(f"{name}.{verb}", by=person(request), object_type=name, payload=payload)

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:  # noqa: ARG002 -- the same for all
        """Return the references to other tables; those are searched, not listed."""
        return references(self)


def _lists(form: Any) -> dict[str, dict[str, list[str]]]:
    """Return what a person put on lists such as roles and rights, and what they took off."""
    found = {}
    for name in form.changed_data:
        if isinstance(form.fields.get(name), ModelMultipleChoiceField):
            before = {str(each) for each in form.initial.get(name) or ()}
            after = {str(each) for each in form.cleaned_data[name]}
            found[name] = {"added": sorted(after - before), "removed": sorted(before - after)}
    return found


def _parts(formset: Any) -> list[dict[str, Any]]:
    """Return the rows that were added or changed below a row, by table and id."""
    table = str(formset.model._meta.model_name)  # noqa: SLF001 -- Django's documented name
    added = [{"table": table, "id": row.pk, "added": True} for row in formset.new_objects]
    changed = [
        {"table": table, "id": row.pk, "fields": sorted(fields)}
        for row, fields in formset.changed_objects
    ]
    return added + changed
