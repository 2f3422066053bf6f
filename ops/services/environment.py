"""Whose database this is: a mark that staging and desks turn back from."""

from django.db import transaction

from ops.models import Mark
from ops.services.marks import mark

NAME = "environment"
PRODUCTION = "production"


class WrongDatabaseError(Exception):
    """The database belongs to production, and this installation does not."""

    def __init__(self, mode: str) -> None:
        super().__init__(
            f"This database carries the mark of production and VELOCITY_ENV is {mode}. "
            "Give this installation a database of its own; a copy of production's becomes one by "
            f"`manage.py claim_database {mode}`."
        )


@transaction.atomic
def claim(mode: str) -> None:
    """Mark the database as production's if this is production; raise WrongDatabaseError else."""
    found = Mark.objects.filter(name=NAME).first()
    if mode == PRODUCTION and found is None:
        mark(NAME, mode=mode)
    elif mode != PRODUCTION and found is not None and found.detail.get("mode") == PRODUCTION:
        raise WrongDatabaseError(mode)


def give_to(mode: str) -> None:
    """Take a copy of production's database over: its mark becomes this installation's."""
    mark(NAME, mode=mode)
