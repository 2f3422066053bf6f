"""Which changes of people's records a reader of the change feed learns of."""

from typing import TYPE_CHECKING, Any

from accounts.models import Account
from contacts.models import (
    AccountContact,
    Contact,
    ContactPoint,
    ContactRole,
    Household,
    HouseholdMember,
    PostalAddress,
    Relationship,
)
from core.registry import register_feed
from core.services import entity_type

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User


def _people(user: "User") -> "QuerySet[Contact]":
    return Contact.objects.visible_to(user)


def _accounts(user: "User") -> "QuerySet[Account]":
    return Account.objects.visible_to(user)


def _points(user: "User") -> "QuerySet[Any]":
    return ContactPoint.objects.filter(contact__in=_people(user))


def _roles(user: "User") -> "QuerySet[Any]":
    return ContactRole.objects.filter(contact__in=_people(user))


def _addresses(user: "User") -> "QuerySet[Any]":
    of_people = PostalAddress.objects.filter(contact__in=_people(user))
    return of_people | PostalAddress.objects.filter(account__in=_accounts(user))


def _links(user: "User") -> "QuerySet[Any]":
    return AccountContact.objects.filter(contact__in=_people(user), account__in=_accounts(user))


def _edges(user: "User") -> "QuerySet[Any]":
    found = Relationship.objects.filter(from_contact__in=_people(user))
    return found.filter(to_contact__in=_people(user)) | found.filter(to_account__in=_accounts(user))


def _households(user: "User") -> "QuerySet[Household]":
    return Household.objects.visible_to(user)


def _members(user: "User") -> "QuerySet[Any]":
    return HouseholdMember.objects.filter(
        contact__in=_people(user), household__in=_households(user)
    )


RULES = {
    Contact: _people,
    ContactPoint: _points,
    ContactRole: _roles,
    PostalAddress: _addresses,
    AccountContact: _links,
    Relationship: _edges,
    Household: _households,
    HouseholdMember: _members,
}

for _model, _rule in RULES.items():
    register_feed(entity_type(_model), _rule)
