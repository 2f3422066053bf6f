"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address of the caller, as the outermost of our own proxies saw it.

    X-Forwarded-For is believed for the last PROXY_COUNT entries only: what stands before them
    was written by the caller.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    if not settings.PROXY_COUNT:
        return direct
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    believed = hops[-settings.PROXY_COUNT :]
    return believed[0] or direct
