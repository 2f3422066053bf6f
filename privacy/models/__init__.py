"""Tables of privacy."""

from privacy.models.rules import LegalHold, RetentionRule

__all__ = ["LegalHold", "RetentionRule"]
