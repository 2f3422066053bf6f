"""What was ever proposed about a person."""

from uuid import UUID

from django.db import models
from django.db.models.expressions import RawSQL

from approvals.models import ProposalItem
from privacy.selectors.plan import HOLDINGS, Holding

# anywhere in what is proposed: the loser of a merge, the client of a deal or of a broker's tag
NAMED = """
    EXISTS (SELECT FROM jsonb_path_query(approvals_proposalitem.after, 'strict $.**') said
            WHERE said #>> '{}' = ANY(%s))
"""


def items_about(ids: list[int]) -> "models.QuerySet[ProposalItem]":
    """Return the items of proposals that were to change, made or name the people or their rows."""
    uids = [uid for holding in HOLDINGS for uid in _uids(holding, ids)]
    about = models.Q(target_uid__in=uids) | models.Q(applied_uid__in=uids)
    names = RawSQL(NAMED, ([str(uid) for uid in uids],), output_field=models.BooleanField())  # noqa: S611 -- the query is a constant
    return ProposalItem.objects.filter(about | models.Q(names))


def _uids(holding: Holding, ids: list[int]) -> list[UUID]:
    known = {field.name for field in holding.model._meta.concrete_fields}  # noqa: SLF001 -- Django's documented name
    return list(holding.rows(ids).values_list("uid", flat=True)) if "uid" in known else []
