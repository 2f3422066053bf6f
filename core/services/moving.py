"""Moving rows from one record to another and back: what merges and their undoing are made of.

Every function answers with what it did as `Moved`, text for text, so that a journal can keep it
and `put_back` can restore exactly that, and only where nobody changed the row since.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from core.choices import MoveAction
from core.models import CanonicalModel, User

type AnyField = "models.Field[Any, Any]"


@dataclass(frozen=True, slots=True)
class Moved:
    """One row that was touched: column to text before and after.

    An empty `after` means the row was taken away, an empty `before` that it was added. Texts are
    those of Django's serialisers; JSON columns stand as they are.
    """

    table: str
    row_id: int
    action: str
    before: dict[str, Any]
    after: dict[str, Any]


def change(
    rows: "models.QuerySet[Any]", *, by: User | None, action: str = MoveAction.MOVE, **values: Any
) -> list[Moved]:
    """Give rows these values, in the order of their ids, and return what changed.

    Rows of the client graph get a new version and with it their history; rows that hold the
    values already are left alone.
    """
    fields = [_field(rows.model, name) for name in values]
    plain = {
        field.attname: getattr(value, "pk", value) if field.is_relation else value
        for field, value in zip(fields, values.values(), strict=True)
    }
    moved = []
    for row in rows.order_by("pk").select_for_update(of=("self",)):
        before = _texts(row, fields)
        for attname, value in plain.items():
            setattr(row, attname, value)
        if before != (after := _texts(row, fields)):
            moved.append(Moved(_table(rows.model), row.pk, action, before, after))
    _write(rows.model, [each.row_id for each in moved], plain, by)
    return moved


def move_links(
    model: type[models.Model], name: str, same: Sequence[str], *, to: Any, of: Any, by: User | None
) -> list[Moved]:
    """Give rows whose column `name` is `of` to `to`.

    One that still runs, while a running row of `to` agrees with it in the columns `same`, ends
    today: the other says it already.
    """
    every = model._default_manager  # noqa: SLF001 -- Django's documented name
    rows, running = every.filter(**{name: of}), every.filter(**{name: to}, until__isnull=True)
    have = set(running.values_list(*same))
    told = rows.filter(until__isnull=True).values_list("pk", *same)
    twice = [pk for pk, *values in told if tuple(values) in have]
    here: dict[str, Any] = {name: to}
    ended = here | {"until": timezone.localdate()}
    closed = change(rows.filter(pk__in=twice), by=by, action=MoveAction.CLOSE, **ended)
    return closed + change(rows, by=by, **here)


def take_away(rows: "models.QuerySet[Any]") -> list[Moved]:
    """Delete rows that carry no history of their own and return what they held."""
    moved = []
    for row in rows.order_by("pk").select_for_update(of=("self",)):
        moved.append(Moved(_table(rows.model), row.pk, MoveAction.DROP, _whole(row), {}))
        row.delete()
    return moved


def added(row: models.Model) -> Moved:
    """Return the journal's line of a row that was just added."""
    return Moved(_table(type(row)), row.pk, MoveAction.ADD, {}, _whole(row))


def put_back(
    moved: Moved,
    *,
    by: User | None,
    groups: Mapping[str, str] | None = None,
    fixed: Collection[str] = (),
) -> list[str]:
    """Undo one move where the row still is as the move left it; return the columns left alone.

    With `groups` each column goes back for itself, but those of one group together. Without it a
    row goes back to who had it although other columns of it changed since, which stay as they
    are; one that was given to somebody else since, or belongs to nobody, goes back whole or not
    at all. Columns in `fixed` are left alone as if somebody had changed them, and so is what the
    database refuses.
    """
    model = _model(moved.table)
    for step in _steps(model, moved, by, groups, fixed):
        try:
            with transaction.atomic():
                return step()
        except IntegrityError:
            continue
    return sorted(moved.before or moved.after)


def _steps(
    model: type[models.Model],
    moved: Moved,
    by: User | None,
    groups: Mapping[str, str] | None,
    fixed: Collection[str],
) -> Iterator[Callable[[], list[str]]]:
    """Yield the ways to undo a move, the one that undoes most of it first."""
    if not moved.after:
        yield partial(_bring_back, model, moved)
    elif not moved.before:
        yield partial(_remove, model, moved)
    else:
        yield partial(_restore, model, moved, by, groups, fixed)
        if groups is None and _owners(model, moved):
            yield partial(_return_alone, model, moved, by)


