"""The rows of the lists, with everything a line shows."""

from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.selectors import accounts_for
from activities.models import Task
from client360.selectors.work import task_line
from contacts.models import AccountContact, Contact
from core.models import SourceSystem, User
from core.querysets import first_by_branches
from opportunities.models import Opportunity, Stage

LOOKED_THROUGH: Final = 200


def contact_rows(user: User) -> "QuerySet[Any]":
    """Return the clients a user may see, the archived too, with what a line shows."""
    rows: QuerySet[Any] = Contact.objects.visible_to(user)
    return rows.select_related("summary", "owner", "source_latest", "employer")


def account_rows(user: User) -> "QuerySet[Any]":
    """Return the accounts a user may see, each with the number of its people."""
    people = AccountContact.objects.filter(account=OuterRef("pk"), until__isnull=True).order_by()
    number = people.values("account").annotate(n=Count("pk")).values("n")
    return accounts_for(user).annotate(people_count=Coalesce(Subquery(number), 0))


def deal_rows(user: User) -> "QuerySet[Any]":
    """Return the deals a user may see; `opens` says whether their client opens for the user."""
    known = Contact.objects.visible_to(user).filter(pk=OuterRef("primary_contact"))
    rows: QuerySet[Any] = Opportunity.objects.live().visible_to(user).annotate(opens=Exists(known))
    return rows.select_related("primary_contact", "stage", "project", "unit", "owner")


def task_rows(user: User) -> "QuerySet[Any]":
    """Return what is still to be done of what a user may see, as lines of values."""
    return task_line(Task.objects.due().visible_to(user))


def stage_choices() -> list[tuple[str, str]]:
    """Return the stages of the pipelines in use, as code and name, in their order."""
    stages = Stage.objects.filter(pipeline__active=True).order_by("pipeline", "order")
    return list(dict(stages.values_list("code", "name")).items())


def source_choices(viewer: User, chosen: str) -> list[tuple[str, str]]:
    """Return the sources to narrow the list of clients by, as code and name.

    Those of the clients the reader sees, and the one chosen. No index serves "which sources", so
    at most some clients are looked through: who sees more is offered every source.
    """
    rows = Contact.objects.live().visible_to(viewer)
    found = first_by_branches(rows, ("-updated_at", "-id"), LOOKED_THROUGH + 1, "source_latest")
    sources = SourceSystem.objects.filter(active=True)
    if len(found) <= LOOKED_THROUGH:
        known = {source for _, source in found if source}
        sources = sources.filter(Q(pk__in=known) | Q(code=chosen))
    return [(code, name or code) for code, name in sources.values_list("code", "name")]
