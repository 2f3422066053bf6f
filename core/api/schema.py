"""How the API describes itself: OpenAPI by drf-spectacular, with our conventions written in."""

from typing import Any, ClassVar, Literal

from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerFieldExtension,
)
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import (
    append_meta,
    build_basic_type,
    build_bearer_security_scheme_object,
)
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

import core.api.enums  # noqa: F401 -- teaches the schema our enumerations
from core.api.errors import CONTENT_TYPE
from core.api.shapes import PART

KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="A repeat with the same key gets the first answer. Services must send it.",
)
MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The ETag the change is based on; `version` in the body says the same.",
)
OF_FIELDS = "Only these fields, separated by commas."
FIELDS = OpenApiParameter("fields", OpenApiTypes.STR, description=OF_FIELDS)

JSON, OF_PART = "application/json", "Part"
ANY_OR_NULL = [{}, {"type": "null"}]


BASED_ON = {
    "type": "integer",
    "description": "The version the change is based on, where `If-Match` does not say it.",
}


class FieldErrorSerializer(serializers.Serializer[Any]):
    """One thing wrong with a request."""

    field = serializers.CharField(allow_null=True)
    code = serializers.CharField()
    message = serializers.CharField()


class ConflictSerializer(serializers.Serializer[Any]):
    """One field somebody changed since the version a write is based on."""

    field = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    current = serializers.JSONField(allow_null=True)
    proposed = serializers.JSONField(required=False, allow_null=True)


class ProblemSerializer(serializers.Serializer[Any]):
    """An error: RFC 9457 problem details."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = FieldErrorSerializer(many=True)  # type: ignore[assignment]  # declared fields leave the class
    request_id = serializers.CharField()
    conflicts = ConflictSerializer(
        many=True, required=False, help_text="Of `version_conflict`: what changed since."
    )
    expected_version = serializers.IntegerField(required=False)
    current_version = serializers.IntegerField(required=False)
    candidates = serializers.ListField(
        child=serializers.DictField(), required=False, help_text="Of `duplicate_identity`."
    )
    merged_into = serializers.CharField(required=False, help_text="Of `merged`: a uid.")
    allowed = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Of `illegal_transition`."
    )
    missing = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Fields a transition needs."
    )
    hint = serializers.CharField(required=False, help_text="Where to do it instead.")
    scope = serializers.CharField(required=False, help_text="What the token lacks.")
    snapshot = serializers.CharField(required=False, help_text="Of `resync_required`.")
    state = serializers.CharField(required=False, help_text="In which it is, of a wrong step.")
    constraint = serializers.CharField(required=False, help_text="Of `conflict`.")
    rejections = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Proposals turned down before."
    )
    holder = serializers.CharField(required=False, help_text="Of `exclusive_lock`: a proposal.")

    def get_fields(self) -> dict[str, Any]:
        """Return the members; a serializer has a property `fields` of its own."""
        values = serializers.ListField(
            child=serializers.CharField(), required=False, help_text="Of `already_decided`."
        )
        return {**super().get_fields(), "fields": values}


class ApiSchema(AutoSchema):
    """Adds problem details to every operation, and the parameters our bases read."""

    def get_override_parameters(self) -> list[Any]:
        """Return the headers and query parameters the view's bases understand."""
        found: list[Any] = list(super().get_override_parameters())
        if self.method == "POST" and getattr(self.view, "takes_key", True):
            found.append(KEY)
        if self.method == "PATCH":
            found.append(MATCH)
        if self.method == "GET" and getattr(self.view, "shapes", False):
            found += [FIELDS, *self._expand()]
        return found

    def is_deprecated(self) -> bool:
        """Return whether the view is on its way out."""
        return getattr(self.view, "deprecated", None) is not None

    def get_tags(self) -> list[str]:
        """Return the first part of the path: contacts, accounts, changes."""
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def _expand(self) -> list[OpenApiParameter]:
        names = expandable(self.view.get_serializer())  # type: ignore[attr-defined]
        words = f"References to write out: any of {', '.join(names)}."
        return [OpenApiParameter("expand", OpenApiTypes.STR, description=words)] if names else []

    def _get_response_bodies(
        self, direction: Literal["request", "response"] = "response"
    ) -> dict[str, Any]:
        found: dict[str, Any] = super()._get_response_bodies(direction)
        if direction == "response":
            found["default"] = self._get_response_for_code(  # type: ignore[no-untyped-call]
                ProblemSerializer, "default", media_types=[CONTENT_TYPE]
            )
        return found


