"""Sending one message to an address that may not lie in our own network.

What was looked at is what is called: a name that is looked up a second time may lead elsewhere.
"""

import ipaddress
import socket

import httpx
from django.conf import settings

TIMEOUT = httpx.Timeout(10.0)
HTTPS, LAST_PORT = 443, 65_535


class PrivateAddressError(Exception):
    """The address of an endpoint leads into our own network."""


def is_address(url: str) -> bool:
    """Return whether one could be called at all: a host, and a port there is."""
    try:
        _read(url)
    except httpx.InvalidURL:
        return False
    return True


def post(url: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
    """Send a body; raises PrivateAddressError, OSError, httpx.HTTPError or httpx.InvalidURL."""
    asked = _read(url)
    with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
        if settings.LOCAL:
            return client.post(asked, content=body, headers=headers)
        named = headers | {"Host": asked.netloc.decode()}
        *others, last = _addresses(asked)
        for address in others:
            try:
                return _call(client, asked, address, body, named)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue  # a host of two addresses may be out of reach by one
        return _call(client, asked, last, body, named)


def _read(url: str) -> httpx.URL:
    asked = httpx.URL(url)
    if not asked.host or not 0 < (asked.port or HTTPS) <= LAST_PORT:
        raise httpx.InvalidURL(f"no host or no port there is: {url}")
    return asked


def _call(
    client: httpx.Client, asked: httpx.URL, address: str, body: bytes, headers: dict[str, str]
) -> httpx.Response:
    """Call the address under the name it was looked up by: certificates speak of the name."""
    return client.post(
        asked.copy_with(host=address),
        content=body,
        headers=headers,
        extensions={"sni_hostname": _host(asked)},
    )


def _addresses(asked: httpx.URL) -> list[str]:
    """Return where a name leads; raises PrivateAddressError if any of it is inside our network."""
    found = socket.getaddrinfo(_host(asked), asked.port or HTTPS, type=socket.SOCK_STREAM)
    addresses = [str(address[0]) for *_, address in found]
    if not all(ipaddress.ip_address(address).is_global for address in addresses):
        raise PrivateAddressError(f"{asked.host} lies in a private network")
    return addresses


def _host(asked: httpx.URL) -> str:
    """Return the name as it is looked up: in ASCII, whatever alphabet it was typed in."""
    return asked.raw_host.decode()
