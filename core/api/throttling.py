"""How often one token may call."""

import math

from knox.models import AuthToken
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from core.selectors.addresses import client_address


class TokenThrottle(SimpleRateThrottle):
    """Counts per token; callers with a session are counted per person, strangers per address.

    The rate is `DEFAULT_THROTTLE_RATES["user"]`; each web process keeps its own count.
    """

    scope = "user"
    num_requests: int
    duration: int

    def get_cache_key(self, request: Request, view: APIView) -> str:  # noqa: ARG002 -- the framework's signature
        """Return the name the calls are counted under."""
        if isinstance(request.auth, AuthToken):
            return f"throttle:token:{request.auth.digest[:32]}"
        if request.user.is_authenticated:
            return f"throttle:user:{request.user.pk}"
        address = client_address(request._request)  # noqa: SLF001 -- the framework keeps Django's there
        return f"throttle:address:{address}"

    def headers(self) -> dict[str, str]:
        """Return the RateLimit header fields of the answer; empty when no rate is set."""
        if self.rate is None or not hasattr(self, "history"):
            return {}
        first = self.history[-1] if self.history else self.now
        return {
            "RateLimit-Limit": str(self.num_requests),
            "RateLimit-Remaining": str(max(0, self.num_requests - len(self.history))),
            "RateLimit-Reset": str(math.ceil(max(0, self.duration - (self.now - first)))),
        }
