"""Who may change a row: more people may know of it."""

from django.db import models

from core.models import OwnedModel, User
from core.querysets import SEES_EVERYTHING

READ_ONLY = "This record is shared with you to read."
NOT_YOURS = "Its owner decides who else may see it."


def may_change(row: models.Model, user: User) -> bool:
    """Return whether whose a row is lets this user change it; what roles may do is asked elsewhere.

    The administration, the dossiers and REST all ask here. A row of a table without such a rule
    may be changed by everybody who may write the table.
    """
    rows = type(row)._default_manager.all()  # noqa: SLF001 -- Django's documented name
    if user.has_perm(SEES_EVERYTHING) or not hasattr(rows, "changeable_by"):
        return True
    return bool(rows.changeable_by(user).filter(pk=row.pk).exists())


def may_share(row: OwnedModel, user: User) -> bool:
    """Return whether this user decides who else may see a record: its owner, or who sees all."""
    return row.owner_id == user.pk or user.has_perm(SEES_EVERYTHING)
