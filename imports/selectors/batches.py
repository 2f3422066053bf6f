"""Who brings files, and which imports they see."""

from django.db.models import QuerySet

from approvals.choices import Role
from approvals.selectors import roles_of
from core.models import User
from imports.models import RawBatch

IMPORTERS = frozenset({Role.FOUNDER, Role.ADMIN, Role.STEWARD, Role.OPERATOR})


def may_import(user: User) -> bool:
    """Return whether this user may bring files: office staff, the importing roles, services."""
    if not user.is_active:
        return False
    return user.is_service or user.is_superuser or bool(roles_of(user) & IMPORTERS)


def batches_for(user: User) -> "QuerySet[RawBatch]":
    """Return the imports this user may see: people who may import see all, others their own."""
    rows = RawBatch.objects.select_related("source", "uploaded_by", "proposal", "revert_proposal")
    if may_import(user) and not user.is_service:
        return rows
    return rows.filter(uploaded_by=user)
