"""`/partner-tags/`: which broker brought a client to a project."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import AccountKind
from accounts.models import Account
from approvals.services import propose
from contacts.models import Contact
from core.api.owned import ReasonSerializer
from core.api.rows import RowViewSet
from core.api.shapes import Reference, ShapedSerializer
from inventory.models import Project
from opportunities import services
from opportunities.api.proposed import DealProposedSerializer, proposed
from opportunities.filters import TagFilterSet
from opportunities.models import PartnerTag, SiteVisit
from opportunities.selectors import settling

OPTIONAL: dict[str, Any] = {"required": False, "allow_null": True}


class TagSerializer(ShapedSerializer):
    """A broker's claim on a client for a project; both days of the window are included."""

    contact = Reference(slug_field="uid", queryset=Contact.objects.all())
    project = Reference(slug_field="uid", queryset=Project.objects.all())
    project_name = serializers.CharField(source="project.name", read_only=True)
    partner = Reference(
        slug_field="uid", queryset=Account.objects.filter(kind=AccountKind.BROKER_FIRM)
    )
    partner_name = serializers.CharField(source="partner.display_name", read_only=True)
    visit = Reference(slug_field="uid", queryset=SiteVisit.objects.all(), **OPTIONAL)
    since = serializers.DateField(required=False)
    until = serializers.DateField()

    class Meta:
        model = PartnerTag
        fields = [
            "uid",
            "version",
            "contact",
            "project",
            "project_name",
            "partner",
            "partner_name",
            "since",
            "until",
            "status",
            "visit",
            "reason",
            "ended_at",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["status", "ended_at"]
        validators: list[Any] = []


class NewTagSerializer(TagSerializer):
    """A claim to be made; with `dispute` one that is taken already is proposed instead."""

    dispute = serializers.BooleanField(default=False, write_only=True)

    class Meta(TagSerializer.Meta):
        fields = [*TagSerializer.Meta.fields, "dispute"]


class TagViewSet(RowViewSet):
    """Brokers' claims on the contacts the caller may see."""

    model = PartnerTag
    queryset = PartnerTag.objects.none()
    serializer_class = TagSerializer
    new_class = NewTagSerializer
    filterset_class = TagFilterSet
    http_method_names = ["get", "post", "head", "options"]

    def write_permission(self) -> str:
        """Return the permission to change contacts: a tag is part of one."""
        return "contacts.change_contact"

    def rows(self) -> "QuerySet[Any]":
        """Return all tags with what they refer to."""
        return PartnerTag.objects.select_related("contact", "project", "partner", "visit")

    @extend_schema(
        request=NewTagSerializer, responses={201: TagSerializer, 202: DealProposedSerializer}
    )
    def create(self, request: Request) -> Response:
        """Let a broker firm hold a client for a project.

        409 `partner_tag_taken` gives the window of the tag in the way. With `dispute` that is
        answered 202 with the proposal to give the client to this broker.
        """
        values = self.writing()
        disputed = values.pop("dispute", False)
        try:
            tag = services.tag_partner(by=self.caller, **values)
        except services.TagTakenError:
            if not disputed:
                raise
            return proposed(propose(by=self.caller, **settling(values)))
        response = self.again(tag, status=201)
        response["Location"] = f"{request.path}{tag.uid}/"
        return response

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, uid: UUID) -> Response:
        """End a claim before its time, for a reason."""
        asked = ReasonSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        tag, reason = self.writable(uid), asked.validated_data["reason"]
        return self.again(services.end_tag(tag, by=self.caller, reason=reason))
