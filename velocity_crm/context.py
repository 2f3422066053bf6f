"""What every page of the house needs to draw its frame."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the template variables of the page frame."""
    return {
        "demo_mode": settings.DEMO,
        "solo_mode": settings.SOLO_MODE,
        "qd_label": settings.QD_LABEL,
        "request_path": request.path,
    }
