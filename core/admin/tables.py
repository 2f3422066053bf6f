"""Small tables of the house: edited directly, each change on the audit log."""

from typing import Any

from django.http import HttpRequest
from unfold.admin import ModelAdmin

from core.admin.access import person
from core.admin.inlines import references
from core.admin.readonly import Listed
from core.services import acting, audit


class AuditedAdmin(Listed, ModelAdmin):
    """Rows without versions, such as teams and stages; nothing is deleted here either."""

    list_filter_submit = False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        """Save the row and write down who changed which fields."""
        name = str(self.opts.model_name)
        with acting(person(request), "admin"):
            super().save_model(request, obj, form, change)
            audit(
                f"{name}.{'updated' if change else 'created'}",
                by=person(request),
                object_type=name,
                payload={"id": obj.pk, "fields": sorted(form.changed_data)},
            )

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:  # noqa: ARG002 -- the same for all
        """Return the references to other tables; those are searched, not listed."""
        return references(self)
