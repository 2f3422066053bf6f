"""Who calls: a machine by its token, a person by the session of the site."""

import ipaddress
from hmac import compare_digest
from typing import Any

from django.utils import timezone
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.models import AuthToken
from knox.settings import CONSTANTS
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from core.selectors.addresses import client_address
from core.selectors.tokens import tokens_of


class BearerAuthentication(TokenAuthentication):
    """`Authorization: Bearer vk_...`; knox keeps a hash of the token and its expiry."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return the user and the token's row; a token calls from its networks alone."""
        pair: tuple[Any, Any] | None = super().authenticate(request)
        if pair is not None and not _is_near(pair[1], client_address(request._request)):  # noqa: SLF001 -- the framework keeps Django's there
            raise AuthenticationFailed("This token may not call from this address.")
        return pair

    def authenticate_credentials(self, token: bytes) -> tuple[Any, Any]:
        """Return the user and the token's row with its grant, in one query.

        Knox would read all tokens of the user to delete those that ended; ours stay on record.
        """
        text = token.decode(errors="replace")
        digest = hash_token(text)
        for row in tokens_of(text[: CONSTANTS.TOKEN_KEY_LENGTH]):
            ended = row.expiry is not None and row.expiry < timezone.now()
            if compare_digest(digest, row.digest) and not ended:
                pair: tuple[Any, Any] = self.validate_user(row)
                return pair
        raise AuthenticationFailed("Invalid token.")


class SessionAuthentication(authentication.SessionAuthentication):
    """The session cookie of the site; writes need the CSRF token in `X-CSRFToken`."""


def _is_near(token: AuthToken, address: str) -> bool:
    """Return whether an address lies in one of the token's networks; without any, all do."""
    networks: list[str] = getattr(getattr(token, "grant", None), "networks", [])
    if not networks:
        return True
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(caller in ipaddress.ip_network(network) for network in networks)
