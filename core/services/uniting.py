"""What becomes of the shares of two records that become one."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth.models import Permission

from core.choices import MoveAction, Visibility
from core.models import OwnedModel, User
from core.services.moving import Moved, added, change, take_away

SHARED = ("view", "change")
OWNERS_SHARE: Final = timedelta(days=30)
"""How long who looked after a merged record goes on seeing the one that stays."""


def unite_grants(survivor: OwnedModel, loser: OwnedModel) -> list[Moved]:
    """Give the survivor the loser's shares; shares of an open record never open a restricted one.

    Both are of one model, whose shares are its `user_grants`.
    """
    grants = _grants(survivor).model.objects
    theirs = grants.filter(content_object=loser)
    if _is_restricted(survivor) and not _is_restricted(loser):
        return take_away(theirs)
    moved: list[Moved] = []
    if _is_restricted(loser) and not _is_restricted(survivor):
        moved += take_away(grants.filter(content_object=survivor))
    have = set(_grants(survivor).values_list("user_id", "permission_id"))
    twice = [grant.pk for grant in theirs if (grant.user_id, grant.permission_id) in have]
    moved += take_away(theirs.filter(pk__in=twice))
    return moved + change(theirs, by=None, content_object=survivor)


def owner_who_stays(survivor: OwnedModel, loser: OwnedModel) -> User | None:
    """Return the loser's owner where they are to go on seeing a survivor that is not theirs.

    Not through a restriction they never had.
    """
    closed = _is_restricted(survivor) and not _is_restricted(loser)
    return None if loser.owner_id == survivor.owner_id or closed else loser.owner


def share_with_owner(
    survivor: OwnedModel, loser: OwnedModel, *, by: User, until: datetime
) -> list[Moved]:
    """Let the loser's owner go on seeing and changing the survivor until a moment."""
    user = owner_who_stays(survivor, loser)
    if user is None:
        return []
    name, app = survivor._meta.model_name, survivor._meta.app_label  # noqa: SLF001 -- Django's documented name
    rights = Permission.objects.filter(
        content_type__app_label=app, codename__in=[f"{verb}_{name}" for verb in SHARED]
    )
    said = {"expires_at": until, "granted_by": by, "reason": f"looked after {loser}"[:300]}
    grants = _grants(survivor).filter(user=user, permission__in=rights)
    moved = change(grants.filter(expires_at__lt=until), by=None, action=MoveAction.CHANGE, **said)
    for right in rights.exclude(pk__in=grants.values("permission")).order_by("codename"):
        row = {"user": user, "permission": right, "content_object": survivor}
        moved.append(added(grants.model.objects.create(**row, **said)))
    return moved


def _grants(row: OwnedModel) -> Any:
    return row.user_grants  # type: ignore[attr-defined]  # every owned model that is merged has them


def _is_restricted(row: OwnedModel) -> bool:
    return bool(row.visibility == Visibility.RESTRICTED)