def _restore(
    model: type[models.Model],
    moved: Moved,
    by: User | None,
    groups: Mapping[str, str] | None,
    fixed: Collection[str],
) -> list[str]:
    row = _locked(model, moved.row_id)
    if row is None:
        return sorted(moved.before)
    left = _changed(model, row, moved, fixed)
    owners = _owners(model, moved)
    if left and groups is None and (not owners or left & owners):
        return sorted(moved.before)
    grouped = {(groups or {}).get(name, name) for name in left}
    back = [name for name in moved.after if (groups or {}).get(name, name) not in grouped]
    _give_back(model, row, moved, back, by)
    return sorted(set(moved.after) - set(back))


def _return_alone(model: type[models.Model], moved: Moved, by: User | None) -> list[str]:
    """Give a row back to who had it, second to what they have; its other columns stay."""
    row, owners = _locked(model, moved.row_id), _owners(model, moved)
    if row is None or _changed(model, row, moved) & owners:
        return sorted(moved.before)
    second = {"is_primary": False} if getattr(row, "is_primary", False) else {}
    _give_back(model, row, moved, owners, by, **second)
    return sorted(set(moved.after) - owners)


def _changed(
    model: type[models.Model], row: models.Model, moved: Moved, fixed: Collection[str] = ()
) -> set[str]:
    """Return the columns that are neither as the move left them nor as they were before it.

    Of those in `fixed`, which nothing may change, all that are not as they were before.
    """
    now = _texts(row, [_field(model, name) for name in moved.after])
    return {
        name
        for name, text in moved.after.items()
        if now[name] != moved.before.get(name, text) and (now[name] != text or name in fixed)
    }


def _owners(model: type[models.Model], moved: Moved) -> set[str]:
    """Return the columns of a move that say whose the row is."""
    return {name for name in moved.after if _field(model, name).is_relation}


def _give_back(
    model: type[models.Model],
    row: models.Model,
    moved: Moved,
    names: Iterable[str],
    by: User | None,
    **also: Any,
) -> None:
    plain = {name: _python(_field(model, name), moved.before[name]) for name in names}
    if plain:
        _write(model, [row.pk], plain | also, by)


def _bring_back(model: type[models.Model], moved: Moved) -> list[str]:
    fields = {name: _field(model, name) for name in moved.before}
    values = {name: _python(fields[name], text) for name, text in moved.before.items()}
    model(**values).save(force_insert=True)
    return []


def _remove(model: type[models.Model], moved: Moved) -> list[str]:
    row = _locked(model, moved.row_id)
    if row is None or _whole(row) != moved.after:
        return sorted(moved.after)
    try:
        row.delete()
    except models.ProtectedError:
        return sorted(moved.after)
    return []


def _locked(model: type[models.Model], pk: int) -> models.Model | None:
    rows = _rows(model).filter(pk=pk)
    found: models.Model | None = rows.select_for_update(of=("self",)).first()
    return found


def _write(
    model: type[models.Model], ids: list[int], plain: dict[str, Any], by: User | None
) -> None:
    if not ids:
        return
    extra: dict[str, Any] = {}
    if issubclass(model, CanonicalModel):
        extra = {"version": F("version") + 1, "updated_at": timezone.now(), "updated_by": by}
    _rows(model).filter(pk__in=ids).update(**plain, **extra)


def _whole(row: models.Model) -> dict[str, Any]:
    stored = [f for f in row._meta.concrete_fields if not f.generated]  # noqa: SLF001 -- Django's documented name
    return _texts(row, stored)


def _texts(row: models.Model, fields: Iterable[AnyField]) -> dict[str, Any]:
    return {field.attname: _text(field, row) for field in fields}


def _text(field: AnyField, row: models.Model) -> Any:
    value = field.value_from_object(row)
    if value is None or isinstance(field, models.JSONField):
        return value
    return field.value_to_string(row)


def _python(field: AnyField, text: Any) -> Any:
    if text is None or isinstance(field, models.JSONField):
        return text
    target: AnyField = getattr(field, "target_field", field)  # a relation keeps its target's text
    return target.to_python(text)


def _field(model: type[models.Model], name: str) -> AnyField:
    """Return a field by its name or by the name of its column."""
    for field in model._meta.concrete_fields:  # noqa: SLF001 -- Django's documented name
        if name in (field.name, field.attname):
            return field
    raise LookupError(f"{model.__name__} has no column {name}")


def _rows(model: type[models.Model]) -> "models.QuerySet[Any]":
    rows: models.QuerySet[Any] = model._base_manager.all()  # noqa: SLF001 -- Django's documented name
    return rows


def _table(model: type[models.Model]) -> str:
    return str(model._meta.db_table)  # noqa: SLF001 -- Django's documented name


@cache
def _models() -> dict[str, type[models.Model]]:
    return {_table(model): model for model in apps.get_models(include_auto_created=True)}


def _model(table: str) -> type[models.Model]:
    return _models()[table]
