"""The answer to a write that has to be approved first."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from approvals.models import Proposal


class DealProposedSerializer(serializers.Serializer[Any]):
    """The proposal a request became."""

    proposal = serializers.UUIDField()
    state = serializers.CharField()


def proposed(proposal: Proposal, headers: dict[str, str] | None = None) -> Response:
    """Return 202 with the proposal a request became."""
    body = {"proposal": proposal.uid, "state": proposal.state}
    return Response(DealProposedSerializer(body).data, status=202, headers=headers)
