"""What evidence does when a person takes a consent back."""

from contacts.models import Contact
from contacts.registry import register_withdrawal
from core.models import User
from evidence.models import Evidence
from evidence.services import recompute_qd


def stop_counting(contact: Contact, purpose: str, _by: User | None) -> None:
    """Make the score anew where signs rested on the purpose: they count no more, at once."""
    if Evidence.objects.filter(contact=contact, type__needs_consent=purpose).exists():
        recompute_qd(contact)


register_withdrawal("evidence", stop_counting)
