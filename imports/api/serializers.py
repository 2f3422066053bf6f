"""Imports on the wire."""

from collections.abc import Mapping
from typing import Any

from phonenumbers import SUPPORTED_REGIONS
from rest_framework import serializers

from core.models import SourceSystem
from imports.choices import RowOutcome
from imports.models import ColumnMapping, RawBatch
from imports.projection.corrections import version_of
from imports.selectors import FullRow, issue_counts


class ImportListSerializer(serializers.ModelSerializer[RawBatch]):
    """An import in a list."""

    source = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)  # type: ignore[assignment]  # declared fields leave the class
    uploaded_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True)

    class Meta:
        model = RawBatch
        fields = [
            "uid",
            "source",
            "filename",
            "sha256",
            "size",
            "uploaded_by",
            "entity",
            "kind",
            "state",
            "error",
            "row_count",
            "progress",
            "counts",
            "created_at",
            "finished_at",
        ]
        read_only_fields = fields


class ImportSerializer(ImportListSerializer):
    """An import: how its file is read, how far it is, what its rows become."""

    proposal = serializers.SlugRelatedField[Any](slug_field="uid", read_only=True, allow_null=True)
    proposal_state = serializers.CharField(
        source="proposal.state", read_only=True, allow_null=True, default=None
    )
    revert_proposal = serializers.SlugRelatedField[Any](
        slug_field="uid", read_only=True, allow_null=True
    )
    issues = serializers.SerializerMethodField(help_text="Issue code -> how many rows have it.")

    class Meta(ImportListSerializer.Meta):
        fields = [
            *ImportListSerializer.Meta.fields,
            "region_hint",
            "encoding",
            "delimiter",
            "sheet",
            "header_row",
            "header",
            "seconds",
            "issues",
            "proposal",
            "proposal_state",
            "revert_proposal",
            "applied_at",
        ]
        read_only_fields = fields

    def get_issues(self, batch: RawBatch) -> dict[str, int]:
        """Return how many rows have which issue."""
        return dict(issue_counts(batch))


class NewImportSerializer(serializers.Serializer[Any]):
    """A file to import; the form is multipart."""

    file = serializers.FileField(max_length=255)
    source = serializers.SlugRelatedField[Any](  # type: ignore[assignment]  # declared fields leave the class
        slug_field="code",
        queryset=SourceSystem.objects.filter(active=True),
        help_text="Code of the source system.",
        error_messages={
            "does_not_exist": "There is no active source “{value}”. An administrator makes one "
            "under Sources."
        },
    )
    region_hint = serializers.CharField(
        max_length=2,
        required=False,
        allow_blank=True,
        default="",
        help_text="Country of phone numbers that carry no code.",
    )
    again = serializers.BooleanField(
        default=False, help_text="Import bytes that were imported before, on purpose."
    )

    def validate_region_hint(self, code: str) -> str:
        """Return the region in capitals; refuse what is no country."""
        if code and code.upper() not in SUPPORTED_REGIONS:
            raise serializers.ValidationError("Write the two letters of a country.")
        return code.upper()


class ColumnSerializer(serializers.ModelSerializer[ColumnMapping]):
    """What one column means; an empty target is kept raw."""

    class Meta:
        model = ColumnMapping
        fields = [
            "position",
            "header",
            "target",
            "decision",
            "attrs",
            "confidence",
            "reason",
            "alternatives",
            "samples",
        ]
        read_only_fields = fields


class MappingSerializer(serializers.Serializer[Any]):
    """One version of the mapping of an import."""

    version = serializers.IntegerField()
    state = serializers.CharField()
    entity = serializers.CharField(source="batch.entity")
    content_hash = serializers.CharField()
    columns = ColumnSerializer(many=True)


