"""Guessing passwords: who is locked out.

Asked for permissions too, so it loads no page.
"""

from typing import Any

from axes.backends import AxesStandaloneBackend
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
