"""The three flows a founder is shown, driven through the real pages: clients, accounts, dossier."""

import random
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from contacts.models import Contact
from core.choices import State, UserKind
from core.models import User
from identity.models import SourceRecord

FOUND, SAMPLE = 200, 5


class ShowError(Exception):
    """A flow does not work; the text says which page or value."""


def shown(part: str) -> str:
    """Drive one of SHOWN and return what was seen; ShowError if it does not work.

    The login it needs is rolled back.
    """
    with transaction.atomic():
        seen = SHOWN[part](_founder())
        transaction.set_rollback(True)
    return seen


def _clients(founder: Client) -> str:
    """Open the list of clients, and find one by name."""
    contact = _one(Contact)
    text = _page(founder, "client360:contacts", q=contact.full_name)
    if str(contact.uid) not in text:
        raise ShowError(f"searching for {contact.uid} by name does not find the client")
    return f"{contact.full_name} is found by name"


def _accounts(founder: Client) -> str:
    """Open the list of accounts, and the page of one."""
    account = _one(Account)
    _page(founder, "client360:accounts")
    _page(founder, "client360:account", account.uid)
    return f"{account} opens"


def _dossiers(founder: Client) -> str:
    """Hold dossiers of random clients against the canonical rows; no section may fail."""
    for contact in _some(Contact):
        address = reverse("contact-360", args=[contact.uid])
        answer = founder.get(address, secure=True)
        body = answer.json() if answer.status_code == FOUND else {}
        shown = body.get("contact", {})
        said = (shown.get("full_name"), body.get("version_vector", {}).get("contact"))
        if said != (contact.full_name, contact.version) or body.get("partial"):
            raise ShowError(f"the dossier of {contact.uid} says {said} ({answer.status_code})")
        _page(founder, "client360:contact", contact.uid)
    return "dossiers equal the canonical rows"


def _origins(founder: Client) -> str:
    """Have an imported client say where its values came from."""
    record = SourceRecord.objects.filter(contact__state=State.ACTIVE).order_by("-id").first()
    if record is None or record.contact is None:
        raise ShowError("no client was imported yet: nothing to explain")
    _page(founder, "client360:contact_origins", record.contact.uid)
    return "an imported client is explained"


def _page(founder: Client, name: str, *arguments: Any, **query: str) -> str:
    answer = founder.get(reverse(name, args=arguments), query, secure=True)
    if answer.status_code != FOUND:
        raise ShowError(f"{answer.request['PATH_INFO']} answers {answer.status_code}")
    return answer.content.decode()


def _founder() -> Client:
    """Return a browser signed in as somebody who sees every record."""
    people = User.objects.filter(is_active=True, kind=UserKind.HUMAN)
    founder = next((user for user in people if user.has_perm("core.see_everything")), None)
    if founder is None:
        raise ShowError("nobody may see every record: there is no founder")
    host = next((name for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    client = Client(SERVER_NAME=host.lstrip("."))
    client.force_login(founder)
    session = client.session
    session["second_factor"] = True  # outside local the pages ask for it; this login is rolled back
    session.save()
    return client


def _one[Row: (Contact, Account)](model: type[Row]) -> Row:
    return _some(model)[0]


def _some[Row: (Contact, Account)](model: type[Row]) -> list[Row]:
    """Return a few random living rows; by primary key, which is quick however many there are."""
    living = model.objects.filter(state=State.ACTIVE)
    last = living.order_by("-pk").first()
    if last is None:
        raise ShowError(f"there is no {model._meta.verbose_name} to show")  # noqa: SLF001 -- Django's documented name
    start = random.randint(1, last.pk)  # noqa: S311 -- a sample
    return list(living.filter(pk__gte=start).order_by("pk")[:SAMPLE])


SHOWN: dict[str, Callable[[Client], str]] = {
    "the list of clients": _clients,
    "the list of accounts": _accounts,
    "the dossier": _dossiers,
    "the origin of an imported client": _origins,
}
