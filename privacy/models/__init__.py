"""Tables of privacy."""

from privacy.models.files import FileToRemove
from privacy.models.rules import LegalHold, RetentionRule

__all__ = ["FileToRemove", "LegalHold", "RetentionRule"]
