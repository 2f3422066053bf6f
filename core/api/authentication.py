"""Who calls: a machine by its token, a person by the session of the site."""

import ipaddress
from typing import Any

from knox.auth import TokenAuthentication
from knox.models import AuthToken
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request


class BearerAuthentication(TokenAuthentication):
    """`Authorization: Bearer vk_...`; knox keeps a hash of the token and its expiry."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return the user and the token's row; a token calls from its networks alone."""
        pair: tuple[Any, Any] | None = super().authenticate(request)
        if pair is not None and not _is_near(pair[1], request.META.get("REMOTE_ADDR", "")):
            raise AuthenticationFailed("This token may not call from this address.")
        return pair

    def authenticate_credentials(self, token: bytes) -> tuple[Any, Any]:
        """Return the user and the token's row; a token that is no text is simply wrong."""
        if not token.isascii():
            raise AuthenticationFailed("Invalid token.")
        pair: tuple[Any, Any] = super().authenticate_credentials(token)
        return pair


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
