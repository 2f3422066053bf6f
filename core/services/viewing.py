"""Who looked at what few may see."""

from core.choices import Visibility
from core.models import OwnedModel, User, entity_type
from core.selectors.masking import GRAVE, masks, sensitive_fields
from core.services.auditing import audit


def note_view(row: OwnedModel, *, by: User) -> None:
    """Write down that somebody but its owner opened a restricted record, or read what few may.

    The line names the sensitive fields that were read, never their values.
    """
    if row.owner_id == by.pk:
        return
    restricted, read = row.visibility == Visibility.RESTRICTED, _read(row, by)
    if restricted or read:
        kind, what = entity_type(row), "restricted" if restricted else "sensitive"
        audit(
            f"{kind}.viewed_{what}",
            by=by,
            object_type=kind,
            object_uid=row.uid,
            payload={"fields": read} if read else {},
        )


def _read(row: OwnedModel, by: User) -> list[str]:
    """Return the sensitive fields of a row that hold something and are shown to this user."""
    kind = entity_type(row)
    hidden = masks(by, kind)
    return [
        name
        for (entity, name), field in sorted(sensitive_fields().items())
        if entity == kind
        and field.level >= GRAVE
        and name not in hidden
        and getattr(row, name, None) not in (None, "")
    ]
