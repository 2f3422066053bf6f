"""What changed between two versions of a row, read from the history tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.apps import apps
from django.db import connection, models

from core.models import CanonicalModel, SensitiveField, User, entity_type
from core.selectors.masking import unseen

HOUSEKEEPING = frozenset(
    {"id", "uid", "version", "created_at", "updated_at", "created_by", "updated_by"}
)
# the level of sensitive fields whose values neither history nor conflicts tell anybody
KEPT = 3
type Fields = "list[models.Field[Any, Any]]"
# canonical rows are known by their uid; people, stages, sources and teams by their names
PUBLIC_NAMES = ("uid", "username", "code", "name")

UNKNOWN = """
    SELECT count(*), min(e.id) FROM core_auditevent e JOIN {row} r ON r.uid = e.object_uid
    WHERE e.object_type = %(type)s AND e.object_version IS NOT NULL AND NOT EXISTS (
        SELECT FROM {past} h WHERE h.id = r.id AND h.version = e.object_version)
"""
UNWRITTEN = """
    SELECT count(*), min(r.id) FROM {row} r
    LEFT JOIN (SELECT id, max(version) AS last, count(DISTINCT version) AS many
               FROM {past} GROUP BY id) h USING (id)
    WHERE h.last IS DISTINCT FROM r.version OR h.many IS DISTINCT FROM r.version
"""
FAULTS = {
    UNKNOWN: "audit events name a version history does not hold of a",
    UNWRITTEN: "rows have more versions than history holds of a",
}


class Composed(Protocol):
    """What readers know by one name and the database keeps in several columns, such as money."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns, first the one that is empty where there is no value."""

    def to_representation(self, value: Any) -> Any:
        """Return the value of a row."""


def entries(
    row: CanonicalModel,
    page: Sequence[Any],
    *,
    reader: User | None,
    composed: Mapping[str, Composed] | None = None,
) -> list[dict[str, Any]]:
    """Return history rows of one canonical row as what each version changed.

    What the reader does not see is left out; without one, tell nobody the values. Each entry holds
    version, at, by (a username or null), cause, kind (created or updated) and changes: field,
    before, after; what is `composed` by its name, not by columns.
    """
    wanted = [past.version - 1 for past in page]
    before = {past.version: past for past in _history(row).filter(version__in=wanted)}
    steps = [(before.get(past.version - 1), past) for past in page]
    fields = _shown(row, reader)
    named = _names(fields, [past for step in steps for past in step if past])
    authors = dict(
        User.objects.filter(pk__in={past.history_user_id for past in page}).values_list(
            "pk", "username"
        )
    )
    return [
        {
            "version": past.version,
            "at": past.history_date,
            "by": authors.get(past.history_user_id),
            "cause": past.history_change_reason or "",
            "kind": "created" if past.history_type == "+" else "updated",
            "changes": _changes(fields, previous, past, named, composed) if previous else [],
        }
        for previous, past in steps
    ]


def conflicts_of(
    current: CanonicalModel,
    expected: int,
    proposed: Mapping[str, Any],
    *,
    reader: User,
    composed: Mapping[str, Composed] | None = None,
) -> list[dict[str, Any]]:
    """Return the three sides of every field somebody changed since version `expected`.

    Each holds field, before (at `expected`), current and, where the writer sent one, proposed.
    What the reader does not see is left out.
    """
    base = _history(current).filter(version=expected).first()
    if base is None:
        return []
    fields = _shown(current, reader)
    named = _names(fields, [base, current])
    return [
        {"field": change["field"], "before": change["before"], "current": change["after"]}
        | ({"proposed": proposed[change["field"]]} if change["field"] in proposed else {})
        for change in _changes(fields, base, current, named, composed)
    ]


def at(row: CanonicalModel, moment: datetime) -> CanonicalModel | None:
    """Return the row with the values it had at a moment, None before it existed."""
    past = _history(row).filter(history_date__lte=moment).order_by("-version").first()
    if past is None:
        return None
    values = {f.attname: getattr(past, f.attname) for f in _stored(row)}
    return type(row)(**values)


