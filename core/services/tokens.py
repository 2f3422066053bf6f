"""Tokens of machines: made with the least scopes, shown once, revoked."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from knox.models import AuthToken

from core.choices import SCOPE, SERVICE_PART, SERVICE_SCOPES
from core.models import SourceSystem, TokenGrant, User
from core.services.auditing import audit

LIFE = 90  # days
LONGEST_LIFE = 730
PROPOSES = ("proposals:read", "proposals:write")


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made; `secret` is nowhere else and cannot be had again."""

    grant: TokenGrant
    secret: str


@transaction.atomic
def create_token(
    user: User,
    *,
    by: User | None,
    name: str = "",
    scopes: Iterable[str] = (),
    networks: Iterable[str] = (),
    days: int = LIFE,
) -> NewToken:
    """Make a token and return it with its secret.

    Without `scopes` it has those of the service's part, least of all to propose; a person's
    token may do what the person may, so nobody makes one but that person, or the server's own
    command (`by` is None). Raises ValidationError, for what is no scope or network too.
    """
    if by is not None and by != user and not user.is_service:
        raise ValidationError({"user": "With a person's token one acts as that person."})
    if not 1 <= days <= LONGEST_LIFE:
        raise ValidationError({"days": f"A token lives 1 to {LONGEST_LIFE} days."})
    wanted = list(dict.fromkeys(scopes)) or default_scopes(user)
    if wrong := [scope for scope in wanted if not SCOPE.fullmatch(scope)]:
        raise ValidationError({"scopes": f"{wrong[0]!r} is no scope; contacts:read is one."})
    token, secret = AuthToken.objects.create(user, expiry=timedelta(days=days))
    grant = TokenGrant.objects.create(
        token=token,
        name=name,
        scopes=wanted,
        networks=[_network(text) for text in networks],
        created_by=by,
    )
    payload = {"key": token.token_key, "user": user.pk, "scopes": wanted, "days": days}
    audit("token.created", by=by, object_type="token", payload=payload)
    return NewToken(grant, secret)


@transaction.atomic
def equip(user: User, *, by: User | None) -> None:
    """Give a machine of the house the source and the permissions its part works with.

    Raises ValidationError for a login without a part, and when somebody else owns the source.
    """
    if user.username not in SERVICE_PART or not user.is_service:
        raise ValidationError(f"{user.username} has no part here: {', '.join(SERVICE_PART)} have.")
    code, names = SERVICE_PART[user.username]
    source = SourceSystem.objects.select_for_update().get(code=code)
    if source.owner_id not in (None, user.pk):
        raise ValidationError(f"{source.owner} speaks for {code}.")
    source.owner = user
    source.save(update_fields=["owner"])
    for name in names:
        app, _, codename = name.partition(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    payload = {"user": user.pk, "source": code, "permissions": list(names)}
    audit("service.equipped", by=by, object_type="user", payload=payload)


@transaction.atomic
def revoke_token(token: AuthToken, *, by: User | None) -> None:
    """End a token at once."""
    payload = {"key": token.token_key, "user": token.user_id}
    audit("token.revoked", by=by, object_type="token", payload=payload)
    token.delete()


def default_scopes(user: User) -> list[str]:
    """Return the scopes of a login's part: a known service's, else to propose; a person's all."""
    if not user.is_service:
        return ["*"]
    return list(SERVICE_SCOPES.get(user.username, PROPOSES))


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text.strip()))
    except ValueError as error:
        raise ValidationError({"networks": f"{text!r} is no network: {error}"}) from error
