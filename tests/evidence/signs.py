"""Signs as their producers send them."""

from datetime import UTC, datetime

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)


def sign(number=1, **more):
    return {
        "producer": "sentinel",
        "external_id": f"s-{number}",
        "subject": {"session_ref": "room-7"},
        "type": "site_visit_done",
        "occurred_at": AT.isoformat(),
    } | more


def about(contact, number=1, **more):
    return sign(number, subject={"uid": str(contact.uid)}, **more)
