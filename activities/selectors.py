"""Reads of files and tasks that more than one surface needs."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Value

from accounts.models import Account
from activities.choices import ScanStatus
from contacts.models import Contact
from core.models import OwnedModel, User
from core.querysets import SEES_EVERYTHING
from opportunities.models import Opportunity

TARGETS: dict[str, type[OwnedModel]] = {
    "contact_id": Contact,
    "account_id": Account,
    "opportunity_id": Opportunity,
}
REFUSED: dict[str, str] = {
    ScanStatus.INFECTED: "The scan found something in this file.",
    ScanStatus.FAILED: "The scan could not read this file; an administrator sees why.",
}
WAITING = "The file is being scanned; ask again in a minute."


def withheld(scan_status: str) -> str:
    """Return why nobody is given a file of that state of its scan, empty for one that is given."""
    if scan_status == ScanStatus.PENDING and settings.SCANNER_URL:
        return WAITING
    return REFUSED.get(scan_status, "")


def changeable_among(lines: Iterable[Mapping[str, Any]], user: User) -> set[int]:
    """Return the ids of those of a page of tasks this person may change.

    The rule is that of `TaskQuerySet.changeable_by`, asked of the records of the page alone.
    """
    rows = list(lines)
    if user.has_perm(SEES_EVERYTHING):
        return {row["id"] for row in rows}
    others = [row for row in rows if row["assignee_id"] != user.pk]
    named = {name: {row[name] for row in others} - {None} for name in TARGETS}
    asked = [
        TARGETS[name].objects.changeable_by(user).filter(pk__in=ids).order_by()
        .values_list(Value(name), "pk")
        for name, ids in named.items() if ids
    ]  # fmt: skip
    known = set(asked[0].union(*asked[1:], all=True)) if asked else set()
    return {
        row["id"]
        for row in rows
        if row["assignee_id"] == user.pk or any((name, row[name]) in known for name in TARGETS)
    }
