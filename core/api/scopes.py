"""What a token may do: scopes are families of paths and a verb."""

from typing import Any

from knox.models import AuthToken
from rest_framework import permissions
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.views import APIView

PREFIX = "/api/v1/"
ALL = "*"
FREE = frozenset({"me"})  # who am I, and what may I do


class OutOfScopeError(PermissionDenied):
    """The token was not made for this; `scope` is the one it lacks."""

    default_code = "forbidden"

    def __init__(self, scope: str) -> None:
        super().__init__(f"This token lacks the scope {scope}.")
        self.extra = {"scope": scope}


class InScope(permissions.BasePermission):
    """Asks for the scope of a path when the caller has a token; sessions have none."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return True, or raise OutOfScopeError."""
        if not isinstance(request.auth, AuthToken):
            return True
        needed = scope_of(request, view)
        if needed is None or allows(scopes_of(request.auth), needed):
            return True
        raise OutOfScopeError(needed)


def scopes_of(token: AuthToken) -> list[str]:
    """Return the scopes of a token; a machine's token without a grant has none."""
    grant: Any = getattr(token, "grant", None)
    if grant is None:
        return [] if token.user.is_service else [ALL]
    found: list[str] = grant.scopes
    return found


def names(request: Request, scope: str) -> bool:
    """Return whether the caller is a machine whose token names this scope itself, not by `*`."""
    token = request.auth
    return isinstance(token, AuthToken) and token.user.is_service and scope in scopes_of(token)


def scope_of(request: Request, view: APIView) -> str | None:
    """Return the scope a request needs: the view's own, else by path and method."""
    own: str | None = getattr(view, "scope", None)
    if own:
        return own
    family = request.path.removeprefix(PREFIX).split("/")[0]
    if family in FREE:
        return None
    reads = request.method in permissions.SAFE_METHODS or not getattr(view, "takes_key", True)
    return f"{family}:{'read' if reads else 'write'}"


def allows(scopes: list[str], needed: str) -> bool:
    """Return whether one of the scopes covers the one needed."""
    verb = needed.partition(":")[2]
    return not {needed, f"*:{verb}", ALL}.isdisjoint(scopes)
