"""Parts of a record edited on its page; they are saved by services like everything else."""

from typing import Any

from django.http import HttpRequest
from unfold.admin import TabularInline

from core.admin.access import Narrowed, person
from core.admin.forms import WIDGETS, VersionedForm
from core.models import User, entity_type
from core.selectors.masking import masks
from core.services import save_canonical


class CanonicalInline(Narrowed, TabularInline):
    """Rows of a canonical table under their record; whoever may change it may change them."""

    form = VersionedForm
    formfield_overrides = WIDGETS
    extra = 0
    can_delete = False
    tab = True
    show_count = True

    def write(self, row: Any, *, by: User, expected: int | None, given: dict[str, Any]) -> Any:
        """Save one row: `given` are the fields a person filled or changed."""
        del given  # they are set on the row already
        return save_canonical(row, by=by, expected_version=expected, cause="admin")

    def get_count(self, request: HttpRequest, obj: Any) -> int:
        """Return how many there are, for the tab."""
        if obj is None or obj.pk is None:
            return 0
        rows = self.get_queryset(request)
        return int(rows.filter(**{self.relation: obj}).count())

    @property
    def relation(self) -> str:
        """The name of the foreign key to the record."""
        if self.fk_name:
            return str(self.fk_name)
        return next(f.name for f in self.opts.fields if f.related_model is self.parent_model)

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:  # noqa: ARG002 -- the same for all
        """Return the references to other tables; those are searched, not listed."""
        return references(self)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the formset class, its forms told who reads and what was refused."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.reader = person(request)
        return formset

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return the fields without those hidden from this person, the version last, unseen."""
        fields = list(self.fields or super().get_fields(request, obj))
        hidden = {"version_seen", *masks(person(request), entity_type(self.model))}
        named = [name for name in fields if name not in hidden]
        return [*named, "version_seen"] if self.has_change_permission(request, obj) else named

    def has_add_permission(self, request: HttpRequest, *record: Any) -> bool:
        """Return whether this person may change the record."""
        return self.has_change_permission(request, *record)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether this person may change the record, which is what `obj` is here."""
        page = self.admin_site.get_model_admin(self.parent_model)
        return bool(page.has_change_permission(request, obj))


def references(view: Any) -> list[str]:
    """Return the names of the foreign keys a person may fill."""
    own = getattr(view, "fk_name", None)
    parent = getattr(view, "parent_model", None)
    return [
        field.name
        for field in view.opts.fields
        if field.many_to_one
        and field.editable
        and field.name != own
        and field.related_model is not parent
    ]
