"""How right the links are that a policy makes unasked, by those people were asked about."""

from math import sqrt
from typing import Final, NamedTuple

from django.db.models import Count, Q

from identity.models import LinkCheck, MatchPolicy

_SURE: Final = 1.96  # standard errors of a 95 % interval


class Checked(NamedTuple):
    """How many links were checked, and how many of them were wrong."""

    checked: int
    wrong: int

    @property
    def precision(self) -> float:
        """The share of the checked links that was right."""
        return 1 - self.wrong / max(self.checked, 1)

    @property
    def at_least(self) -> float:
        """The lower end of the precision's 95 % interval (Wilson 1927)."""
        count, share, square = max(self.checked, 1), self.precision, _SURE**2
        spread = _SURE * sqrt(share * (1 - share) / count + square / (4 * count**2))
        return (share + square / (2 * count) - spread) / (1 + square / count)

    @property
    def words(self) -> str:
        """The result in a sentence."""
        if not self.checked:
            return "none checked yet"
        return (
            f"{self.checked:,} checked, {self.wrong:,} wrong:"
            f" {self.precision:.2%} right, at least {self.at_least:.2%}"
        )


def checked_of(policy: MatchPolicy) -> Checked:
    """Return the result for a policy's source; that of the general one is of all the others."""
    rows = LinkCheck.objects.filter(right__isnull=False)
    if policy.source_id:
        rows = rows.filter(source=policy.source_id)
    else:
        own = MatchPolicy.objects.filter(source__isnull=False).values("source")
        rows = rows.exclude(source__in=own)
    found = rows.aggregate(all=Count("pk"), wrong=Count("pk", filter=Q(right=False)))
    return Checked(found["all"], found["wrong"])
