"""What happens elsewhere when a person takes an answer back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contacts.models import Contact
    from core.models import User

Withdrawal = Callable[["Contact", str, "User | None"], None]

_listeners: dict[str, Withdrawal] = {}


def register_withdrawal(name: str, listener: Withdrawal) -> None:
    """Have `listener(contact, purpose, by)` called in the transaction of every refusal."""
    _listeners[name] = listener


def tell(contact: "Contact", purpose: str, by: "User | None") -> None:
    """Tell everybody who acts on a purpose that it is refused now."""
    for listener in _listeners.values():
        listener(contact, purpose, by)
