"""Who calls: a machine by its token, a person by the session of the site."""

from typing import Any

from knox.auth import TokenAuthentication
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed


class BearerAuthentication(TokenAuthentication):
    """`Authorization: Bearer vk_...`; knox keeps a hash of the token and its expiry."""

    def authenticate_credentials(self, token: bytes) -> tuple[Any, Any]:
        """Return the user and the token's row; a token that is no text is simply wrong."""
        if not token.isascii():
            raise AuthenticationFailed("Invalid token.")
        pair: tuple[Any, Any] = super().authenticate_credentials(token)
        return pair


class SessionAuthentication(authentication.SessionAuthentication):
    """The session cookie of the site; writes need the CSRF token in `X-CSRFToken`."""
