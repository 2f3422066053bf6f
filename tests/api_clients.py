"""Callers of the REST surface."""

from django.contrib.auth.models import Permission
from rest_framework.test import APIClient

from contacts.models import Contact
from core.models import User

WRITES = (
    "add_contact",
    "change_contact",
    "add_account",
    "change_account",
    "add_consentrecord",
)


def calls(user: User) -> APIClient:
    """Return a client with the session of a user."""
    client = APIClient()
    client.force_login(user)
    return client


def writes(user: User) -> APIClient:
    """Return a client of a user who may add and change contacts and accounts."""
    user.user_permissions.add(*Permission.objects.filter(codename__in=WRITES))
    return calls(User.objects.get(pk=user.pk))


def contact_url(contact: Contact, *rest: object) -> str:
    """Return the path of a contact, or of what hangs on it."""
    return "/".join([f"/api/v1/contacts/{contact.uid}", *map(str, rest)]) + "/"


def may(user: User, *permissions: str) -> APIClient:
    """Return a client of a user who also has these permissions: `activities.add_task`."""
    for name in permissions:
        app, _, codename = name.partition(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    return calls(User.objects.get(pk=user.pk))
