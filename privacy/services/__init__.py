"""Writes of privacy."""

from privacy.services.erasing import AlreadyErasedError, Outcome, erase_contact
from privacy.services.glass import break_glass
from privacy.services.proposing import propose_erasure
from privacy.services.purging import purge

__all__ = [
    "AlreadyErasedError",
    "Outcome",
    "break_glass",
    "erase_contact",
    "propose_erasure",
    "purge",
]