def _history(row: CanonicalModel) -> "models.QuerySet[Any]":
    past: models.QuerySet[Any] = type(row).history.filter(id=row.pk)
    return past


def _stored(row: CanonicalModel) -> Fields:
    return [f for f in row._meta.concrete_fields if not f.generated]  # noqa: SLF001 -- Django's documented name


def _shown(row: CanonicalModel, reader: User | None) -> Fields:
    """Return the fields whose changes are told: not what the reader, or nearly nobody, sees."""
    kept = SensitiveField.objects.filter(entity=entity_type(row), level=KEPT)
    hidden = HOUSEKEEPING | set(kept.values_list("field", flat=True))
    hidden |= unseen(row, reader) if reader else frozenset()
    return [f for f in _stored(row) if f.name not in hidden]


def _changes(
    fields: Fields,
    before: Any,
    after: Any,
    named: dict[tuple[type, Any], str],
    composed: Mapping[str, Composed] | None,
) -> list[dict[str, Any]]:
    told = {f.name for f in fields}
    whole = {name: each for name, each in (composed or {}).items() if each.columns[0] in told}
    parts = {column for each in (composed or {}).values() for column in each.columns}
    sides = [
        (name, each.to_representation(before), each.to_representation(after))
        for name, each in whole.items()
    ]
    return [
        {"field": name, "before": was, "after": now} for name, was, now in sides if was != now
    ] + [
        {
            "field": f.name,
            "before": _public(f, getattr(before, f.attname), named),
            "after": _public(f, getattr(after, f.attname), named),
        }
        for f in fields
        if f.name not in parts and getattr(before, f.attname) != getattr(after, f.attname)
    ]


def _public(field: "models.Field[Any, Any]", value: Any, named: dict[tuple[type, Any], str]) -> Any:
    return named.get((field.related_model, value)) if field.is_relation else value  # type: ignore[arg-type]


def _names(fields: Fields, versions: Iterable[Any]) -> dict[tuple[type, Any], str]:
    """Return the public name of everything the versions refer to, one query a table."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for field in fields:
        if field.is_relation:
            ids = {getattr(version, field.attname) for version in versions} - {None}
            wanted.setdefault(field.related_model, set()).update(ids)  # type: ignore[arg-type]
    return {
        (model, pk): str(name)
        for model, ids in wanted.items()
        if ids
        for pk, name in model._base_manager.filter(pk__in=ids).values_list(  # noqa: SLF001 -- Django's documented name
            "pk", _public_name(model)
        )
    }


def audit_faults() -> list[str]:
    """Return where audit, history and the canonical rows disagree, a line for each table.

    Every version an audit event names stands in history, and every version of a row does.
    """
    return [
        f"{count} {words} {entity_type(model)}, the first {first}"
        for model in canonical_models()
        for question, words in FAULTS.items()
        for count, first in [_broken(question, model)]
        if count
    ]


def unwritten(model: type[CanonicalModel]) -> int:
    """Return how many rows of a table have a version that is not in its history."""
    return _broken(UNWRITTEN, model)[0]


def _broken(question: str, model: type[CanonicalModel]) -> tuple[int, int | None]:
    row = model._meta.db_table  # noqa: SLF001 -- Django's documented name
    past = model.history.model._meta.db_table  # noqa: SLF001 -- likewise
    with connection.cursor() as cursor:
        cursor.execute(question.format(row=row, past=past), {"type": entity_type(model)})
        count, first = cursor.fetchone()
    return count, first


def canonical_models() -> "list[type[CanonicalModel]]":
    """Return the model of every canonical table."""
    found = [model for model in apps.get_models() if issubclass(model, CanonicalModel)]
    return sorted(found, key=entity_type)


def _public_name(model: type[models.Model]) -> str:
    known = {field.name for field in model._meta.concrete_fields}  # noqa: SLF001 -- Django's documented name
    return next((name for name in PUBLIC_NAMES if name in known), "pk")
