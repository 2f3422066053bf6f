"""`/contacts/{uid}/attachments/`, that of accounts, and the files behind them."""

from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError as Invalid
from django.db.models import QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from activities.choices import ScanStatus
from activities.models import Attachment
from activities.selectors import WAITING, withheld
from activities.services.attaching import attach_file
from contacts.models import Contact
from core.api.errors import ApiError
from core.api.nested import NestedViewSet
from core.api.shapes import ShapedSerializer
from core.api.views import Api
from core.choices import State
from core.models import entity_type

BINARY = "application/octet-stream"


class NotScannedError(ApiError):
    """The file waits for its scan."""

    status_code = 409
    default_code = "not_scanned"
    default_detail = WAITING


class AttachmentSerializer(ShapedSerializer):
    """One file on a record; `mime` is what its bytes say it is."""

    class Meta:
        model = Attachment
        fields = [
            "uid", "version", "original_name", "sha256", "size", "mime", "scan_status",
            "created_at",
        ]  # fmt: skip


class NewAttachmentSerializer(serializers.Serializer[Any]):
    """A file."""

    file = serializers.FileField(max_length=255)


class _Attachments(NestedViewSet):
    """The files on records of a kind."""

    queryset = Attachment.objects.none()
    serializer_class = AttachmentSerializer
    orders = {"-created_at": ("-id",)}

    def children(self, parent: Any) -> "QuerySet[Any]":
        """Return the files, without those taken away."""
        return Attachment.objects.filter(**{entity_type(parent): parent}, state=State.ACTIVE)

    @extend_schema(
        request={"multipart/form-data": NewAttachmentSerializer},
        responses={200: AttachmentSerializer, 201: AttachmentSerializer},
    )
    def create(self, request: Request, parent: UUID) -> Response:
        """Put a file of at most 25 MB on a record; the same bytes are the file that is there."""
        record = self.to_write(parent)
        sent = NewAttachmentSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        file = sent.validated_data["file"]
        try:
            row, is_new = attach_file(record, file, name=file.name, by=self.caller)
        except Invalid as error:
            raise serializers.ValidationError(serializers.as_serializer_error(error)) from error
        return self.answered(row, status=201 if is_new else 200)


class ContactAttachments(_Attachments):
    """The files on a contact."""

    parent_model = Contact


class AccountAttachments(_Attachments):
    """The files on an account."""

    parent_model = Account


class _FileView(Api):
    """The bytes of a file on a record of a kind."""

    model: ClassVar[type[Contact | Account]]

    def given(self, parent: UUID, uid: UUID) -> FileResponse:
        """Return the file of a record the caller may see; refuse one the scan did not let pass."""
        seen = self.model.objects.visible_to(self.caller).filter(uid=parent)
        rows = Attachment.objects.filter(
            **{f"{entity_type(self.model)}__in": seen}, state=State.ACTIVE
        )
        row = get_object_or_404(rows, uid=uid)
        if reason := withheld(row.scan_status):
            waits = row.scan_status == ScanStatus.PENDING
            raise NotScannedError if waits else PermissionDenied(reason)
        file = row.file.open("rb")
        name = row.original_name
        return FileResponse(file, as_attachment=True, filename=name, content_type=BINARY)


class ContactFileView(_FileView):
    """The bytes of a file on a contact."""

    model = Contact

    @extend_schema(operation_id="attachment_file", responses={(200, BINARY): OpenApiTypes.BINARY})
    def get(self, request: Request, parent: UUID, uid: UUID) -> FileResponse:  # noqa: ARG002 -- the framework's signature
        """Download a file of a contact the caller may see.

        403 for one the scan found something in or could not read, 409 `not_scanned` for one that
        waits for the scan.
        """
        return self.given(parent, uid)


class AccountFileView(_FileView):
    """The bytes of a file on an account."""

    model = Account

    @extend_schema(
        operation_id="account_attachment_file", responses={(200, BINARY): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, parent: UUID, uid: UUID) -> FileResponse:  # noqa: ARG002 -- the framework's signature
        """Download a file of an account the caller may see; refused like those of contacts."""
        return self.given(parent, uid)
