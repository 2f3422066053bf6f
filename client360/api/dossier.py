"""`/contacts/{uid}/360/`: everything about one client in one answer (api.md 10.2)."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from client360.registry import Dossier
from client360.selectors import Result, run, sections_of
from contacts.api.serializers import ContactListSerializer
from contacts.models import Contact
from core.api.owned import readable_row
from core.api.versions import etag
from core.api.views import Api
from core.services import canonical_json, note_view, sha256

STATUSES = ("ok", "empty", "stale", "error", "forbidden")
# a name on the wire -> the sections it is made of; one of them alone is given as it is
PAYLOAD = {
    "identity": ("identity", "points", "addresses", "sources", "merged_from"),
    "wish": ("wish",),
    "roles": ("roles",),
    "household": ("household",),
    "relationships": ("relationships",),
    "accounts": ("accounts",),
    "consent": ("consent",),
    "opportunities": ("opportunities",),
    "interests": ("interests",),
    "matches": ("matches",),
    "visits": ("visits",),
    "interactions": ("interactions",),
    "timeline": ("timeline",),
    "transcripts": ("transcripts",),
    "tasks": ("tasks",),
    "notes": ("notes",),
    "qd": ("qd",),
    "insights": ("insights",),
    "attribution": ("attribution",),
    "signals": ("signals",),
    "pending_proposals": ("proposals",),
    "provenance_summary": ("provenance_summary",),
}
SECTIONS = OpenApiParameter(
    "sections", str, description=f"Only these, separated by commas: {', '.join(PAYLOAD)}."
)


class SectionSerializer(serializers.Serializer[Any]):
    """One section: its data, or why there is none."""

    status = serializers.ChoiceField(choices=STATUSES)
    as_of = serializers.DateTimeField(required=False)
    reason = serializers.CharField(required=False, help_text="Why it is stale.")
    code = serializers.CharField(required=False, help_text="Of an error, such as timeout.")
    retryable = serializers.BooleanField(required=False)
    data = serializers.JSONField(required=False, allow_null=True)  # type: ignore[assignment]  # the field leaves the class


class Client360Serializer(serializers.Serializer[Any]):
    """A client with every section; `partial` says that at least one could not be read."""

    contact = ContactListSerializer()
    as_of = serializers.DateTimeField()
    version_vector = serializers.DictField(
        help_text="The contact's version, and a hash of the data of every section."
    )
    partial = serializers.BooleanField()  # type: ignore[assignment]  # the field leaves the class
    sections = serializers.DictField(child=SectionSerializer())


class Client360View(Api):
    """Everything about one client."""

    @extend_schema(parameters=[SECTIONS], responses=Client360Serializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """Return a client with the sections asked for; one that fails leaves the others whole.

        The uid of a merged client gives the one it went into.
        """
        rows = Contact.objects.select_related(
            "summary", "owner", "team", "source_first", "source_latest"
        )
        contact = readable_row(rows.visible_to(self.caller), Contact, uid)
        note_view(contact, by=self.caller)
        wanted = _wanted(request.query_params.get("sections", ""))
        keys = {key for name in wanted for key in PAYLOAD.get(name, (name,))}
        sections = [each for each in sections_of("contact") if each.key in keys]
        results = run(sections, Dossier(contact, self.caller))
        shown = {name: _section(PAYLOAD.get(name, (name,)), results) for name in wanted}
        response = Response(
            {
                "contact": ContactListSerializer(contact, context={"request": request}).data,
                "as_of": timezone.now(),
                "version_vector": {"contact": contact.version}
                | {name: _hash(section) for name, section in shown.items()},
                "partial": any(section["status"] == "error" for section in shown.values()),
                "sections": shown,
            },
            headers={"ETag": etag(contact)},
        )
        if contact.uid != uid:
            response["Content-Location"] = request.path.replace(str(uid), str(contact.uid))
            response["X-Merged-Into"] = str(contact.uid)
        return response


def _wanted(asked: str) -> list[str]:
    """Return the names asked for, all without any; raises ValidationError for an unknown one."""
    made = {key for parts in PAYLOAD.values() for key in parts}
    page_only = {"history", "origins"}
    added = [s.key for s in sections_of("contact") if s.key not in made | page_only]
    known = [*PAYLOAD, *added]
    names = [name for name in asked.split(",") if name]
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise ValidationError({"sections": [f"There is no {', '.join(unknown)} here."]})
    return names or known


def _section(keys: tuple[str, ...], results: dict[str, Result]) -> dict[str, Any]:
    """Return one section of the wire; one made of several fails when any of them does."""
    parts = [results[key] for key in keys]
    if len(parts) == 1:
        return parts[0].payload()
    broken = next((part for part in parts if part.status in ("error", "forbidden")), None)
    if broken:
        return broken.payload()
    data = {part.section.key: part.data for part in parts}
    data["crosswalks"] = data.pop("sources")
    return {"status": "ok", "as_of": min(part.as_of for part in parts), "data": data}


def _hash(section: dict[str, Any]) -> str | None:
    return sha256(canonical_json(section["data"]))[:16] if "data" in section else None
