"""NemoClaw: what it would make of a table's columns and of what is known about people.

    POST /v1/mappings     {header, rows, fields}   -> {columns: [{position, target, confidence,
                                                       reason}], unresolved: [position]}
    POST /v1/enrichments  {people: [{uid, known}]} -> {people: [{uid, fields, confidence, reason,
                                                       unresolved: [field]}]}

Everything it answers is a suggestion with its confidence; nothing of it is written by a machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oracle_bridge.adapters.http import AdapterError, Door


@dataclass(frozen=True, slots=True)
class ColumnSuggestion:
    """What one column may mean; an empty target says that it stays unresolved."""

    position: int
    target: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Enrichment:
    """What may be true of one person, how sure that is, and what stayed open."""

    uid: str
    fields: Mapping[str, Any]
    confidence: float
    reason: str
    unresolved: tuple[str, ...]


class NemoClaw:
    """The HTTP adapter: time-outs, retries and the circuit are the door's."""

    def __init__(self, door: Door) -> None:
        self.door = door

    def suggest_mapping(
        self, header: Sequence[str], rows: Sequence[Sequence[str]], fields: Sequence[str]
    ) -> list[ColumnSuggestion]:
        """Return a suggestion for every column; raises AdapterError for an answer that is none."""
        asked = {"header": list(header), "rows": [list(row) for row in rows], "fields": [*fields]}
        found = self._asked("/v1/mappings", asked, "columns")
        said = [_column(raw, len(header), frozenset(fields)) for raw in found]
        by_place = {column.position: column for column in said}
        blank = [ColumnSuggestion(n, "", 0.0, "NemoClaw is not sure") for n in range(len(header))]
        return [by_place.get(column.position, column) for column in blank]

    def enrich(self, people: Sequence[Mapping[str, Any]]) -> list[Enrichment]:
        """Return what it would add to these people; those it was not asked about are dropped."""
        found = self._asked("/v1/enrichments", {"people": list(people)}, "people")
        asked = {str(person["uid"]) for person in people}
        said = [_enrichment(raw) for raw in found]
        return [one for one in said if one.uid in asked]

    def _asked(self, path: str, body: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
        answer = self.door.post(path, body)
        found = answer.get(name) if isinstance(answer, Mapping) else None
        if not isinstance(found, list) or not all(isinstance(raw, Mapping) for raw in found):
            raise AdapterError(f"NemoClaw answered no list of {name}")
        return found


def door_of(url: str, secret: str, **options: Any) -> Door:
    """Return the door of NemoClaw."""
    return Door("NemoClaw", url, {"Authorization": f"Bearer {secret}"}, **options)


def _column(raw: Mapping[str, Any], width: int, fields: frozenset[str]) -> ColumnSuggestion:
    position, target = raw.get("position"), raw.get("target") or ""
    if not isinstance(position, int) or not 0 <= position < width:
        raise AdapterError("NemoClaw named a column that is not there")
    if target not in fields:
        target = ""  # a field we do not have stays unresolved
    return ColumnSuggestion(position, target, _share(raw), str(raw.get("reason") or "")[:300])


def _enrichment(raw: Mapping[str, Any]) -> Enrichment:
    fields, unresolved = raw.get("fields") or {}, raw.get("unresolved") or []
    if not isinstance(fields, Mapping) or not isinstance(unresolved, list):
        raise AdapterError("NemoClaw answered fields that are none")
    return Enrichment(
        uid=str(raw.get("uid")),
        fields=dict(fields),
        confidence=_share(raw),
        reason=str(raw.get("reason") or "")[:300],
        unresolved=tuple(str(name) for name in unresolved),
    )


def _share(raw: Mapping[str, Any]) -> float:
    value = raw.get("confidence")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise AdapterError("NemoClaw gave no confidence from 0 to 1")
    return float(value)