def anything(result: Any, **_more: Any) -> Any:
    """Return the description with one word for "any value": null is one, so `oneOf` would doubt it.

    A hook of drf-spectacular, called with the whole description.
    """
    if isinstance(result, dict):
        if result.get("oneOf") == ANY_OR_NULL:
            result = {name: value for name, value in result.items() if name != "oneOf"}
        return {name: anything(value) for name, value in result.items()}
    return [anything(each) for each in result] if isinstance(result, list) else result


def versions(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """Return the description with the `version` every change may name in its body.

    A hook of drf-spectacular.
    """
    known = result["components"]["schemas"]
    for path in result["paths"].values():
        content = path.get("patch", {}).get("requestBody", {}).get("content", {})
        for body in content.values():
            schema = known[body["schema"]["$ref"].rpartition("/")[2]]
            schema["properties"] = {"version": BASED_ON} | schema["properties"]
    return result


def parts(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """Return the description with what `?fields=` and `?as_of=` leave of a record.

    Such an answer has a content type of its own, whose schemas ask for no property; so the
    schemas of whole records can say what is always there. A hook of drf-spectacular.
    """
    known = result["components"]["schemas"]
    for path in result["paths"].values():
        operation = path.get("get", {})
        if any(each.get("description") == OF_FIELDS for each in operation.get("parameters", [])):
            content = operation["responses"]["200"]["content"]
            content[PART] = {"schema": {"$ref": _part(content[JSON]["schema"]["$ref"], known)}}
    return result


def _part(ref: str, known: dict[str, Any]) -> str:
    """Return the reference to the part of a schema; a page is one of parts."""
    name = ref.rpartition("/")[2]
    if f"{name}{OF_PART}" not in known:
        part = {key: value for key, value in known[name].items() if key != "required"}
        results = part["properties"].get("results", {})
        if "items" in results:
            items = {"$ref": _part(results["items"]["$ref"], known)}
            properties = {**part["properties"], "results": {**results, "items": items}}
            part = {**known[name], "properties": properties}
        known[f"{name}{OF_PART}"] = part
    return f"{ref}{OF_PART}"


def expandable(serializer: serializers.BaseSerializer[Any]) -> list[str]:
    """Return the names of the references a serializer can write out."""
    fields = getattr(serializer, "fields", {})
    return [name for name, field in fields.items() if getattr(field, "brief", None)]


class ReferenceExtension(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """A reference is its name, or the record itself when `?expand=` asks for it."""

    target_class = "core.api.shapes.Reference"

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        """Return the schema: one of both in answers, the name in requests."""
        is_uid = self.target.slug_field == "uid"
        name = build_basic_type(OpenApiTypes.UUID if is_uid else OpenApiTypes.STR) or {}
        if direction == "request" or self.target.brief is None:
            return name
        record = auto_schema.resolve_serializer(self.target.brief, direction).ref
        return append_meta({"oneOf": [name, record]}, {})


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The tokens of machines."""

    target_class = "core.api.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:  # noqa: ARG002 -- the library's signature
        """Return the security scheme."""
        scheme: dict[str, Any] = build_bearer_security_scheme_object("Authorization", "Bearer")
        return scheme


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session of the site."""

    target_class = "core.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:  # noqa: ARG002 -- the library's signature
        """Return the security scheme."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


class OnceGenerator(SchemaGenerator):
    """Makes the schema once a process: it is the same for everybody who asks."""

    _made: ClassVar[Any] = None

    def get_schema(self, request: Any = None, public: bool = False) -> Any:  # noqa: FBT001, FBT002 -- the framework's signature
        """Return the schema; that of a version asked for, or of one caller, is made anew."""
        if self.api_version or not public:
            return super().get_schema(request=request, public=public)  # type: ignore[no-untyped-call]
        if OnceGenerator._made is None:
            OnceGenerator._made = super().get_schema(request=request, public=public)  # type: ignore[no-untyped-call]
        return OnceGenerator._made
