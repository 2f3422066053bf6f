"""Tables of imports, one module a step."""

from imports.models.mapping import ColumnMapping, MappingManifest, MappingProfile
from imports.models.raw import RawBatch, RawRecord
from imports.models.results import RowResult
from imports.models.staging import NormalisedRow, Resolution

__all__ = [
    "ColumnMapping",
    "MappingManifest",
    "MappingProfile",
    "NormalisedRow",
    "RawBatch",
    "RawRecord",
    "Resolution",
    "RowResult",
]
