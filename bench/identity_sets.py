"""The labelled sets of people beside the project, read as any file is."""

import csv
import string
import zlib
from pathlib import Path
from random import Random
from typing import NamedTuple

from identity.matching.types import Person
from imports.projection.people import people_of

HALVES = ("a", "b")
BLANKED, SLIPPED = 0.25, 0.2  # cells that noise empties, and of the others those it mistypes
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


def load(name: str, part: str = "", folder: Path = SETS) -> Labelled:
    """Return a set; `part` a or b keeps the entities whose checksum is even or odd.

    The part `noisy` is the whole set with a quarter of its cells emptied, never a name, and a
    fifth of the others mistyped.
    """
    with (folder / f"{name}_truth.csv").open(encoding="utf-8") as file:
        lines = csv.reader(file)
        id_column = next(lines)[0]
        entity_of = dict(lines)
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        lines = csv.reader(file)
        header = next(lines)
        at = header.index(id_column)
        rows = [row for row in lines if part not in HALVES or half_of(entity_of[row[at]]) == part]
    if part == "noisy":
        dice = Random(7)  # noqa: S311 -- repeatable noise
        rows = [_noisy(row, header, at, dice) for row in rows]
    ids, people, _ = people_of(header, rows, at)
    return Labelled(ids, people, [entity_of[name] for name in ids])


def half_of(entity: str) -> str:
    """Return the half an entity belongs to."""
    return HALVES[zlib.crc32(entity.encode()) % 2]


def _noisy(row: list[str], header: list[str], at: int, dice: Random) -> list[str]:
    """Return a record as a hasty hand would have typed it; its id at `at` stays."""
    return [
        cell if place == at else _slipped(cell, dice, keep="name" in header[place])
        for place, cell in enumerate(row)
    ]


def _slipped(cell: str, dice: Random, *, keep: bool) -> str:
    if not cell or (not keep and dice.random() < BLANKED):
        return ""
    if dice.random() >= SLIPPED:
        return cell
    place = dice.randrange(len(cell))
    letters = string.digits if cell[place].isdigit() else string.ascii_lowercase
    put = dice.choice(("", dice.choice(letters), dice.choice(letters) + cell[place]))
    return cell[:place] + put + cell[place + 1 :]
