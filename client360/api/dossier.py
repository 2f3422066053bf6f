"""`/contacts/{uid}/360/` and that of accounts: everything about one in one answer."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.serializers import AccountListSerializer
from accounts.models import Account
from client360.api.bare import bare
from client360.registry import Dossier, Section
from client360.selectors import Result, run, sections_of
from contacts.api.serializers import ContactListSerializer
from contacts.models import Contact
from core.api.owned import readable_row
from core.api.prepared import records
from core.api.rows import pointed
from core.api.shapes import ShapedSerializer
from core.api.versions import etag
from core.api.views import Api
from core.models import entity_type
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
    "bookings": ("bookings",),
    "partner_tags": ("partner_tags",),
    "interactions": ("interactions",),
    "timeline": ("timeline",),
    "transcripts": ("transcripts",),
    "tasks": ("tasks",),
    "notes": ("notes",),
    "attachments": ("attachments",),
    "qd": ("qd",),
    "insights": ("insights",),
    "attribution": ("attribution",),
    "signals": ("signals",),
    "pending_proposals": ("proposals",),
    "provenance_summary": ("provenance_summary",),
}
OF_ACCOUNTS = {
    "identity": ("identity", "identifiers", "addresses", "sources", "merged_from"),
    "members": ("members",),
    "relationships": ("relationships",),
    "group": ("subsidiaries",),
    "opportunities": ("opportunities",),
    "bookings": ("bookings",),
    "interactions": ("interactions",),
    "timeline": ("timeline",),
    "tasks": ("tasks",),
    "notes": ("notes",),
    "attachments": ("attachments",),
    "insights": ("insights",),
    "signals": ("signals",),
    "pending_proposals": ("proposals",),
}


def _sections_parameter(payload: dict[str, tuple[str, ...]]) -> OpenApiParameter:
    words = f"Only these, separated by commas: {', '.join(payload)}."
    return OpenApiParameter("sections", str, description=words)


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


class Account360Serializer(Client360Serializer):
    """An account with every section."""

    account = AccountListSerializer()

    def get_fields(self) -> dict[str, Any]:
        """Return the fields; there is no contact."""
        found = super().get_fields()
        found.pop("contact")
        return {"account": found.pop("account"), **found}


class _DossierView(Api):
    """Everything about one subject of a kind."""

    model: type[Contact] | type[Account]
    wire: type[ShapedSerializer]
    payload: dict[str, tuple[str, ...]]

    def dossier(self, request: Request, uid: UUID) -> Response:
        """Return a subject with the sections asked for; one that fails leaves the others whole."""
        kind = entity_type(self.model)
        rows = self.model.objects.select_related("owner", "team")
        subject = readable_row(rows.visible_to(self.caller), self.model, uid)
        note_view(subject, by=self.caller)
        wanted = _wanted(request.query_params.get("sections", ""), kind, self.payload)
        keys = {key for name in wanted for key in self.payload.get(name, (name,))}
        results = self.answers([s for s in sections_of(kind) if s.key in keys], subject)
        shown = {name: _section(self.payload.get(name, (name,)), results) for name in wanted}
        response = Response(
            {
                kind: self.brief(subject),
                "as_of": timezone.now(),
                "version_vector": {kind: subject.version}
                | {name: _hash(section) for name, section in shown.items()},
                "partial": any(section["status"] == "error" for section in shown.values()),
                "sections": shown,
            },
            headers={"ETag": etag(subject)},
        )
        return pointed(response, request, uid, subject)

    def answers(self, sections: list[Section], subject: Any) -> dict[str, Result]:
        """Return the result of every section."""
        return run(sections, Dossier(subject, self.caller))

    def brief(self, subject: Any) -> Any:
        """Return the subject as in a list, as the database writes it."""
        row = {"pk": subject.pk, "owner_id": subject.owner_id}
        return records(self.wire, frozenset(), [row], self.caller)[0]


class Client360View(_DossierView):
    """Everything about one client."""

    model, wire, payload = Contact, ContactListSerializer, PAYLOAD

    @extend_schema(parameters=[_sections_parameter(PAYLOAD)], responses=Client360Serializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """Return a client with the sections asked for; one that fails leaves the others whole.

        The uid of a merged client gives the one it went into.
        """
        return self.dossier(request, uid)


class Account360View(_DossierView):
    """Everything about one account."""

    model, wire, payload = Account, AccountListSerializer, OF_ACCOUNTS

    @extend_schema(
        operation_id="account_360",
        parameters=[_sections_parameter(OF_ACCOUNTS)],
        responses=Account360Serializer,
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Return an account with the sections asked for; one that fails leaves the others whole."""
        return self.dossier(request, uid)


def _wanted(asked: str, kind: str, payload: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the names asked for, all without any; raises ValidationError for an unknown one."""
    made = {key for parts in payload.values() for key in parts}
    page_only = {"history", "origins"}
    added = [s.key for s in sections_of(kind) if s.key not in made | page_only]
    known = [*payload, *added]
    names = [name for name in asked.split(",") if name]
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise ValidationError({"sections": [f"There is no {', '.join(unknown)} here."]})
    return names or known


def _section(keys: tuple[str, ...], results: dict[str, Result]) -> dict[str, Any]:
    """Return one section of the wire; one made of several fails when any of them does."""
    parts = [results[key] for key in keys]
    if len(parts) == 1:
        payload = parts[0].payload()
        return payload | {"data": bare(payload["data"])} if "data" in payload else payload
    broken = next((part for part in parts if part.status in ("error", "forbidden")), None)
    if broken:
        return broken.payload()
    data = {part.section.key: bare(part.data) for part in parts}
    data["crosswalks"] = data.pop("sources")
    return {"status": "ok", "as_of": min(part.as_of for part in parts), "data": data}


def _hash(section: dict[str, Any]) -> str | None:
    return sha256(canonical_json(section["data"]))[:16] if "data" in section else None
