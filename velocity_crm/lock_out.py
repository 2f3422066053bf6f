"""Guessing passwords: who is locked out, and where they guess from.

Asked for permissions too, so it loads no page.
"""

from typing import Any

from axes.backends import AxesStandaloneBackend
from django.conf import settings
from django.http import HttpRequest


class LockOut(AxesStandaloneBackend):
    """Refuses a login name that was guessed at too often from one address.

    Code that checks a password without a request, such as a command, is not counted.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Refuse, or leave the answer to the next backend."""
        if request is not None:
            super().authenticate(request, username, password, **kwargs)


def client_address(request: HttpRequest) -> str:
    """Return the address of the caller, as the outermost of our own proxies saw it.

    X-Forwarded-For is believed for the last PROXY_COUNT entries only: what stands before them
    was written by the caller.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    if not settings.PROXY_COUNT:
        return direct
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    believed = hops[-settings.PROXY_COUNT :]
    return believed[0] or direct
