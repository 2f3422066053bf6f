"""Two people side by side, as the page of a pair shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from contacts.choices import PointKind, PointStatus
from contacts.models import Contact
from contacts.selectors import grouped_number
from core.models import User
from core.selectors.masking import DOTS, masked, masks
from identity.selectors.claims import ATTRIBUTES, stored, survivors
from identity.selectors.describing import label_of
from identity.selectors.saying import said
from identity.survivorship import Choice

A_PERSON = "written by a person"
CHOSEN_KINDS = (PointKind.PHONE, PointKind.WHATSAPP, PointKind.EMAIL)


@dataclass(frozen=True, slots=True)
class Side:
    """What one person has of an attribute, where it comes from, and whether it is chosen."""

    uid: str
    text: str
    source: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One attribute or kind of contact point of several people.

    They differ where two say different things; what one alone says is nobody's to choose.
    """

    name: str
    label: str
    sides: list[Side]
    differs: bool
    may_keep_both: bool

    @property
    def lone(self) -> bool:
        """Whether somebody says nothing of what another does."""
        return not all(side.text for side in self.sides)


def lines_of(people: Sequence[Contact], *, by: User) -> list[Line]:
    """Return the lines of a comparison: the name, the contact points, the rest.

    A reader gets masks in the place of what they do not see; that two values differ is told.
    """
    sources = [_sources(person) for person in people]
    lines = [line for kind in CHOSEN_KINDS if (line := _points(kind, people))]
    rest = [
        _line(name, people, sources, by)
        for name in ATTRIBUTES
        if any(said(person, name) for person in people)
    ]
    return sorted([*lines, *rest], key=lambda line: line.name != "name")


def _line(name: str, people: Sequence[Contact], sources: list[dict[str, str]], by: User) -> Line:
    texts = [_told(person, name, by) for person in people]
    told = [person for person in people if said(person, name)]
    differs = len({repr(stored(person, name)) for person in told}) > 1
    # a difference is for the sources unless a person says so
    sides = [
        Side(str(person.uid), text, source.get(name, ""), chosen=False)
        for person, text, source in zip(people, texts, sources, strict=True)
    ]
    return Line(name, label_of(name), sides, differs=differs, may_keep_both=False)


def _told(person: Contact, name: str, by: User) -> str:
    mask = masks(by, "contact", owned=person.owner_id == by.pk).get(name)
    text = said(person, name)
    return (masked(mask, text) or DOTS) if mask and text else text


def _sources(person: Contact) -> dict[str, str]:
    return {name: _said_by(choice) for name, choice in survivors(person).items()}


def _said_by(choice: Choice) -> str:
    if choice.claim is None:
        return choice.why
    return A_PERSON if choice.claim.by_person else choice.claim.source


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
        Side(str(person.uid), ", ".join(_shown(kind, value) for value in found), "", chosen=False)
        for person, found in zip(people, values, strict=True)
    ]
    differs = len({tuple(sorted(found)) for found in values if found}) > 1
    return Line(str(kind), str(kind.label), sides, differs=differs, may_keep_both=True)


def _shown(kind: PointKind, value: str) -> str:
    return value if kind == PointKind.EMAIL else grouped_number(value)
