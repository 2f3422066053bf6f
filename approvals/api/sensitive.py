"""`/sensitive-fields/`: which values are shown to whom; changing that is a proposal."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from approvals import services
from approvals.api.serializers import ProposalSerializer
from approvals.choices import Role
from core.api.views import ApiViewSet, HouseOnly
from core.choices import Mask
from core.models import SensitiveField

MOST_ROLES = len(Role.values)


class SensitiveFieldSerializer(serializers.ModelSerializer[SensitiveField]):
    """One guarded field. Empty `seen_by`: everybody but holders of none but `hidden_from`."""

    mask = serializers.ChoiceField(choices=Mask.choices)

    class Meta:
        model = SensitiveField
        fields = [
            "entity",
            "field",
            "level",
            "seen_by",
            "hidden_from",
            "owner_sees",
            "approved_by",
            "mask",
        ]
        read_only_fields = fields


class RolesField(serializers.ListField):
    """Names of roles."""

    child = serializers.CharField(max_length=20)


class SensitivityChangeSerializer(serializers.Serializer[Any]):
    """How a field shall be guarded: what is not named stays; `remove`: no more."""

    entity = serializers.CharField(max_length=60, help_text="contact, contactpoint ...")
    field = serializers.CharField(max_length=60)
    level = serializers.IntegerField(min_value=1, max_value=3, required=False)
    seen_by = RolesField(max_length=MOST_ROLES, required=False)
    hidden_from = RolesField(max_length=MOST_ROLES, required=False)
    owner_sees = serializers.BooleanField(required=False)
    approved_by = RolesField(max_length=MOST_ROLES, required=False)
    mask = serializers.ChoiceField(choices=Mask.choices, required=False)
    remove = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=2000)


class SensitiveFieldViewSet(HouseOnly, ListModelMixin, ApiViewSet):
    """Guarded fields."""

    queryset: "QuerySet[SensitiveField]" = SensitiveField.objects.all()
    serializer_class = SensitiveFieldSerializer
    filterset_fields = ["entity", "level"]
    orders = {"entity": ("entity", "field", "id")}
    shapes = False

    @extend_schema(request=SensitivityChangeSerializer, responses={201: ProposalSerializer})
    def create(self, request: Request) -> Response:
        """Propose who sees a field from now on; the answer is the proposal."""
        asked = SensitivityChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        values = dict(asked.validated_data)
        named = {name: values.pop(name) for name in ("entity", "field", "remove", "reason")}
        made = services.propose_sensitivity(**named, changes=values, by=self.caller)
        shown = ProposalSerializer(made, context=self.get_serializer_context())
        return Response(shown.data, status=201)
