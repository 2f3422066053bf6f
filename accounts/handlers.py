"""What proposals may do to accounts, and who reads of their changes in the feed."""

from django.db.models import QuerySet

from accounts.models import Account, AccountIdentifier
from accounts.services import create_account, update_account
from approvals.choices import ItemOp
from approvals.models import ProposalItem
from approvals.registry import Applied, Operation, register
from approvals.selectors import describe_row
from approvals.services import apply_create, apply_update
from core.choices import State
from core.models import User
from core.registry import Belonging, register_belonging, register_feed
from core.services.handing import give_owned


def create(item: ProposalItem, actor: User) -> Applied:
    """Create the proposed account."""
    return apply_create(item, actor, create=create_account)


def update(item: ProposalItem, actor: User) -> Applied:
    """Change the proposed fields of an account."""
    return apply_update(item, actor, save=update_account)


register(
    Operation(
        "account.create",
        "Create an account",
        apply=create,
        describe=describe_row,
        model=Account,
        ops=frozenset({ItemOp.CREATE}),
        required=("display_name",),
    )
)
register(
    Operation(
        "account.update",
        "Change an account",
        apply=update,
        describe=describe_row,
        model=Account,
        ops=frozenset({ItemOp.UPDATE}),
    )
)


def _identifiers(user: User) -> "QuerySet[AccountIdentifier]":
    return AccountIdentifier.objects.filter(account__in=Account.objects.visible_to(user))


register_feed("account", Account.objects.visible_to)
register_feed("accountidentifier", _identifiers)


def _owned(user: User) -> "QuerySet[Account]":
    found: QuerySet[Account] = Account.objects.filter(owner=user, state=State.ACTIVE)
    return found


register_belonging(Belonging("accounts", _owned, give_owned, "accounts.change_account", "owner"))
