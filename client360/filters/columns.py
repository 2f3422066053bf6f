"""The columns a list can show."""

from dataclasses import dataclass
from typing import Final

from core.models import User
from core.selectors.masking import masks


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list; `reads` names what it tells: `contact.budget_min`.

    `usual` columns are shown to who has chosen none. The score has the label of the house.
    """

    key: str
    label: str
    reads: tuple[str, ...] = ()
    right: bool = False
    usual: bool = False


# the first column, who it is, always stands; telephone numbers and addresses come masked
CLIENT: Final = (
    Column("lifecycle", "Lifecycle", ("contact.lifecycle",), usual=True),
    Column("reach", "Phone and e-mail", usual=True),
    Column(
        "budget",
        "Budget",
        ("contact.budget_min", "contact.budget_max", "contact.budget_currency"),
        right=True,
        usual=True,
    ),
    Column("score", "", ("contactsummary.qd_value",), right=True, usual=True),
    Column("met", "Last contact", ("contactsummary.last_interaction_at",), usual=True),
    Column("owner", "Owner", usual=True),
    Column("next", "Next task", ("contactsummary.next_task_due_at",)),
    Column("wish", "Looking for", ("contact.configuration", "contact.location_preference")),
    Column("buys", "Buys", ("contact.purchase_timeline",)),
    Column("lives", "Lives in", ("contact.residence_country",)),
    Column("source", "Source", ("contact.source_latest",)),
    Column("added", "Added"),
    Column("changed", "Changed"),
)


def offered(columns: tuple[Column, ...], user: User) -> list[Column]:
    """Return the columns that tell this person nothing they may not see."""
    return [each for each in columns if not any(_hidden(path, user) for path in each.reads)]


def _hidden(path: str, user: User) -> bool:
    entity, _, field = path.partition(".")
    return field in masks(user, entity)
