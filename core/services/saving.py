"""The one way to write a canonical row: validate, compare and swap, record."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from core.choices import State
from core.models import CanonicalModel, OwnedModel, User, entity_type
from core.selectors.history import HOUSEKEEPING
from core.services.acting import acting
from core.services.auditing import audit


class VersionConflictError(Exception):
    """Somebody changed the row since it was read.

    `current` is the row as it stands, `expected` the version the writer had seen.
    """

    def __init__(self, current: CanonicalModel, expected: int) -> None:
        self.current = current
        self.expected = expected
        super().__init__(
            f"{current} is at version {current.version}, not {expected}: somebody changed it since"
        )


def save_canonical[Row: CanonicalModel](
    row: Row,
    *,
    by: User | None,
    expected_version: int | None = None,
    cause: str = "",
    action: str = "",
) -> Row:
    """Insert or update one canonical row and return it as it stands afterwards.

    A new row is validated and inserted. A known row is locked, compared with `expected_version`
    (its own `version` unless given) and updated only where values differ; an unchanged row keeps
    its version. Raises ValidationError for values that may not be, VersionConflictError when
    somebody was faster.
    """
    with acting(by, cause):
        if row.pk is None:
            return _insert(row, by, action)
        expected = row.version if expected_version is None else expected_version
        return _update(row, by, expected, action)


def _insert[Row: CanonicalModel](row: Row, by: User | None, action: str) -> Row:
    row.created_by = row.updated_by = by
    row.full_clean(validate_constraints=False)
    with _explained(row):
        row.save(force_insert=True)
    _audit(row, by, action or "created", sorted(_given(row)))
    return row


def _update[Row: CanonicalModel](row: Row, by: User | None, expected: int, action: str) -> Row:
    rows = type(row)._base_manager  # noqa: SLF001 -- Django's documented name
    current = rows.select_for_update(of=("self",)).get(pk=row.pk)
    if current.version != expected:
        raise VersionConflictError(current, expected)
    changed = {
        field.attname: getattr(row, field.attname)
        for field in _values(row)
        if getattr(row, field.attname) != getattr(current, field.attname)
    }
    if not changed:
        return row
    row.version = expected + 1
    row.updated_at = timezone.now()
    row.updated_by = by
    row.full_clean(validate_constraints=False)
    with _explained(row):
        rows.filter(pk=row.pk).update(
            **changed, version=row.version, updated_at=row.updated_at, updated_by=by
        )
    _audit(row, by, action or "updated", sorted(changed))
    return row


@contextmanager
def _explained(row: CanonicalModel) -> Iterator[None]:
    """Let the database judge the constraints; where it refuses, ask Django to say it in words.

    Validating each constraint beforehand would cost a query apiece on every save.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        row.validate_constraints()
        raise


def archive[Row: OwnedModel](row: Row, *, by: User | None, cause: str = "") -> Row:
    """Take a row out of every list; its history, links and sources stay."""
    row.state = State.ARCHIVED
    return save_canonical(row, by=by, cause=cause, action="archived")


def restore[Row: OwnedModel](row: Row, *, by: User | None, cause: str = "") -> Row:
    """Bring an archived row back."""
    row.state = State.ACTIVE
    return save_canonical(row, by=by, cause=cause, action="restored")


def _values(row: CanonicalModel) -> "list[models.Field[Any, Any]]":
    fields = row._meta.concrete_fields  # noqa: SLF001 -- Django's documented name
    return [f for f in fields if f.name not in HOUSEKEEPING and not f.generated]


def _given(row: CanonicalModel) -> list[str]:
    return [f.attname for f in _values(row) if getattr(row, f.attname) not in (None, "", [], {})]


def _audit(row: CanonicalModel, by: User | None, verb: str, fields: list[str]) -> None:
    kind = entity_type(row)
    audit(
        f"{kind}.{verb}",
        by=by,
        object_type=kind,
        object_uid=row.uid,
        object_version=row.version,
        payload={"fields": fields},
    )
