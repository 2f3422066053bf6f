"""Who looked at what few may see."""

from core.choices import Visibility
from core.models import OwnedModel, User, entity_type
from core.services.auditing import audit


def note_view(row: OwnedModel, *, by: User) -> None:
    """Write down that somebody but its owner opened a restricted record."""
    if row.visibility != Visibility.RESTRICTED or row.owner_id == by.pk:
        return
    kind = entity_type(row)
    audit(f"{kind}.viewed_restricted", by=by, object_type=kind, object_uid=row.uid)
