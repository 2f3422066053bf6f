"""Editing canonical rows: parsed here, written by a service, refused in words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.text import capfirst
from import_export.resources import modelresource_factory
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin

from core.admin.access import person
from core.admin.exporting import AuditedExport
from core.admin.forms import WIDGETS, VersionedForm, overtaken
from core.admin.inlines import references
from core.admin.readonly import Listed
from core.admin.returning import way_back
from core.models import User
from core.resources import CanonicalResource
from core.selectors.masking import unseen
from core.services import VersionConflictError, save_canonical

RECORD = ("uid", "created_at", "created_by", "updated_at", "updated_by")
REFUSED = (VersionConflictError, ValidationError, IntegrityError)


class CanonicalAdmin(Listed, SimpleHistoryAdmin, AuditedExport, ModelAdmin):
    """The page of a canonical row.

    A subclass with a service of its own overrides `write`. Whatever the service refuses stands
    above the form, with all that was typed.
    """

    form = VersionedForm
    formfield_overrides = WIDGETS
    warn_unsaved_form = True
    search_help_text = ""

    def write(self, row: Any, *, by: User, expected: int | None, given: dict[str, Any]) -> Any:
        """Save one row by a service and return it; `given` are the fields that changed."""
        del given  # they are set on the row already
        return save_canonical(row, by=by, expected_version=expected, cause="admin")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        """Hand the form to the service, then run the button that was pressed."""
        expected = form.seen_version if change else None
        saved = self.write(obj, by=person(request), expected=expected, given=form.given)
        if saved is not obj:
            obj.pk = saved.pk
            obj._state.adding = False  # noqa: SLF001 -- the service saved another instance of it
            obj.refresh_from_db()
        for action in self.get_actions_submit_line(request, obj.pk):
            if action.action_name in request.POST:
                action.method(request, obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: ARG002, FBT001 -- Django's signature
        """Hand every new or changed row of an inline to its service."""
        rows = formset.save(commit=False)
        if not rows:
            return
        inline = self._inline_of(request, formset)
        for row_form in formset.forms:
            if any(row_form.instance is row for row in rows):
                inline.write(
                    row_form.instance,
                    by=person(request),
                    expected=row_form.seen_version if row_form.instance.pk else None,
                    given=row_form.given,
                )

    def _inline_of(self, request: HttpRequest, formset: Any) -> Any:
        inlines = self.get_inline_instances(request, formset.instance)
        return next(inline for inline in inlines if inline.model is formset.model)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or save the form; what a service refuses comes back as an error of the form."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSED as error:
            request.refusal = in_words(error, person(request))  # type: ignore[attr-defined]  # read by get_form
        return super().changeform_view(request, object_id, form_url, extra_context)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Lead back to where the form was opened from, to the list without such a place."""
        if there := way_back(request):
            return redirect(there)
        return super().response_post_save_change(request, obj)

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,  # noqa: FBT001, FBT002 -- Django's signature
        **kwargs: Any,
    ) -> Any:
        """Return the form class of this request."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.reader = person(request)
        form.part_of = self.part_of or self.through
        form.refusal = getattr(request, "refusal", None)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return the fieldsets; a known row carries its version and says who made it."""
        given: list[Any] = [
            (name, {**options, "fields": tuple(options["fields"])})
            for name, options in self.fieldsets or [(None, {"fields": self._plain()})]
        ]
        if hidden := self.sensitive_to(person(request), obj):
            given = [
                (name, {**rest, "fields": without(rest["fields"], hidden)}) for name, rest in given
            ]
        if obj is None:
            return given
        if self.has_change_permission(request, obj):
            first = given[0][1]
            given[0] = (given[0][0], {**first, "fields": (*first["fields"], "version_seen")})
        return [*given, ("Record", {"fields": self.get_record_fields(), "classes": ["collapse"]})]

    def get_record_fields(self) -> tuple[str, ...]:
        """Return what every row knows of itself."""
        return RECORD

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return what the database keeps by itself."""
        return [*super().get_readonly_fields(request, obj), *self.get_record_fields()]

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:  # noqa: ARG002 -- the same for all
        """Return the references to other tables; those are searched, not listed."""
        return references(self)

    def get_export_resource_classes(self, request: HttpRequest) -> list[Any]:
        """Return the shape of the exported file."""
        given: list[Any] = super().get_export_resource_classes(request)
        if self.resource_classes:
            return given
        return [modelresource_factory(self.model, resource_class=CanonicalResource)]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show the versions of a row this person may see."""
        self._require_visible(request, object_id)
        response: HttpResponse = super().history_view(request, object_id, extra_context)
        return response

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show one version; the past is read, never written back from here."""
        self._require_visible(request, object_id)
        if request.method != "GET":
            return HttpResponse(status=405)
        response: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return response

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- for all
        """Return True: going back is a change like any other, made in the form or proposed."""
        return True

    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Any, *args: Any, **kwargs: Any
    ) -> None:
        """Say what each version changed; sensitive values only to people who see everything."""
        super().set_history_delta_changes(request, historical_records, *args, **kwargs)
        hidden = self.sensitive_to(person(request))
        labels = {label_of(self.model, name) for name in hidden}
        for record in historical_records:
            changes = getattr(record, "history_delta_changes", [])
            record.history_delta_changes = [c for c in changes if c["field"] not in labels]

    def sensitive_to(self, user: User, row: Any = None) -> frozenset[str]:
        """Return the fields this person does not see: the sensitive ones of others' records."""
        return unseen(row or self.model(), user)

    def _require_visible(self, request: HttpRequest, object_id: str) -> None:
        if not self.get_queryset(request).filter(pk=object_id).exists():
            raise Http404("no record this person may see")

    def _plain(self) -> tuple[str, ...]:
        editable = [f for f in self.opts.concrete_fields if f.editable and not f.primary_key]
        return tuple(field.name for field in editable)


def without(fields: tuple[Any, ...], hidden: frozenset[str]) -> tuple[Any, ...]:
    """Return the lines of a fieldset without some fields."""
    lines = [
        line if isinstance(line, str) else tuple(n for n in line if n not in hidden)
        for line in fields
    ]
    return tuple(line for line in lines if line and line not in hidden)


def label_of(model: Any, name: str) -> str:
    """Return what the history page calls a field."""
    return capfirst(str(model._meta.get_field(name).verbose_name))  # noqa: SLF001 -- Django's documented name


def in_words(error: Exception, reader: User) -> ValidationError:
    """Return what this person reads when a service or the database refuses a write."""
    if isinstance(error, ValidationError):
        return error
    if isinstance(error, VersionConflictError):
        return ValidationError(overtaken(error.current, error.expected, reader=reader))
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "a rule"
    return ValidationError(f"The database refuses this: {name.replace('_', ' ')}.")
