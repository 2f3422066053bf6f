"""Labelled tables of other systems, languages and hands, beside `mapping_tables/`.

A table begins with `# name entity`; each column is `header | fields that count as right | cells`,
the first field being the one we hold true. Headers are real or remembered, cells invented.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from imports.mapping import Proposal, propose_columns

KEYS = {"full_name", "given_name", "family_name", "email", "phone", "whatsapp"}
_TITLE = re.compile(r"# (\w+) (contact|account|opportunity|activity)")


@dataclass(frozen=True)
class Case:
    name: str
    entity: str
    header: list[str]
    right: list[set[str]]
    rows: list[list[str]]

    @cached_property
    def proposal(self) -> Proposal:
        return propose_columns(self.header, self.rows)


@dataclass
class Tally:
    columns: int = 0
    right: int = 0
    mapped: int = 0
    mapped_right: int = 0
    keys: int = 0
    keys_right: int = 0

    def add(self, target: str, fields: set[str]) -> None:
        ok = target in fields
        self.columns += 1
        self.right += ok
        self.mapped += target != "unmapped"
        self.mapped_right += ok and target != "unmapped"
        if {field.rpartition(".")[2] for field in fields} & KEYS:
            self.keys += 1
            self.keys_right += ok


def cases() -> list[Case]:
    texts = sorted((Path(__file__).parent / "mapping_tables").glob("*.txt"))
    return [case for text in texts for case in _cases_of(text.read_text(encoding="utf-8"))]


def _cases_of(text: str) -> list[Case]:
    found: list[tuple[str, str, list[list[str]]]] = []
    for line in text.splitlines():
        if title := _TITLE.fullmatch(line):
            found.append((title[1], title[2], []))
        else:
            found[-1][2].append([part.strip() for part in f"{line} ".split(" | ", 2)])
    return [_case(*table) for table in found]


def _case(name: str, entity: str, columns: list[list[str]]) -> Case:
    cells = [[*map(str.strip, column[2].rstrip("|").split(";"))] for column in columns]
    depth = max(map(len, cells))
    padded = [column + [""] * (depth - len(column)) for column in cells]
    rows = [list(row) for row in zip(*padded, strict=True)]
    return Case(name, entity, [c[0] for c in columns], [set(c[1].split()) for c in columns], rows)


def targets(header: list[str], rows: list[list[str]], entity: str | None = None) -> list[str]:
    return [column.target for column in propose_columns(header, rows, entity=entity).columns]
