"""Keeping views of lists."""

from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from client360.models import SavedView
from client360.selectors.views import audiences
from core.choices import Visibility
from core.models import User

NAME_ONCE: Final = "saved_view_name_once_a_list"


class NameTakenError(Exception):
    """Its owner keeps another view of the list under this name."""


def keep_view(view: SavedView, *, by: User, **fields: Any) -> SavedView:
    """Keep a view, new or changed, for those it is meant for; return it.

    A new default takes the place of the old one. Raises NameTakenError, and PermissionDenied for
    somebody else's view and for an audience its owner may not keep views for.
    """
    for name, value in fields.items():
        setattr(view, name, value)
    if view.owner_id != by.pk:
        raise PermissionDenied
    if view.pk is None or "visibility" in fields:  # else it stays with those it was kept for
        _meant_for(view, by)
    try:
        with transaction.atomic():
            if view.is_default:
                others = SavedView.objects.filter(
                    owner=by, list_name=view.list_name, is_default=True
                )
                others.exclude(pk=view.pk).update(is_default=False)
            view.save()
    except IntegrityError as error:
        if NAME_ONCE not in str(error):
            raise
        raise NameTakenError(view.name) from error
    return view


def _meant_for(view: SavedView, by: User) -> None:
    if view.visibility not in audiences(by, view.list_name):
        raise PermissionDenied
    view.team_id = by.team_id if view.visibility == Visibility.TEAM else None


def delete_view(view: SavedView, *, by: User) -> None:
    """Let go of a view; raises PermissionDenied for somebody else's."""
    if view.owner_id != by.pk:
        raise PermissionDenied
    view.delete()


def keep_columns(name: str, columns: Sequence[str], *, by: User) -> None:
    """Keep the columns a person sees of a list while no view is open; none are the usual ones."""
    mine: dict[str, Any] = {"owner": by, "list_name": name, "name": ""}
    if columns:
        SavedView.objects.update_or_create(**mine, defaults={"columns": list(columns)})
    else:
        SavedView.objects.filter(**mine).delete()
