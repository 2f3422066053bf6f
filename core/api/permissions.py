"""Who may write: people by their permissions; machines propose."""

from rest_framework import permissions, status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.views import APIView

from core.models import User
from core.selectors.switches import is_on

PROPOSALS = "/api/v1/proposals/"


class ServiceMustProposeError(APIException):
    """A machine tried to write directly."""

    status_code = status.HTTP_403_FORBIDDEN
    default_code = "service_must_propose"
    default_detail = f"A service writes by proposing: POST {PROPOSALS}."
    extra = {"hint": PROPOSALS}


class MachineSwitchedOffError(APIException):
    """A machine tried to write while the kill switch it obeys is off."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "switched_off"
    default_detail = "Writes of machines are switched off for now; try again later."
    wait = 120


class ServicesPropose(permissions.BasePermission):
    """Refuses every write of a service where the view does not say `services_may_write`.

    While the kill switch its login obeys is off it writes nowhere.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return True, or raise ServiceMustProposeError or MachineSwitchedOffError."""
        writes = request.method not in permissions.SAFE_METHODS
        user = request.user
        if not (writes and isinstance(user, User) and user.is_service):
            return True
        if not is_on(user.obeys):
            raise MachineSwitchedOffError
        if not getattr(view, "services_may_write", False):
            raise ServiceMustProposeError
        return True


class MayWrite(permissions.BasePermission):
    """Asks for the Django permission the view names for a write (`write_permission`)."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return whether the caller may use this method here at all."""
        if request.method in permissions.SAFE_METHODS:
            return True
        needed: str | None = view.write_permission()  # type: ignore[attr-defined]
        return needed is None or request.user.has_perm(needed)
