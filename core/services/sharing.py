"""Whose a record is, and with whom it is shared beyond the rules of owner and team."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils import timezone

from core.choices import AccessLevel, FeedOp
from core.models import ChangeEvent, OwnedModel, Team, User, entity_type
from core.services.acting import acting
from core.services.auditing import audit
from core.services.saving import save_canonical


def assign[Row: OwnedModel](
    row: Row,
    *,
    owner: User,
    by: User | None,
    team: Team | None = None,
    expected_version: int | None = None,
    cause: str = "",
) -> Row:
    """Give a record to another person; it belongs to their team unless another is named.

    Compares and swaps on `expected_version`.
    """
    row.owner, row.team = owner, team or owner.team
    return save_canonical(
        row, by=by, expected_version=expected_version, cause=cause, action="assigned"
    )


def share(
    row: OwnedModel,
    *,
    with_user: User,
    level: str,
    by: User | None,
    expires_at: datetime | None = None,
) -> None:
    """Let one person read a record, or read and change it, until a moment or for good.

    A second share replaces the first.
    """
    with acting(by, f"share:{with_user.username}"):
        grants = _grants(row)
        grants.filter(user=with_user, content_object=row).delete()
        levels = [AccessLevel.VIEW, AccessLevel.CHANGE] if level == AccessLevel.CHANGE else [level]
        for each in levels:
            grants.create(
                user=with_user,
                content_object=row,
                permission=_permission(row, each),
                expires_at=expires_at,
                granted_by=by,
            )
        _tell(row, FeedOp.ACCESS_GAINED, with_user)
        _audit(row, "shared", with_user, by, {"level": level, "expires_at": expires_at})


def unshare(row: OwnedModel, *, with_user: User, by: User | None) -> bool:
    """Take a share back; returns whether there was one."""
    with acting(by, f"unshare:{with_user.username}"):
        gone, _ = _grants(row).filter(user=with_user, content_object=row).delete()
        if gone:
            _tell(row, FeedOp.ACCESS_LOST, with_user)
            _audit(row, "unshared", with_user, by, {})
    return bool(gone)


@contextmanager
def telling_shares(row: OwnedModel) -> Iterator[None]:
    """Tell who gains or loses a share of a record meanwhile, as `share` and `unshare` do."""
    before = _shared_with(row)
    yield
    after = _shared_with(row)
    news = [(FeedOp.ACCESS_GAINED, pk) for pk in sorted(after - before)]
    news += [(FeedOp.ACCESS_LOST, pk) for pk in sorted(before - after)]
    if not news:
        return
    stands = type(row)._base_manager.get(pk=row.pk)  # noqa: SLF001 -- Django's documented name
    people = User.objects.in_bulk([pk for _, pk in news])
    for op, pk in news:
        _tell(stands, op, people[pk])


def _shared_with(row: OwnedModel) -> set[int]:
    lasting = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    found = _grants(row).filter(lasting, content_object=row)
    return set(found.values_list("user_id", flat=True))


def _grants(row: OwnedModel) -> Any:
    return row.user_grants.model.objects  # type: ignore[attr-defined]  # of the records that can be shared


def _permission(row: OwnedModel, level: str) -> Permission:
    meta = row._meta  # noqa: SLF001 -- Django's documented name
    return Permission.objects.get(
        content_type__app_label=meta.app_label, codename=f"{level}_{meta.model_name}"
    )


def _tell(row: OwnedModel, op: str, user: User) -> None:
    """Put the news into the change feed; nobody but this reader is told."""
    ChangeEvent.objects.create(
        entity_type=entity_type(row),
        entity_uid=row.uid,
        version=row.version,
        op=op,
        cause=f"share:{user.username}",
    )


def _audit(
    row: OwnedModel, verb: str, user: User, by: User | None, payload: dict[str, Any]
) -> None:
    audit(
        f"{entity_type(row)}.{verb}",
        by=by,
        object_type=entity_type(row),
        object_uid=row.uid,
        object_version=row.version,
        payload={"with": user.username, **payload},
    )
