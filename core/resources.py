"""The shape of exported files."""

import re
from typing import Any

from import_export import resources

# spreadsheets run cells that begin so; plain numbers and phone numbers are left alone. Those of
# East Asia take the full-width signs for the same
_FORMULA = re.compile(r"[=+\-@\t\r](?!\d[\d ().-]*$)|[\uff1d\uff0b\uff0d\uff20]")


class CanonicalResource(resources.ModelResource):
    """The columns of a canonical table as people read them: references by name, choices in words.

    Files come in through the imports app; this is the way out. `clean_model_instances` holds for
    whoever imports with a resource all the same.
    """

    class Meta:
        clean_model_instances = True
        use_transactions = True
        skip_unchanged = True

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        """Return one cell: the words of a choice, the name of a related record, no formula."""
        name = field.column_name or ""  # the attribute of a reference is its id
        value = getattr(instance, name, None)
        if words := getattr(instance, f"get_{name}_display", None):
            cell = words()
        elif hasattr(value, "_meta"):
            cell = str(value)
        elif isinstance(value, list):
            cell = ", ".join(str(part) for part in value)
        else:
            cell = super().export_field(field, instance, **kwargs)
        return harmless(cell)


def harmless(cell: Any) -> Any:
    """Return a cell no spreadsheet takes for a formula: an apostrophe stands before it."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
