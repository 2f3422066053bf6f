"""Why two people may be one, as rows that sum to the score."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from contacts.models import Contact
from identity.choices import Verdict
from identity.models import MatchCandidate, PairVerdict

SIGN = re.compile(r"([+-])([A-Z0-9_]+)")
WORDS = {
    "name": "name",
    "given": "given name",
    "family": "family name",
    "dob": "date of birth",
    "born": "date of birth",
    "postal": "postal code",
    "prior": "any two people",
    "interaction": "taken together",
    "middle": "middle name",
    "order": "order of names",
    "email": "e-mail",
    "street": "address",
}
ALONE = {
    "prior": "two people picked at random are seldom one",
    "interaction": "how all of this fits together",
}
"""What is no comparison of two values, in words."""
BARE = frozenset(ALONE)
SHARED = frozenset({("phone", "same"), ("street", "same"), ("street", "near")})
SAYS = {
    "same": "the same {}",
    "exact": "the same {}",
    "sound": "{}s that sound the same",
    "nick": "one {} is short for the other",
    "typo": "{}s a slip of the pen apart",
    "loose": "{}s somewhat alike",
    "initial": "the initial of the {}",
    "cross": "the {} stands elsewhere in the other name",
    "swapped": "the names in another order",
    "near": "nearly the same {}",
    "slip": "{}s a slip of the pen apart",
    "local": "{}s of one name at two providers",
    "street": "the same street, another number",
    "area": "the same area, another {}",
    "year": "dates of one year, or two slips apart",
    "differ": "another {}",
}
"""What a level says of a comparison, in words."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One row of evidence: what was compared, how it came out, and the bits it adds."""

    comparison: str
    level: str
    points: float
    left: str = ""
    right: str = ""

    @property
    def short(self) -> str:
        """The row as a picture names it: `phone: same`."""
        name = name_of(self.comparison)
        if self.comparison in BARE or not self.level:
            return name
        return f"{name}: {self.level.replace('_', ' ')}"

    @property
    def words(self) -> str:
        """The row in words: `the same phone`."""
        name = ALONE.get(self.comparison) or name_of(self.comparison)
        if self.comparison in BARE or not self.level:
            return name
        said = SAYS.get(self.level)
        return said.format(name) if said else self.short


def signs_of(key: str | None) -> list[tuple[bool, str]]:
    """Return the parts of a short key, `+PHONE-BORN`: does it speak for the pair, and its name."""
    return [(sign == "+", name_of(part.lower())) for sign, part in SIGN.findall(key or "")]


def in_brief(key: str | None) -> str:
    """Return a short key as a sentence's end: `phone speaks for it, date of birth against it`."""
    signs = signs_of(key)
    given = (
        (" and ".join(name for speaks, name in signs if speaks == wanted), words)
        for wanted, words in ((True, "for it"), (False, "against it"))
    )
    return ", ".join(f"{words}: {names}" for names, words in given if names)


def name_of(comparison: str) -> str:
    """Return what people call a comparison."""
    return WORDS.get(comparison, comparison.replace("_", " "))


def reasons_of(features: Mapping[str, Any]) -> list[Reason]:
    """Return the evidence a candidate was stored with, in the order it was computed."""
    rows: Sequence[Mapping[str, Any]] = features.get("evidence", ())
    return [
        Reason(
            str(row.get("comparison", "")),
            str(row.get("level", "")),
            sum(float(row.get(part) or 0) for part in ("weight", "tf", "calibration")),
            str(row.get("left", "")),
            str(row.get("right", "")),
        )
        for row in rows
    ]


def gathered(reasons: Sequence[Reason]) -> list[Reason]:
    """Return reasons with what levels say together as one row; they sum to the same."""
    plain = [each for each in reasons if each.comparison != "interaction"]
    together = sum(each.points for each in reasons if each.comparison == "interaction")
    return [*plain, Reason("interaction", "", together)] if together else plain


def met_at(reasons: Sequence[Reason]) -> bool:
    """Return whether two people have a number or an address in common, as families have."""
    return any((each.comparison, each.level) in SHARED for each in reasons)


def candidate_of(left: Contact, right: Contact) -> MatchCandidate | None:
    """Return the stored candidate of a pair, whichever way round."""
    first, second = sorted((left.pk, right.pk))
    return MatchCandidate.objects.filter(left=first, right=second).first()


def verdict_of(left: Contact, right: Contact) -> PairVerdict | None:
    """Return what a person said of a pair, whichever way round."""
    first, second = sorted((left.pk, right.pk))
    return PairVerdict.objects.filter(left=first, right=second).select_related("by").first()


def told_apart(contact: Contact) -> set[int]:
    """Return the keys of the people somebody said this one is not."""
    said = PairVerdict.objects.filter(Q(left=contact) | Q(right=contact))
    pairs = said.filter(verdict=Verdict.DIFFERENT).values_list("left", "right")
    return {key for pair in pairs for key in pair} - {contact.pk}


def shared_points(left: Contact, right: Contact) -> list[Reason]:
    """Return the contact points two people have in common, as evidence without a weight."""
    mine = set(left.points.exclude(status="retired").values_list("kind", "value_norm"))
    theirs = set(right.points.exclude(status="retired").values_list("kind", "value_norm"))
    return [Reason(kind, "exact", 0, value, value) for kind, value in sorted(mine & theirs)]
