"""What hangs on a merged account moves to the one that stays."""

from accounts.models import Account, AccountIdentifier
from core.models import User
from core.services.moving import Moved, change
from core.services.uniting import unite_grants


def repoint_account(*, survivor: Account, loser: Account, by: User | None) -> list[Moved]:
    """Move what of accounts belongs to `loser` to `survivor`."""
    rows = Account.objects.filter(parent=loser)
    itself = rows.filter(pk=survivor.pk)
    upper = None if loser.parent_id == survivor.pk else loser.parent
    return [
        *change(itself, by=by, parent=upper),
        *change(rows.exclude(pk=survivor.pk), by=by, parent=survivor),
        *change(AccountIdentifier.objects.filter(account=loser), by=by, account=survivor),
        *unite_grants(survivor, loser),
    ]
