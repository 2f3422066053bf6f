"""Reads of the bridge: which conclusions the records have moved on from."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from core.selectors.telling import models_by_type
from identity.models import SourceRecord
from oracle_bridge.models import EntityMapping, Insight


def behind(insights: Iterable[Insight]) -> dict[int, str]:
    """Return, by the id of each insight that is stale, the first record that moved on.

    One query a type of record. A source whose type is unknown or whose record is gone counts as
    unmoved: nothing can be said of it.
    """
    rows = list(insights)
    wanted: dict[str, set[UUID]] = {}
    for row in rows:
        for source in row.based_on:
            wanted.setdefault(source["entity"], set()).add(UUID(str(source["uid"])))
    models = models_by_type() if wanted else {}
    current: dict[tuple[str, str], int] = {}
    for name, uids in wanted.items():
        if model := models.get(name):
            found = model._base_manager.filter(uid__in=uids).values_list("uid", "version")  # noqa: SLF001 -- Django's documented name
            current.update({(name, str(uid)): version for uid, version in found})
    return {row.pk: words for row in rows if (words := _moved(row.based_on, current))}


def _moved(based_on: list[dict[str, Any]], current: dict[tuple[str, str], int]) -> str:
    for source in based_on:
        now = current.get((source["entity"], str(source["uid"])), 0)
        if now > int(source["version"]):
            return f"based on {source['entity']} v{source['version']}, now v{now}"
    return ""


def mapped(system: str, external_id: str) -> list[UUID]:
    """Return the people another system's id stands for: by mapping, else by what it once sent."""
    rows = EntityMapping.objects.filter(
        system__code=system, entity_type="contact", external_id=external_id
    )
    if found := list(rows.values_list("local_uid", flat=True)):
        return found
    sent = SourceRecord.objects.filter(source__code=system, external_id=external_id)
    live = sent.filter(ended_at__isnull=True, contact__isnull=False)
    return list(live.values_list("contact__uid", flat=True))
