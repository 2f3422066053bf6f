"""Who is here: the caller, people, teams and sources."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.views import Api, ApiViewSet
from core.models import SourceSystem, Team, User
from core.querysets import teams_of


class UserSerializer(serializers.ModelSerializer[User]):
    """A login as others see it; `username` is its id."""

    name = serializers.CharField(source="__str__", read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="name", read_only=True, allow_null=True)

    class Meta:
        model = User
        fields = ["username", "name", "kind", "team"]


class TeamSerializer(serializers.ModelSerializer[Team]):
    """A team; `name` is its id."""

    parent = serializers.SlugRelatedField[Any](  # type: ignore[assignment]  # declared fields leave the class
        slug_field="name", read_only=True, allow_null=True
    )
    lead = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)

    class Meta:
        model = Team
        fields = ["name", "parent", "lead"]


class SourceSystemSerializer(serializers.ModelSerializer[SourceSystem]):
    """A place values come from; `code` is its id."""

    class Meta:
        model = SourceSystem
        fields = ["code", "name", "kind", "base_trust", "active"]


class MeSerializer(UserSerializer):
    """The caller: their teams and what they may do."""

    teams = serializers.SerializerMethodField()
    permissions = serializers.SerializerMethodField()

    class Meta(UserSerializer.Meta):
        fields = [*UserSerializer.Meta.fields, "email", "timezone", "teams", "permissions"]

    def get_teams(self, user: User) -> list[str]:
        """Return the names of the caller's teams, led ones included."""
        return list(Team.objects.filter(pk__in=teams_of(user)).values_list("name", flat=True))

    def get_permissions(self, user: User) -> list[str]:
        """Return the names of everything the caller may do."""
        return sorted(user.get_all_permissions())


class MeView(Api):
    """The caller."""

    @extend_schema(responses=MeSerializer)
    def get(self, _request: Request) -> Response:
        """Return who calls, their teams and permissions."""
        return Response(MeSerializer(self.caller).data)


class UserViewSet(ListModelMixin, ApiViewSet):
    """The people and machines that may log in."""

    queryset: "QuerySet[User]" = User.objects.filter(is_active=True).select_related("team")
    serializer_class = UserSerializer
    filterset_fields = ["kind", "team__name"]
    orders = {"username": ("username",)}
    shapes = False


class TeamViewSet(ListModelMixin, ApiViewSet):
    """The teams."""

    queryset: "QuerySet[Team]" = Team.objects.select_related("parent", "lead")
    serializer_class = TeamSerializer
    orders = {"name": ("name",)}
    shapes = False


class SourceSystemViewSet(ListModelMixin, ApiViewSet):
    """The places values come from."""

    queryset: "QuerySet[SourceSystem]" = SourceSystem.objects.all()
    serializer_class = SourceSystemSerializer
    filterset_fields = ["kind", "active"]
    orders = {"code": ("code",)}
    shapes = False
