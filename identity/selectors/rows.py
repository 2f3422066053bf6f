"""How much hangs on a person, for who is to merge them."""

from typing import Final

from django.db import models

from activities.models import Attachment, Interaction, Note, Task
from contacts.models import (
    ConsentRecord,
    Contact,
    ContactPoint,
    ContactRole,
    PostalAddress,
    Relationship,
)
from evidence.models import Evidence
from identity.models import SourceRecord
from opportunities.models import Opportunity, PartnerTag, PropertyInterest, SiteVisit

COUNTED: Final[tuple[tuple[type[models.Model], str], ...]] = (
    (SourceRecord, "contact"),
    (ContactPoint, "contact"),
    (PostalAddress, "contact"),
    (ContactRole, "contact"),
    (Relationship, "from_contact"),
    (Relationship, "to_contact"),
    (ConsentRecord, "contact"),
    (Interaction, "contact"),
    (Note, "contact"),
    (Task, "contact"),
    (Attachment, "contact"),
    (Opportunity, "primary_contact"),
    (SiteVisit, "contact"),
    (PropertyInterest, "contact"),
    (PartnerTag, "contact"),
    (Evidence, "contact"),
)


def rows_of(person: Contact) -> int:
    """Return how many records of a person a merge would move."""
    first, *others = (
        model._base_manager.filter(**{column: person}).order_by().values("pk")  # noqa: SLF001 -- Django's documented name
        for model, column in COUNTED
    )
    return first.union(*others, all=True).count()
