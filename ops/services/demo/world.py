"""What every part of the demo is made with: one seed, one clock, one staff."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.models import SourceSystem, User
from ops.services.demo.staff import Staff

SEED = 20_261
OFFICE = ZoneInfo("Asia/Kolkata")
INDIA = ("98200", "98330", "98670", "99300", "98110", "99000", "98800")
GULF = ("50", "52", "55", "56")
AMERICA = ("212", "415", "646", "732")


@dataclass(slots=True)
class World:
    """The staff, the present moment, and chance that repeats itself."""

    staff: Staff
    now: datetime = field(default_factory=timezone.now)
    chance: random.Random = field(
        default_factory=lambda: random.Random(SEED)  # noqa: S311 -- a demo, not a secret
    )
    sources: dict[str, SourceSystem] = field(
        default_factory=lambda: {row.code: row for row in SourceSystem.objects.all()}
    )
    _numbers: "count[int]" = field(default_factory=lambda: count(11))

    def ago(self, least: float, most: float) -> datetime:
        """Return a moment of office hours between `least` and `most` days ago, never later."""
        day = self.now - timedelta(days=self.chance.uniform(least, most))
        return min(self.at_work(day), self.now - timedelta(minutes=self.chance.randint(4, 90)))

    def at_work(self, day: datetime) -> datetime:
        """Return a moment between 9 and 20 o'clock of the same day in the office."""
        clock = time(self.chance.randint(9, 19), self.chance.randrange(0, 60), tzinfo=OFFICE)
        return datetime.combine(day.astimezone(OFFICE).date(), clock)

    def day(self, least: int, most: int) -> date:
        """Return a day between `least` and `most` days from now; negative is past."""
        moment = self.now + timedelta(days=self.chance.randint(least, most))
        return moment.astimezone(OFFICE).date()

    def phone(self, country: str) -> str:
        """Return a number nobody has: subscriber parts that start with zeros, 555-01xx."""
        number = next(self._numbers)
        if country == "AE":
            return f"+971{self.chance.choice(GULF)}00{number:05}"
        if country == "US":
            return f"+1{AMERICA[number // 100 % len(AMERICA)]}55501{number % 100:02}"
        return f"+91{self.chance.choice(INDIA)}0{number:04}"

    def owner(self, country: str) -> User:
        """Return who looks after somebody from a country: the agent has the Gulf."""
        staff = self.staff
        if country == "AE":
            return self.chance.choice([staff.agent, staff.agent, staff.operator])
        return self.chance.choice([staff.operator, staff.operator, staff.founder])
