"""The rows of the lists, with everything a line shows."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.selectors import accounts_for
from contacts.models import AccountContact
from contacts.selectors import contacts_for
from core.models import User


def contact_rows(user: User) -> "QuerySet[Any]":
    """Return the clients a user may see, with what a line shows and no long text."""
    return contacts_for(user).select_related("summary", "owner", "source_latest", "employer")


def account_rows(user: User) -> "QuerySet[Any]":
    """Return the accounts a user may see, each with the number of its people."""
    people = AccountContact.objects.filter(account=OuterRef("pk"), until__isnull=True).order_by()
    number = people.values("account").annotate(n=Count("pk")).values("n")
    return accounts_for(user).annotate(people_count=Coalesce(Subquery(number), 0))
