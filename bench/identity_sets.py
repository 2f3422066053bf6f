"""The labelled sets of people beside the project, read as any file is."""

import csv
import zlib
from pathlib import Path
from typing import NamedTuple

from identity.matching.types import Person
from imports.projection.people import people_of

SETS = Path(__file__).resolve().parents[2] / "shared" / "data" / "identity"


class Labelled(NamedTuple):
    """A set: its people, and the entity each belongs to."""

    ids: list[str]
    people: list[Person]
    entities: list[str]

    @property
    def matches(self) -> int:
        """How many pairs are one person."""
        sizes: dict[str, int] = {}
        for entity in self.entities:
            sizes[entity] = sizes.get(entity, 0) + 1
        return sum(size * (size - 1) // 2 for size in sizes.values())


def load(name: str, half: str = "", folder: Path = SETS) -> Labelled:
    """Return a set; `half` a or b keeps the entities whose checksum is even or odd."""
    with (folder / f"{name}_truth.csv").open(encoding="utf-8") as file:
        lines = csv.reader(file)
        id_column = next(lines)[0]
        entity_of = dict(lines)
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        lines = csv.reader(file)
        header = next(lines)
        at = header.index(id_column)
        rows = [row for row in lines if not half or _half(entity_of[row[at]]) == half]
    ids, people = people_of(header, rows, at)
    return Labelled(ids, people, [entity_of[name] for name in ids])


def _half(entity: str) -> str:
    return "ab"[zlib.crc32(entity.encode()) % 2]
