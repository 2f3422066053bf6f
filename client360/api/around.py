"""`/contacts/{uid}/timeline/` and `/contacts/{uid}/graph/`."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from client360.registry import Dossier
from client360.selectors import KINDS, Place, around, older, run
from client360.selectors.graph import TYPES
from client360.selectors.talk import LAST
from contacts.models import Contact
from core.api.owned import readable_row
from core.api.pagination import limit_of
from core.api.rows import pointed
from core.api.views import Api

DEEPEST = 3
MOST_NODES = 500
MOST = 200  # events of a page
GRAPH = [
    OpenApiParameter("depth", int, description="Steps from the record, 1 to 3."),
    OpenApiParameter("types", str, description=f"Of {', '.join(TYPES)}."),
    OpenApiParameter("limit", int, description="Nodes, at most 500."),
]


class TimelineEventSerializer(serializers.Serializer[Any]):
    """One thing that happened; further members depend on `what`."""

    stream = serializers.ChoiceField(choices=KINDS)
    what = serializers.CharField()
    at = serializers.DateTimeField()
    who = serializers.CharField(required=False, allow_null=True)
    details = serializers.DictField()


class TimelinePageSerializer(serializers.Serializer[Any]):
    """A page of the stream, the latest first; give `next` as `before`."""

    events = TimelineEventSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class NodeSerializer(serializers.Serializer[Any]):
    """A record; one the caller may not see is `masked` and has neither uid nor label."""

    id = serializers.CharField(help_text="Its name in the edges of this answer.")
    uid = serializers.UUIDField(allow_null=True)
    type = serializers.ChoiceField(choices=TYPES)
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # declared fields leave the class
    masked = serializers.BooleanField()


class EdgeSerializer(serializers.Serializer[Any]):
    """A tie between two nodes."""

    start = serializers.CharField()
    end = serializers.CharField()
    type = serializers.CharField()
    since = serializers.DateField(allow_null=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # declared fields leave the class
    confidence = serializers.FloatField()

    def get_fields(self) -> dict[str, Any]:
        """Return the fields; `from` is no name Python allows."""
        found = super().get_fields()
        return {"from": found.pop("start"), "to": found.pop("end"), **found}


class GraphSerializer(serializers.Serializer[Any]):
    """The client graph around a contact; `truncated` when there is more than was asked for."""

    nodes = NodeSerializer(many=True)
    edges = EdgeSerializer(many=True)
    truncated = serializers.BooleanField()


class TimelineView(Api):
    """Everything that happened to one client, as one stream."""

    @extend_schema(
        operation_id="contact_timeline",
        parameters=[
            OpenApiParameter("kind", str, enum=KINDS, description="Only this stream."),
            OpenApiParameter("kinds", str, description=f"Only these, of {', '.join(KINDS)}."),
            OpenApiParameter(
                "before", str, description="A moment, or the `next` of a page: what is older."
            ),
            OpenApiParameter("limit", int, description=f"{LAST} unless told, at most {MOST}."),
        ],
        responses=TimelinePageSerializer,
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Return talks, visits, moves of deals, done tasks and changes, the latest first."""
        contact = readable_row(Contact.objects.visible_to(self.caller), Contact, uid)
        asked = request.query_params
        kinds = [name for name in asked.get("kinds", asked.get("kind", "")).split(",") if name]
        if set(kinds) - set(KINDS):
            raise ValidationError({"kinds": [f"Of {', '.join(KINDS)}."]})
        most = limit_of(request, MOST) if "limit" in asked else LAST
        section = older(_place(asked.get("before")), kinds, most)
        data = run([section], Dossier(contact, self.caller))[section.key].data or {}
        body = {
            "events": [_event(each) for each in data.get("events", [])],
            "next": data.get("next"),
        }
        return pointed(Response(TimelinePageSerializer(body).data), request, uid, contact)


class GraphView(Api):
    """The client graph around a contact."""

    model: type[Contact] | type[Account] = Contact

    @extend_schema(
        operation_id="contact_graph",
        parameters=GRAPH,
        responses=GraphSerializer,
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Return the people, homes, accounts and deals tied to a record."""
        return self.graph(request, uid)

    def graph(self, request: Request, uid: UUID) -> Response:
        """Return the graph as it was asked for; raises ValidationError."""
        subject = readable_row(self.model.objects.visible_to(self.caller), self.model, uid)
        depth = request.query_params.get("depth", "1")
        if depth not in {str(number) for number in range(1, DEEPEST + 1)}:
            raise ValidationError({"depth": [f"1 to {DEEPEST}."]})
        types = [name for name in request.query_params.get("types", "").split(",") if name]
        if unknown := sorted(set(types) - set(TYPES)):
            raise ValidationError({"types": [f"There is no {', '.join(unknown)} here."]})
        graph = around(
            subject,
            self.caller,
            depth=int(depth),
            types=types,
            most=limit_of(request, MOST_NODES),
        )
        names = {node: f"{node[0]}-{number}" for number, node in enumerate(graph.nodes)}
        body = {
            "nodes": [{"id": names[node], **shown} for node, shown in graph.nodes.items()],
            "edges": [
                {
                    "from": names[edge.start],
                    "to": names[edge.end],
                    "type": edge.type,
                    "since": edge.since,
                    "source": edge.source,
                    "confidence": edge.confidence,
                }
                for edge in graph.edges
            ],
            "truncated": graph.truncated,
        }
        return pointed(Response(GraphSerializer(body).data), request, uid, subject)


class AccountGraphView(GraphView):
    """The client graph around an account."""

    model = Account

    @extend_schema(operation_id="account_graph", parameters=GRAPH, responses=GraphSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """Return the people, homes, accounts and deals tied to an account."""
        return self.graph(request, uid)


def _place(text: str | None) -> Place | None:
    try:
        return Place.parse(text) if text else None
    except ValueError as error:
        raise ValidationError({"before": ["A moment, or the `next` of a page."]}) from error


def _event(event: dict[str, Any]) -> dict[str, Any]:
    shared = ("stream", "what", "at", "who")
    details = {name: value for name, value in event.items() if name not in shared}
    return {**{name: event.get(name) for name in shared}, "details": details}
