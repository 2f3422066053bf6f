"""A confirmed mapping made ready to run over a million rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from imports.cleaning import decide_date_order, region_for, stated_in
from imports.cleaning.money_words import currency_named
from imports.projection import account, activity, addresses, around, contact, opportunity
from imports.projection.fields import bits_of
from imports.projection.kinds import kind_of
from imports.projection.labels import labels_beside, labels_in
from imports.projection.state import HOME, Column, Handler, Projected, park

HANDLERS: dict[str, dict[str, Handler]] = {
    "contact": contact.HANDLERS | around.HANDLERS,
    "account": account.HANDLERS,
    "activity": activity.HANDLERS,
    "opportunity": opportunity.HANDLERS,
}
FINISH = {
    "contact": contact.finish,
    "account": account.finish,
    "activity": activity.finish,
    "opportunity": opportunity.finish,
}
CURRENCY_OF = {"IN": "INR", "AE": "AED", "US": "USD", "GB": "GBP", "SG": "SGD"}
EMPTY: tuple[object, ...] = (None, "", [])
DATES = (
    ".date_of_birth",
    "activity.date",
    "activity.created_at",
    "opportunity.close_date",
    "opportunity.closed_at",
    "opportunity.created_at",
    "contact.next_followup_at",
)


@dataclass(frozen=True, slots=True)
class Mapped:
    """One column of the confirmed mapping; an empty target keeps the column raw."""

    position: int
    header: str
    target: str
    attrs: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What rows may name that is known here: colleagues, and stages with whether they close.

    Names are in lower case; None where nobody knows them.
    """

    colleagues: frozenset[str] | None = None
    stages: Mapping[str, bool] | None = None


NOT_KNOWN = Here()


def has_place(entity: str, target: str) -> bool:
    """Return whether cells of a field are written somewhere; others stay with their row."""
    return target in HANDLERS.get(entity, {})


class Plan:
    """Projects rows under one mapping; make it once, call `project` for each row."""

    def __init__(
        self,
        entity: str,
        columns: Sequence[Mapped],
        *,
        region_hint: str = "",
        samples: Sequence[Sequence[str]] = (),
        today: date | None = None,
        here: Here = NOT_KNOWN,
    ) -> None:
        self.entity = entity
        self.region_hint = region_hint or None
        self.today = today
        self.here = here
        self.channel = kind_of(column.header for column in columns)
        self.width = len(columns)
        handlers = HANDLERS.get(entity, {})
        places = addresses.places_of(columns)
        prepared = [_prepare(column, samples, self.region_hint, places) for column in columns]
        self._steps = [(c, handlers.get(c.target, park)) for c in prepared]
        self._positions = [c.position for c in prepared]
        self._in_order = self._positions == list(range(self.width))
        self._countries = [c.position for c in prepared if c.target.endswith(".country")]
        self._numbers = [c.position for c in prepared if c.target.endswith((".phone", ".whatsapp"))]
        self._currencies = [c.position for c in prepared if c.target.endswith(".currency")]
        self._bits = bits_of(entity)
        self._labels = labels_beside(columns)

    def project(self, cells: Sequence[str]) -> Projected:
        """Return one row's typed values, with every filled cell accounted for."""
        region = self._region(cells)
        row = Projected(
            labels=labels_in(cells, self._labels),
            today=self.today,
            colleagues=self.here.colleagues,
            stages=self.here.stages,
            channel=self.channel,
            region=region,
            currency=self._currency(cells, region),
        )
        filled = 0
        for (column, handler), raw in zip(self._steps, self._mapped(cells), strict=False):
            if raw and not raw.isspace():
                filled += 1
                handler(row, column, raw)
        for position in range(self.width, len(cells)):
            if cells[position].strip():
                filled += 1
                park(row, Column(position, "", "", {}), cells[position])
        FINISH[self.entity](row)
        if row.refusal:  # nothing of it becomes a value: what was read is refused with the row
            row.rejected = filled - row.parked
        else:
            row.projected = filled - row.parked - row.rejected
        return row

    def _mapped(self, cells: Sequence[str]) -> Sequence[str]:
        """Return the cells in the order of the columns; of a short row fewer may do."""
        if self._in_order:
            return cells
        count = len(cells)
        return [cells[at] if at < count else "" for at in self._positions]

    def mask(self, row: Projected) -> int:
        """Return which golden fields the row gives."""
        bit = self._bits.get
        mask = 0
        for name, value in row.entity.items():
            if value or value not in EMPTY:
                mask |= bit(name, 0)
        if row.points:
            mask |= bit("points", 0)
        if row.address:
            mask |= bit("address", 0)
        if row.entity.get("company_name"):
            mask |= bit("employer", 0)
        return mask

    def _region(self, cells: Sequence[str]) -> str | None:
        country = _first(cells, self._countries)
        if country and (region := region_for(country)):
            return region
        numbers = [cells[i] for i in self._numbers if i < len(cells) and "+" in cells[i]]
        if not country and not numbers:
            return self.region_hint
        return region_for("", "", numbers, self.region_hint)

    def _currency(self, cells: Sequence[str], region: str | None) -> str | None:
        named = _first(cells, self._currencies).strip()
        if named:
            return currency_named(named) or None
        return CURRENCY_OF.get(self.region_hint or "") or CURRENCY_OF.get(region or "")


def _prepare(
    column: Mapped,
    samples: Sequence[Sequence[str]],
    region_hint: str | None,
    places: dict[int, str],
) -> Column:
    dates = None
    if column.target.endswith(DATES):
        values: Iterable[str] = (
            cells[column.position] for cells in samples if column.position < len(cells)
        )
        dates = decide_date_order(values, region_hint)
    place = places.get(column.position, HOME)
    stated = stated_in(column.header)
    return Column(
        column.position, column.header, column.target, dict(column.attrs), dates, place, stated
    )


def _first(cells: Sequence[str], positions: Sequence[int]) -> str:
    for at in positions:
        if at < len(cells) and cells[at].strip():
            return cells[at]
    return ""
