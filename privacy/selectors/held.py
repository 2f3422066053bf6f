"""Everything held about one person, as one JSON document (subject access)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from contacts.models import Contact
from core.models import AuditEvent, CanonicalModel
from identity.models import SourceRecord
from imports.choices import Entity, ResultKind
from imports.models import NormalisedRow, RawRecord, Resolution, RowResult
from opportunities.selectors import buyers_among
from privacy.models import LegalHold
from privacy.selectors.own import own_accounts
from privacy.selectors.plan import HOLDINGS, Holding, one_person
from privacy.selectors.proposed import items_about

type Rows = list[dict[str, Any]]

HIDDEN = frozenset(
    {"id", "created_by_id", "updated_by_id", "history_id", "history_user_id", "salt"}
)

KINDS = {"consentrecord": ResultKind.CONSENT}  # where the name of a table is not that of a result


def held_about(contact: Contact) -> dict[str, Any]:
    """Return every row about a person with its history, files, proposals and audit lines.

    Values are as the database holds them; other people appear by their ids alone.
    """
    ids = one_person(contact)
    uids = list(Contact._base_manager.filter(pk__in=ids).values_list("uid", flat=True))  # noqa: SLF001 -- Django's documented name
    tables = {holding.name: _table(holding, ids) for holding in HOLDINGS}
    return {
        "subject": contact.uid,
        "made_at": timezone.now(),
        "records": {name: table["rows"] for name, table in tables.items()},
        "history": {name: table["history"] for name, table in tables.items()},
        "files": _file_rows(ids),
        "proposals": _plain(items_about(ids)),
        "audit": _audit(uids),
    }


def source_rows(ids: list[int]) -> Q:
    """Return the condition for the rows of files that became or were matched with the people.

    Those of their deals and activities are among them, and of accounts that are theirs alone.
    """
    accounts = own_accounts(ids)
    records = SourceRecord.objects.filter(Q(contact__in=ids) | Q(account__in=accounts))
    made = RowResult.objects.filter(_made(ids))
    of_accounts = Q(batch__entity=Entity.ACCOUNT)
    matched = Q(target_id__in=ids) & ~of_accounts | Q(target_id__in=accounts) & of_accounts
    matched |= Q(known_id__in=made.values("pk"))  # told again, and left out as known
    places = {
        *records.values_list("batch_id", "row_no"),
        *made.values_list("batch_id", "row_no"),
        *Resolution.objects.filter(matched).values_list("batch_id", "row_no"),
    }
    by_batch: dict[int, list[int]] = {}
    for batch, row in places:
        by_batch.setdefault(batch, []).append(row)
    wanted = Q(pk__in=[])
    for batch, rows in by_batch.items():
        wanted |= Q(batch_id=batch, row_no__in=rows)
    return wanted


def _made(ids: list[int]) -> Q:
    """Return the condition for what rows of files made and is about the people."""
    made = Q(pk__in=[])
    for holding in HOLDINGS:
        kind = KINDS.get(holding.name, holding.name)
        if kind in ResultKind.values:
            made |= Q(kind=kind, target_id__in=holding.rows(ids).values("pk"))
    return made


def holds_on(contact: Contact) -> "models.QuerySet[LegalHold]":
    """Return the legal holds in force today."""
    today = timezone.localdate()
    in_force = Q(until__isnull=True) | Q(until__gt=today)
    return LegalHold.objects.filter(in_force, contact__in=one_person(contact))


def reasons_to_keep(contact: Contact) -> list[str]:
    """Return in words why a person may not be erased: legal holds, and a booking that stands."""
    found = [str(hold) for hold in holds_on(contact)]
    return [*found, "A booking that stands"] if buyers_among(one_person(contact)) else found


def _table(holding: Holding, ids: list[int]) -> dict[str, Rows]:
    rows = holding.rows(ids).distinct()
    past: Rows = []
    if issubclass(holding.model, CanonicalModel):
        history = holding.model.history.filter(id__in=rows.values("pk"))
        past = _plain(history.order_by("id", "version"))
    return {"rows": _plain(rows), "history": past}


def _plain(rows: "models.QuerySet[Any]") -> Rows:
    return [
        {name: value for name, value in row.items() if name not in HIDDEN} for row in rows.values()
    ]


def _file_rows(ids: list[int]) -> Rows:
    wanted = source_rows(ids)
    typed = {
        (row["batch_id"], row["row_no"]): row
        for row in NormalisedRow.objects.filter(wanted).values(
            "batch_id", "row_no", "entity", "points", "extra", "issues"
        )
    }
    raw = RawRecord.objects.filter(wanted).values(
        "batch_id", "row_no", "cells", "batch__filename", "batch__source__code", "batch__header"
    )
    return [
        {
            "source": row["batch__source__code"],
            "file": row["batch__filename"],
            "row": row["row_no"],
            "header": row["batch__header"],
            "cells": row["cells"],
            "read_as": typed.get((row["batch_id"], row["row_no"])),
        }
        for row in raw
    ]


def _audit(uids: list[Any]) -> Rows:
    events = AuditEvent.objects.filter(object_uid__in=uids).order_by("id")
    return [
        {"at": event["at"], "action": event["action"], "by": event["actor__username"]}
        | {"payload": event["payload"]}
        for event in events.values("at", "action", "actor__username", "payload")
    ]
