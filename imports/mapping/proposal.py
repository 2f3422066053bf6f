"""The answer of the mapper, as plain data."""

from dataclasses import dataclass, field

from imports.mapping.fields import UNMAPPED, Entity

Attrs = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """What one column is thought to hold.

    `position` counts from 0. `target` is a name of `FIELDS` or `unmapped`. `attrs` may hold `type`
    (mobile, work, home, fax ...), `rank` (1, 2 ...) and `key` (what identifies a related record).
    `confidence` runs from 0 to 1, `alternatives` are the other readings, best first.
    """

    position: int
    header: str
    target: str = UNMAPPED
    attrs: Attrs = field(default_factory=dict)
    confidence: float = 0.0
    reason: str = ""
    alternatives: list[tuple[str, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping of a whole table: what a row is, and what each column holds."""

    entity: Entity
    columns: list[ColumnProposal]
