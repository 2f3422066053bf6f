"""Tables of the kernel, and the bases of every canonical table."""

from core.models.canonical import CanonicalModel, OwnedModel, entity_type, one_of
from core.models.functions import UuidV7
from core.models.people import Team, TeamMembership, User
from core.models.places import CountryField, TimeZoneField, countries
from core.models.proof import AuditSeal, Erasure
from core.models.record import AuditEvent, ChangeEvent, IdempotencyRecord
from core.models.sensitive import SensitiveField
from core.models.sources import SourceSystem
from core.models.tokens import TokenGrant

__all__ = [
    "AuditEvent",
    "AuditSeal",
    "CanonicalModel",
    "ChangeEvent",
    "CountryField",
    "Erasure",
    "IdempotencyRecord",
    "OwnedModel",
    "SensitiveField",
    "SourceSystem",
    "Team",
    "TeamMembership",
    "TimeZoneField",
    "TokenGrant",
    "User",
    "UuidV7",
    "countries",
    "entity_type",
    "one_of",
]
