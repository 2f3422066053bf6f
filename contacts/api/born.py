"""A date of birth: what is guarded is not written over REST but proposed."""

from datetime import date
from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from approvals.choices import ItemOp
from approvals.services import ItemDraft, propose
from contacts.models import Contact
from core.models import User

BORN = "date_of_birth"
ALONE = "A date of birth waits for a decision. Send it by itself."


class ContactProposedSerializer(serializers.Serializer[Any]):
    """The proposal a change became."""

    proposal = serializers.UUIDField()
    state = serializers.CharField()


def propose_birth(row: Contact, born: date | None, *, version: int, by: User) -> Response:
    """Return 202 with the proposal to keep another date of birth, based on a version."""
    item = ItemDraft(
        op=ItemOp.UPDATE,
        target_type="contact",
        target_uid=row.uid,
        base_version=version,
        after={BORN: born.isoformat() if born else None},
    )
    title = f"Date of birth of {row}"
    proposal = propose(kind="contact.update", title=title, items=[item], by=by)
    body = {"proposal": proposal.uid, "state": proposal.state}
    return Response(ContactProposedSerializer(body).data, status=202)
