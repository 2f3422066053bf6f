"""The lines of exported files: rows as their reader sees them, and who took them away."""

from collections.abc import Iterator
from typing import Any

from accounts.resources import AccountResource
from contacts.resources import ContactResource
from core.choices import State
from core.resources import CanonicalResource
from opportunities.resources import OpportunityResource
from ops.choices import ExportKind
from ops.models import Export

RESOURCES: dict[str, type[CanonicalResource]] = {
    ExportKind.CONTACTS: ContactResource,
    ExportKind.ACCOUNTS: AccountResource,
    ExportKind.OPPORTUNITIES: OpportunityResource,
}
CHUNK = 1_000
type Line = list[Any]


def lines(export: Export) -> Iterator[Line]:
    """Yield the header and a line for every row its requester may see now.

    Formulas are escaped, sensitive values masked; the last cell of every line says whose file
    it is, so that a page cut out of it says so too.
    """
    resource = RESOURCES[export.kind](reader=export.requested_by)
    mark = f"{export.requested_by.username} {export.created_at:%Y-%m-%d} {export.uid}"
    names = [field.column_name for field in resource.get_export_fields()]
    yield [*names, "exported_by"]
    for start in range(0, len(export.ids), CHUNK):
        for row in _rows(export, resource, export.ids[start : start + CHUNK]):
            yield [*resource.export_resource(row), mark]


def _rows(export: Export, resource: CanonicalResource, ids: list[int]) -> list[Any]:
    model: Any = resource.Meta.model  # type: ignore[attr-defined]  # every subclass names one
    related = [field.name for field in model._meta.fields if field.many_to_one]  # noqa: SLF001 -- Django's documented name
    seen = model.objects.visible_to(export.requested_by).select_related(*related)
    kept = seen.exclude(state__in=[State.MERGED, State.ERASED])
    return list(kept.filter(pk__in=ids).order_by("-pk"))
