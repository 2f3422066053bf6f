"""The built-in proposer: header and sample cells in, a proposed mapping out."""

from dataclasses import dataclass
from typing import Final

from imports.mapping import conflicts, explain, forms
from imports.mapping.annotations import without_annotation
from imports.mapping.candidates import Reading, read
from imports.mapping.entity import guess_entity
from imports.mapping.fields import ENTITIES, UNMAPPED, Entity
from imports.mapping.headers import normalise, without_table
from imports.mapping.neighbours import Table
from imports.mapping.parts import PLAIN_ID
from imports.mapping.phrases import rank_of, type_of
from imports.mapping.proposal import Attrs, ColumnProposal, Proposal
from imports.mapping.scoring import score
from imports.mapping.values import Profile, profile

_UNKNOWN: Final = 0.5  # confidence that a column without any reading is rightly left alone
_REACHED: Final = frozenset(
    {"email", "phone", "whatsapp", "street", "city", "state", "postal_code", "country"}
    | {"address_full"}
)
_SEEN: Final = 1_000
"""Letters of a sampled cell that are looked at: what it is shows long before."""
_NUMBERED: Final = frozenset({"phone", "email", "address_full"})  # a lone `1` counts for these


def propose_columns(
    header: list[str], samples: list[list[str]], *, entity: str | None = None
) -> Proposal:
    """Propose a field for every column of a table.

    `header` holds the column names, `samples` rows of cells (short rows are padded; the first
    forty filled cells of a column are looked at). `entity` is what a row is; None lets the mapper
    guess. Raises ValueError for an entity that does not exist.
    """
    if entity is not None and entity not in ENTITIES:
        raise ValueError(f"unknown entity {entity!r}, expected one of {', '.join(ENTITIES)}")
    columns = [
        [_seen(row[position]) if position < len(row) else "" for row in samples]
        for position in range(len(header))
    ]
    profiles = [profile(cells) for cells in columns]
    named = [without_annotation(text) for text in without_table(header)]
    kind: Entity = entity or guess_entity(named, profiles)
    asked = forms.asked(named, columns, kind)
    called = [asked[at][0] if at in asked else text for at, text in enumerate(named)]
    readings = _readings(named, asked, kind)
    scores = [
        score(reading, text, cells, kind)
        for reading, text, cells in zip(readings, called, profiles, strict=True)
    ]
    targets = conflicts.settle(scores, Table(named, columns, profiles), kind)
    judged = zip(header, readings, scores, profiles, targets, strict=True)
    return Proposal(kind, [_Judged(*found).at(i) for i, found in enumerate(judged)])


def _readings(named: list[str], asked: forms.Asked, kind: Entity) -> list[Reading]:
    """Read every header; of a form's answers their question, which names nothing itself."""
    readings = [asked[at][1] if at in asked else read(text, kind) for at, text in enumerate(named)]
    for at in forms.questions(named):
        readings[at] = Reading({UNMAPPED: PLAIN_ID})
    return readings


def _seen(cell: str) -> str:
    """Return what is looked at of a cell; its last letter tells a list or an object in JSON."""
    return cell if len(cell) <= _SEEN else f"{cell[:_SEEN]}{cell.rstrip()[-1:]}"


@dataclass(frozen=True, slots=True)
class _Judged:
    """A column with everything known about it."""

    header: str
    reading: Reading
    scores: dict[str, float]
    cells: Profile
    target: str

    def at(self, position: int) -> ColumnProposal:
        others = sorted(
            (
                (name, round(value, 2))
                for name, value in self.scores.items()
                if name not in {self.target, UNMAPPED}
            ),
            key=lambda pair: -pair[1],
        )
        left_alone = 1 - others[0][1] if others else _UNKNOWN
        return ColumnProposal(
            position=position,
            header=self.header,
            target=self.target,
            attrs=_attrs(normalise(self.header), self.target),
            confidence=round(self.scores.get(self.target, left_alone), 2),
            reason=explain.reason(self.header, self.target, self.reading, self.cells, others),
            alternatives=others,
        )


def _attrs(phrase: str, target: str) -> Attrs:
    """Name the kind and number of a phone, e-mail or address, and the key of a related person."""
    name = target.rpartition(".")[2]
    if target == "activity.contact":
        key = next((word for word in ("email", "phone") if word in phrase.split()), None)
        return {"key": key} if key else {}
    if name not in _REACHED:
        return {}
    found: Attrs = {}
    if kind := type_of(phrase):
        found["type"] = kind
    rank = rank_of(phrase)
    if rank and (rank > 1 or name in _NUMBERED):
        found["rank"] = rank
    return found
