"""Which organisations are a person by another name: nobody else's, and named after them."""

from collections.abc import Iterable

from django.db import models

from accounts.choices import AccountKind
from accounts.models import Account
from contacts.models import AccountContact, Contact
from core.choices import State

# what one person buys or works through
PERSONAL = (AccountKind.BUYING_ENTITY, AccountKind.POWER_OF_ATTORNEY, AccountKind.ESTATE)


def own_accounts(contacts: Iterable[int]) -> list[int]:
    """Return the ids of the accounts that speak of nobody but these people.

    Nobody else was ever linked to them or works there, and the account is of a kind that stands
    for one person or bears the family name of one of them (without one, the whole name).
    """
    ids = list(contacts)
    linked = AccountContact.objects.filter(contact__in=ids).values("account")
    employed = Contact._base_manager.filter(pk__in=ids, employer__isnull=False).values("employer")  # noqa: SLF001 -- Django's documented name
    others = models.Q(models.Exists(_others(AccountContact, "account", "contact", ids)))
    others |= models.Q(models.Exists(_others(Contact, "employer", "pk", ids)))
    near = models.Q(pk__in=linked) | models.Q(pk__in=employed)
    rows = Account.objects.filter(near).exclude(others).exclude(state=State.ERASED)
    names = _names(ids)
    return [
        pk
        for pk, kind, key in rows.values_list("pk", "kind", "name_key")
        if kind in PERSONAL or any(name <= set(key.split()) for name in names)
    ]


def _others(
    model: type[models.Model], account: str, person: str, ids: list[int]
) -> "models.QuerySet[models.Model]":
    rows = model._base_manager.filter(**{account: models.OuterRef("pk")})  # noqa: SLF001 -- Django's documented name
    return rows.exclude(**{f"{person}__in": ids})


def _names(ids: list[int]) -> list[set[str]]:
    """Return the words of each family name, folded as names of accounts are."""
    fold = [models.Func(name, function="core_fold") for name in ("family_name", "full_name")]
    people = Contact._base_manager.filter(pk__in=ids).values_list(*fold)  # noqa: SLF001 -- Django's documented name
    return [set((family or whole).split()) for family, whole in people if family or whole]
