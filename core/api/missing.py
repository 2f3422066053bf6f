"""Paths the API does not have."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from core.api.views import Api


@extend_schema(exclude=True)
class MissingView(Api):
    """Answers every other path with a problem instead of a page."""

    permission_classes = [AllowAny]
    takes_key = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse, whatever the method."""
        super().initial(request, *args, **kwargs)
        raise NotFound("There is no such path.")
