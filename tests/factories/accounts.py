"""Organisations."""

import factory

from accounts.models import Account, AccountIdentifier
from tests.factories.base import CanonicalFactory


class AccountFactory(CanonicalFactory):
    """A company nobody owns yet."""

    class Meta:
        model = Account

    display_name = factory.Sequence(lambda n: f"Meridian Holdings {n}")


class AccountIdentifierFactory(CanonicalFactory):
    """An unverified GST number of a new account."""

    class Meta:
        model = AccountIdentifier

    account = factory.SubFactory(AccountFactory)
    kind = "gstin"
    number = factory.Sequence(lambda n: f"27AAAAA{n:04}A1Z5")
