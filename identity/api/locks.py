"""What nothing changes, until it is unlocked or that is proposed; where a value comes from."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contacts.models import Contact
from core.api.errors import IllegalTransitionError
from core.api.owned import changeable_row
from core.selectors.masking import masks
from identity.api.views import PROPOSED, IdentityView, proposed
from identity.models import FieldLock
from identity.selectors.claims import ATTRIBUTES, survivors
from identity.selectors.saying import said
from identity.services.proposing import propose_unlock
from identity.services.surviving import lock, unlock
from identity.survivorship import columns_of

CHANGE = "contacts.change_contact"


class FieldSerializer(serializers.Serializer[Any]):
    """One attribute of a person: a column, or the group `name` or `budget`."""

    field = serializers.ChoiceField(choices=sorted(ATTRIBUTES))


class LockSerializer(FieldSerializer):
    """What is to stay as it is, and why."""

    reason = serializers.CharField(max_length=300)


class UnlockingSerializer(FieldSerializer):
    """What is to follow its sources again, and why."""

    reason = serializers.CharField(max_length=2_000)


class FieldLockSerializer(serializers.ModelSerializer[FieldLock]):
    """One attribute nothing changes until somebody unlocks it."""

    field = serializers.CharField(source="attribute")
    by = serializers.CharField(source="by.username")

    class Meta:
        model = FieldLock
        fields = ["field", "by", "reason", "at", "expires_at"]


class FieldLocksSerializer(serializers.Serializer[Any]):
    """The attributes of a person that are locked now."""

    results = FieldLockSerializer(many=True)


class ExplainedFieldSerializer(serializers.Serializer[Any]):
    """What an attribute is, which rule chose it, and who said it."""

    field = serializers.CharField()
    value = serializers.CharField(allow_blank=True)
    why = serializers.CharField(help_text="The rule that chose: locked, pinned, verified, recency.")
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # declared fields leave the class
    at = serializers.DateTimeField(allow_null=True)


class LocksView(IdentityView):
    """What the views of locks share."""

    def write_permission(self) -> str:
        """Return the permission to change people."""
        return CHANGE

    def locks(self, contact: Contact, *, status: int = 200) -> Response:
        """Return the locks of a person."""
        rows = FieldLock.objects.filter(contact=contact).select_related("by").order_by("attribute")
        return Response(FieldLocksSerializer({"results": rows}).data, status=status)

    def changeable(self, uid: UUID) -> Contact:
        """Return a person the caller may change."""
        found: Contact = changeable_row(self.visible(), Contact, uid, self.caller)
        return found


class LockFieldView(LocksView):
    """Locking."""

    @extend_schema(
        operation_id="contacts_lock_field", request=LockSerializer, responses=FieldLocksSerializer
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Fix an attribute as it stands: no import, merge or machine changes it from now on.

        409 `illegal_transition` when it is locked already.
        """
        asked = LockSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        contact, values = self.changeable(uid), asked.validated_data
        if FieldLock.objects.filter(contact=contact, attribute=values["field"]).exists():
            raise IllegalTransitionError(f"{values['field']} is locked already.")
        lock(contact, values["field"], by=self.caller, reason=values["reason"])
        return self.locks(contact)


class UnlockFieldView(LocksView):
    """Unlocking."""

    @extend_schema(
        operation_id="contacts_unlock_field",
        request=FieldSerializer,
        responses=FieldLocksSerializer,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Let an attribute follow its sources again; one that is not locked stays so."""
        asked = FieldSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        contact = self.changeable(uid)
        held = FieldLock.objects.filter(contact=contact, attribute=asked.validated_data["field"])
        for row in held:
            unlock(row, by=self.caller)
        return self.locks(contact)


class ProposeUnlockView(IdentityView):
    """Unlocking, proposed by whoever may know of the person."""

    services_may_write = True  # it only proposes
    scope = "proposals:write"

    @extend_schema(
        operation_id="contacts_propose_unlock",
        request=UnlockingSerializer,
        responses=PROPOSED,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Propose, for a reason, to unlock an attribute; a second person approves it.

        200 when the same waits already, 404 for an attribute that is not locked.
        """
        asked = UnlockingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        held = FieldLock.objects.filter(
            contact=self.standing(uid), attribute=values["field"]
        ).select_related("contact")
        if not held:
            raise Http404
        reason = values["reason"]
        return proposed(lambda: propose_unlock(held[0], by=self.caller, reason=reason))


class ExplainFieldView(IdentityView):
    """Where one value comes from."""

    @extend_schema(operation_id="contacts_explain", responses=ExplainedFieldSerializer)
    def get(self, request: Request, uid: UUID, field: str) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the value of an attribute, the rule that chose it and the claim it took."""
        contact = self.person(uid)
        choice = survivors(contact).get(field)
        if choice is None or not _may_read(contact, field, self.caller):
            raise Http404
        told = {
            "field": field,
            "value": said(contact, field),
            "why": choice.why,
            "source": choice.claim.source if choice.claim else "",
            "at": choice.claim.at if choice.claim else None,
        }
        return Response(ExplainedFieldSerializer(told).data)


def _may_read(contact: Contact, field: str, user: Any) -> bool:
    """Return whether nothing of an attribute is hidden from a user."""
    hidden = masks(user, "contact", owned=contact.owner_id == user.pk)
    return not hidden.keys() & {field, *columns_of(field)}
