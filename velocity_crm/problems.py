"""Answers to programs that never reach a view of the API: RFC 9457 problems."""

from http import HTTPStatus

from django.http import JsonResponse

from core.services import request_id


def problem(status: int, code: str, detail: str) -> JsonResponse:
    """Return a problem with a stable code and words for people."""
    body = {
        "type": f"urn:velocity:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "errors": [],
        "request_id": request_id(),
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")
