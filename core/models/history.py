"""History tables: simple-history's models and pages, rows written by our triggers."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


class CompleteHistory(HistoricalRecords):
    """The history of a canonical table, complete against every writer.

    One row per version of a row, all columns. The rows are written by the statement-level
    trigger `core_capture` (core.models.triggers), never by simple-history itself, so bulk
    writes and raw SQL are recorded too. One index only: (id, version), unique.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            inherit=True,
            user_db_constraint=False,
            history_change_reason_field=models.TextField(null=True),
            **options,
        )

    def copy_fields(self, model: type[models.Model]) -> dict[str, Any]:
        """Return the copied columns without the indexes simple-history would give each."""
        fields: dict[str, Any] = super().copy_fields(model)
        for field in fields.values():
            field.db_index = False
        return fields

    def get_extra_fields(self, model: type[models.Model], fields: dict[str, Any]) -> dict[str, Any]:
        """Return the columns of the history itself, the actor's without an index."""
        extra: dict[str, Any] = super().get_extra_fields(model, fields)
        extra["history_user"].db_index = False
        return extra

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """Return the Meta options with the one unique index of a history table."""
        options: dict[str, Any] = super().get_meta_options(model)
        name = f"history_{model._meta.db_table}_once"  # noqa: SLF001 -- Django's documented name
        options["constraints"] = [models.UniqueConstraint(name=name, fields=["id", "version"])]
        return options
