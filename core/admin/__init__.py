"""The bases of every admin page, and the pages of the kernel's own tables."""

from core.admin import people, records
from core.admin.access import Narrowed, is_operator, person, visible_rows
from core.admin.canonical import CanonicalAdmin, without
from core.admin.forms import VersionedForm
from core.admin.inlines import CanonicalInline
from core.admin.owned import (
    ArchivableAdmin,
    OwnedAdmin,
    SharedAdmin,
    state_column,
    updated_column,
)
from core.admin.readonly import ReadOnlyAdmin, ReadOnlyInline
from core.admin.showing import badge, money, when
from core.admin.tables import AuditedAdmin

__all__ = [
    "ArchivableAdmin",
    "AuditedAdmin",
    "CanonicalAdmin",
    "CanonicalInline",
    "Narrowed",
    "OwnedAdmin",
    "ReadOnlyAdmin",
    "ReadOnlyInline",
    "SharedAdmin",
    "VersionedForm",
    "badge",
    "is_operator",
    "money",
    "people",
    "person",
    "records",
    "state_column",
    "updated_column",
    "visible_rows",
    "when",
    "without",
]
