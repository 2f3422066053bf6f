"""Mapping the columns of a foreign table onto the canonical fields. Pure: no Django, no database.

`propose_columns` looks a header up in a lexicon of names in eleven languages, takes it apart when
it is not listed, lets the sample cells confirm or veto each reading, and settles all columns of
the table together. What stays below the threshold is left `unmapped` for a person to decide.
"""

from imports.mapping.fields import ENTITIES, FIELDS, UNMAPPED, Entity, Field, Kind
from imports.mapping.headers import header_fingerprint
from imports.mapping.proposal import ColumnProposal, Proposal
from imports.mapping.propose import propose_columns

__all__ = [
    "ENTITIES",
    "FIELDS",
    "UNMAPPED",
    "ColumnProposal",
    "Entity",
    "Field",
    "Kind",
    "Proposal",
    "header_fingerprint",
    "propose_columns",
]