class CorrectionSerializer(serializers.Serializer[Any]):
    """Corrections of a mapping: columns not named stay as they are."""

    targets = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=60),
        default=dict,
        help_text="Column position -> field; an empty field keeps the column raw.",
    )
    entity = serializers.ChoiceField(
        choices=["contact", "account"], required=False, default="", allow_blank=True
    )

    def validate_targets(self, targets: dict[str, str]) -> dict[int, str]:
        """Return the targets by position."""
        if not all(name.isascii() and name.isdecimal() for name in targets):
            raise serializers.ValidationError("Name columns by their position, from 0.")
        return {int(position): target for position, target in targets.items()}


class ResolutionSerializer(serializers.Serializer[Any]):
    """What a row becomes."""

    outcome = serializers.CharField()
    reason = serializers.CharField()
    target = serializers.UUIDField(allow_null=True, help_text="The contact it is.")
    target_row = serializers.IntegerField(allow_null=True, help_text="The earlier row it repeats.")
    changes = serializers.DictField(
        child=serializers.CharField(allow_blank=True),
        allow_null=True,
        help_text="Fields of a known deal or activity that differ from the source's earlier file:"
        " empty where the value is taken over, else why it is left.",
    )
    candidates = serializers.ListField(child=serializers.UUIDField())
    decided_by = serializers.CharField(allow_null=True)


class RowSerializer(serializers.Serializer[Any]):
    """One row of the file: raw cells, typed values, outcome; steps not reached are null."""

    row = serializers.IntegerField()
    version = serializers.IntegerField(help_text="How often it was corrected.")
    cells = serializers.ListField(child=serializers.CharField())
    reader_issues = serializers.JSONField()
    values = serializers.JSONField(allow_null=True)
    points = serializers.JSONField(allow_null=True)
    extra = serializers.JSONField(allow_null=True)
    issues = serializers.JSONField()
    resolution = ResolutionSerializer(allow_null=True)


class RowCorrectionSerializer(serializers.Serializer[Any]):
    """What cells should have held; they are read as if they did, and stay as they came."""

    cells = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=2_000, trim_whitespace=False),
        help_text="Column position -> text; an empty text empties the cell.",
    )

    def validate_cells(self, cells: dict[str, str]) -> dict[int, str]:
        """Return the texts by position."""
        if not cells or not all(n.isascii() and n.isdecimal() and len(n) < 6 for n in cells):  # noqa: PLR2004 -- digits of a column
            raise serializers.ValidationError("Name columns by their position, from 0.")
        return {int(position): text for position, text in cells.items()}


class DecisionSerializer(serializers.Serializer[Any]):
    """The answer to an ambiguous row."""

    outcome = serializers.ChoiceField(
        choices=[RowOutcome.CREATE, RowOutcome.MATCH, RowOutcome.SKIP]
    )
    target = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="One of the row's candidates."
    )


class RevertSerializer(serializers.Serializer[Any]):
    """Why an import is to be undone."""

    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)


class ProposedSerializer(serializers.Serializer[Any]):
    """The proposal that waits for a person now."""

    proposal = serializers.UUIDField()
    state = serializers.CharField()


def row_of(row: FullRow, records: Mapping[int, Any]) -> dict[str, Any]:
    """Return a row for the wire; people and accounts the caller may not see are left out."""
    known, resolution = row.normalised, row.resolution
    return {
        "row": row.raw.row_no,
        "version": version_of(known.issues) if known else 0,
        "cells": row.raw.cells,
        "reader_issues": row.raw.issues or [],
        "values": known.entity if known else None,
        "points": known.points if known else None,
        "extra": known.extra if known else None,
        "issues": (known.issues or []) if known else [],
        "resolution": {
            "outcome": resolution.outcome,
            "reason": resolution.reason,
            "target": getattr(records.get(resolution.target_id or 0), "uid", None),
            "target_row": resolution.target_row,
            "changes": resolution.changes,
            "candidates": [records[pk].uid for pk in resolution.candidates or [] if pk in records],
            "decided_by": str(resolution.decided_by) if resolution.decided_by else None,
        }
        if resolution
        else None,
    }
