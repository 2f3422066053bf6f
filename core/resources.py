"""The shape of exported files."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import TYPE_CHECKING, Any

from django.db import models
from import_export import resources

from core.models import User, entity_type
from core.selectors.masking import DOTS, masked, masks
from core.selectors.people import zone_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

type Line = list[Any]

CHUNK = 1_000  # rows read at once
# spreadsheets run cells that begin so; plain numbers and phone numbers are left alone. Those of
# East Asia take the full-width signs for the same
_FORMULA = re.compile(r"[=+\-@\t\r](?!\d[\d ().-]*$)|[\uff1d\uff0b\uff0d\uff20]")


class CanonicalResource(resources.ModelResource):
    """The columns of a canonical table as people read them: references by name, choices in words.

    Moments are those of the reader's clock and say how far it is from UTC.
    What its reader does not see is masked, in the names of related records too. Files come in
    through the imports app; this is the way out. `clean_model_instances` holds for whoever imports
    with a resource all the same.
    """

    class Meta:
        clean_model_instances = True
        use_transactions = True
        skip_unchanged = True

    def __init__(self, *, reader: User | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.reader = reader  # none for who asks which columns there are
        self._own = reader.pk if reader else None
        self._masks: dict[tuple[str, bool], dict[str, str]] = {}  # asked once a file, not a cell

    def lines(
        self,
        rows: "QuerySet[Any]",
        ids: Sequence[int],
        *,
        columns: Collection[str] | None = None,
        **more: Any,
    ) -> Iterator[Line]:
        """Yield the header and a line for each of these ids, read in parts: the memory is constant.

        Those not among `rows` any more when their part is read are left out. `columns` are those
        to write, all without it.
        """
        fields = self.get_export_fields(columns)
        yield [field.column_name for field in fields]
        for part in batched(ids, CHUNK):
            found = rows.in_bulk(part)
            for row in (found[pk] for pk in part if pk in found):
                yield [self.export_field(field, row, **more) for field in fields]

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        """Return one cell: the words of a choice, the name of a related record, no formula.

        Raises ValueError where nobody said who reads it.
        """
        name = field.column_name or ""  # the attribute of a reference is its id
        value: Any = getattr(instance, name, None)
        if mask := self._hidden(instance).get(name):
            cell = masked(mask, value)
        elif words := getattr(instance, f"get_{name}_display", None):
            cell = words()
        elif hasattr(value, "_meta"):
            cell = self._name_of(value)
        elif isinstance(value, list):
            cell = ", ".join(str(part) for part in value)
        elif isinstance(value, datetime):
            cell = value.astimezone(zone_of(self.reader)).isoformat(" ", "seconds")
        else:
            cell = super().export_field(field, instance, **kwargs)
        return harmless(cell)

    def _name_of(self, row: models.Model) -> str:
        """Return what a record is called, with a mask in the place of a value it is named after."""
        name = str(row)
        for field, mask in self._hidden(row).items():
            value = str(getattr(row, field, None) or "")
            name = name.replace(value, str(masked(mask, value) or DOTS)) if value else name
        return name

    def _hidden(self, row: models.Model) -> dict[str, str]:
        if self.reader is None:
            raise ValueError("a file is written for somebody: say who reads it")
        owned = getattr(row, "owner_id", None) == self._own
        kind = entity_type(row), owned
        if kind not in self._masks:
            self._masks[kind] = masks(self.reader, kind[0], owned=owned)
        return self._masks[kind]


def harmless(cell: Any) -> Any:
    """Return a cell no spreadsheet takes for a formula: an apostrophe stands before it."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
