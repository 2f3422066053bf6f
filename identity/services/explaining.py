"""Why two people may be one, computed now where nobody stored it."""

from collections.abc import Mapping
from typing import Any

from contacts.models import Contact
from identity.matching.types import Score
from identity.selectors.evidence import Reason, reasons_of
from identity.services.searching import compare_contacts


def reasons_between(left: Contact, right: Contact, features: Mapping[str, Any]) -> list[Reason]:
    """Return the stored evidence of a pair, or what the model in force says of the two now."""
    if stored := reasons_of(features):
        return stored
    score = compare_contacts(left.pk, right.pk)
    return reasons_from(score) if score else []


def reasons_from(score: Score) -> list[Reason]:
    """Return a score's evidence as reasons, whose points sum to its weight."""
    return [
        Reason(row.comparison, row.level, row.points, row.left, row.right) for row in score.evidence
    ]
