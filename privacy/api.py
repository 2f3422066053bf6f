"""`/contacts/{uid}/privacy-export/` and `/contacts/{uid}/erase/`: rights of the person."""

from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from contacts.models import Contact
from core.api.owned import readable_row, writable_row
from core.api.renderers import OrjsonRenderer
from core.api.views import Api
from core.services import audit
from privacy.selectors import held_about
from privacy.selectors.prov import prov_json
from privacy.services import propose_erasure

ANSWER = "privacy.answer_requests"


class HeldSerializer(serializers.Serializer[Any]):
    """Everything held about one person, table by table."""

    subject = serializers.UUIDField()
    made_at = serializers.DateTimeField()
    records = serializers.DictField(help_text="Rows by entity.")
    history = serializers.DictField(help_text="Every version of them.")
    files = serializers.ListField(child=serializers.DictField(), help_text="Rows of files.")
    proposals = serializers.ListField(child=serializers.DictField())
    audit = serializers.ListField(child=serializers.DictField())


class GroundsSerializer(serializers.Serializer[Any]):
    """Why somebody is to be forgotten; it outlives them, so it names nobody."""

    grounds = serializers.CharField(max_length=300)


class ErasureProposedSerializer(serializers.Serializer[Any]):
    """The proposal two people decide about."""

    proposal = serializers.UUIDField()
    state = serializers.CharField()


class PrivacyExportView(Api):
    """Subject access."""

    @extend_schema(responses=HeldSerializer)
    def get(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return everything held about a person: rows, history, raw cells, proposals, audit."""
        contact = readable_row(Contact.objects.visible_to(self.caller), Contact, uid)
        if not self.caller.has_perm(ANSWER):
            raise PermissionDenied
        audit("privacy.exported", by=self.caller, object_type="contact", object_uid=contact.uid)
        return Response(held_about(contact))


class ErasureView(Api):
    """Erasure."""

    def write_permission(self) -> str:
        """Return the permission to ask for an erasure."""
        return ANSWER

    @extend_schema(request=GroundsSerializer, responses={202: ErasureProposedSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """Propose to forget a person; two people of different roles decide."""
        asked = GroundsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        contact = writable_row(Contact.objects.visible_to(self.caller), Contact, uid)
        made = propose_erasure(contact, by=self.caller, grounds=asked.validated_data["grounds"])
        return Response({"proposal": made.uid, "state": made.state}, status=202)


class ProvRenderer(OrjsonRenderer):
    """`?format=prov-json`."""

    format = "prov-json"


class ProvenanceView(Api):
    """Where the values of a person came from."""

    renderer_classes = [OrjsonRenderer, ProvRenderer]

    @extend_schema(
        parameters=[
            OpenApiParameter("format", str, enum=["prov-json"]),
            OpenApiParameter("fields", str, description="Only these, separated by commas."),
        ],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Return PROV-JSON: from each value to its cell, rule, proposal, approval and people."""
        contact = readable_row(Contact.objects.visible_to(self.caller), Contact, uid)
        asked = request.query_params.get("fields", "")
        return Response(prov_json(contact, fields=[name for name in asked.split(",") if name]))


urlpatterns = [
    path("contacts/<uuid:uid>/provenance/", ProvenanceView.as_view(), name="contact-provenance"),
    path(
        "contacts/<uuid:uid>/privacy-export/",
        PrivacyExportView.as_view(),
        name="contact-privacy-export",
    ),
    path("contacts/<uuid:uid>/erase/", ErasureView.as_view(), name="contact-erase"),
]
