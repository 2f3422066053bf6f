"""Two people side by side, as the page of a pair shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from contacts.choices import PointKind, PointStatus
from contacts.models import Contact
from identity.selectors.claims import ATTRIBUTES, stored, survivors
from identity.selectors.forming import said

CHOSEN_KINDS = (PointKind.PHONE, PointKind.WHATSAPP, PointKind.EMAIL)
LABELS = {"employer_id": "employer", "date_of_birth": "date of birth", "nri_status": "NRI status"}


@dataclass(frozen=True, slots=True)
class Side:
    """What one person has of an attribute, where it comes from, and whether it is chosen."""

    uid: str
    text: str
    source: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One attribute or kind of contact point of several people."""

    name: str
    label: str
    sides: list[Side]
    differs: bool
    may_keep_both: bool


def lines_of(people: Sequence[Contact]) -> list[Line]:
    """Return the lines of a comparison: points first, then what differs, then what agrees."""
    sources = [_sources(person) for person in people]
    lines = [line for kind in CHOSEN_KINDS if (line := _points(kind, people))]
    rest = [
        _line(name, people, sources)
        for name in ATTRIBUTES
        if any(said(person, name) for person in people)
    ]
    return [
        *(line for line in rest if line.name == "name"),
        *lines,
        *(line for line in rest if line.differs and line.name != "name"),
        *(line for line in rest if not line.differs and line.name != "name"),
    ]


def _line(name: str, people: Sequence[Contact], sources: list[dict[str, str]]) -> Line:
    texts = [said(person, name) for person in people]
    differs = len({repr(stored(person, name)) for person in people}) > 1
    # what one alone has needs no choice; a difference is for the sources unless a person says so
    sides = [
        Side(str(person.uid), text, source.get(name, ""), chosen=False)
        for person, text, source in zip(people, texts, sources, strict=True)
    ]
    label = LABELS.get(name, name.replace("_", " "))
    return Line(name, label, sides, differs=differs, may_keep_both=False)


def _sources(person: Contact) -> dict[str, str]:
    return {
        name: choice.claim.source if choice.claim else choice.why
        for name, choice in survivors(person).items()
    }


def _points(kind: PointKind, people: Sequence[Contact]) -> Line | None:
    values = [
        list(
            person.points.filter(kind=kind)
            .exclude(status=PointStatus.RETIRED)
            .values_list("value_norm", flat=True)
        )
        for person in people
    ]
    if not any(values):
        return None
    sides = [
        Side(str(person.uid), ", ".join(found), "", chosen=False)
        for person, found in zip(people, values, strict=True)
    ]
    differs = len({tuple(sorted(found)) for found in values}) > 1
    return Line(str(kind), str(kind.label), sides, differs=differs, may_keep_both=True)
