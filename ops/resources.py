"""The lines of exported files: rows as their reader sees them, and who took them away."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from accounts.resources import AccountResource
from contacts.resources import ContactResource
from core.choices import State
from core.resources import CanonicalResource, Line
from opportunities.resources import OpportunityResource
from ops.choices import ExportKind
from ops.models import Export

if TYPE_CHECKING:
    from django.db.models import QuerySet

RESOURCES: dict[str, type[CanonicalResource]] = {
    ExportKind.CONTACTS: ContactResource,
    ExportKind.ACCOUNTS: AccountResource,
    ExportKind.OPPORTUNITIES: OpportunityResource,
}


def lines(export: Export) -> Iterator[Line]:
    """Yield the header and a line for every row its requester may see now.

    Formulas are escaped, sensitive values masked; the last cell of every line says whose file
    it is, so that a page cut out of it says so too.
    """
    resource = RESOURCES[export.kind](reader=export.requested_by)
    mark = f"{export.requested_by.username} {export.created_at:%Y-%m-%d} {export.uid}"
    told = resource.lines(_rows(export, resource), export.ids)
    yield [*next(told), "exported_by"]
    for line in told:
        yield [*line, mark]


def _rows(export: Export, resource: CanonicalResource) -> "QuerySet[Any]":
    model: Any = resource.Meta.model  # type: ignore[attr-defined]  # every subclass names one
    related = [field.name for field in model._meta.fields if field.many_to_one]  # noqa: SLF001 -- Django's documented name
    seen = model.objects.visible_to(export.requested_by).select_related(*related)
    kept: QuerySet[Any] = seen.exclude(state__in=[State.MERGED, State.ERASED])
    return kept
