"""What becomes of the shares of two records that become one."""

from typing import Any

from django.contrib.auth.models import Permission

from core.choices import Visibility
from core.models import OwnedModel, User
from core.services.moving import Moved, added, change, take_away

SHARED = ("view", "change")


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


def share_with_owner(survivor: OwnedModel, loser: OwnedModel) -> list[Moved]:
    """Let the loser's owner go on seeing and changing the survivor.

    Not through a restriction they never had.
    """
    user = loser.owner
    closed = _is_restricted(survivor) and not _is_restricted(loser)
    if user is None or loser.owner_id == survivor.owner_id or closed:
        return []
    return [added(each) for each in _shared(survivor, user)]


def _shared(survivor: OwnedModel, user: User) -> "list[Any]":
    grants = _grants(survivor)
    name, app = survivor._meta.model_name, survivor._meta.app_label  # noqa: SLF001 -- Django's documented name
    have = {grant.permission.codename for grant in grants.filter(user=user)}
    wanted = {f"{verb}_{name}" for verb in SHARED} - have
    rights = Permission.objects.filter(content_type__app_label=app, codename__in=wanted)
    return [
        grants.model.objects.create(user=user, permission=right, content_object=survivor)
        for right in rights.order_by("codename")
    ]


def _grants(row: OwnedModel) -> Any:
    return row.user_grants  # type: ignore[attr-defined]  # every owned model that is merged has them


def _is_restricted(row: OwnedModel) -> bool:
    return bool(row.visibility == Visibility.RESTRICTED)
