"""Visibility of what happened and what is to be done."""

from typing import Self

from django.db.models import Q

from accounts.models import Account
from activities.choices import TO_DO, NoteVisibility
from contacts.models import Contact
from core.models import User
from core.querysets import SEES_EVERYTHING
from opportunities.models import Opportunity
from opportunities.querysets import OfContactQuerySet


def targets_visible_to(user: User) -> Q:
    """Return the condition that one of a row's targets is a record this user may know of."""
    return (
        Q(contact__in=Contact.objects.visible_to(user).values("pk"))
        | Q(account__in=Account.objects.visible_to(user).values("pk"))
        | Q(opportunity__in=Opportunity.objects.visible_to(user).values("pk"))
    )


def targets_changeable_by(user: User) -> Q:
    """Return the condition that one of a row's targets is a record this user may change."""
    return (
        Q(contact__in=Contact.objects.changeable_by(user).values("pk"))
        | Q(account__in=Account.objects.changeable_by(user).values("pk"))
        | Q(opportunity__in=Opportunity.objects.changeable_by(user).values("pk"))
    )


class InteractionQuerySet(OfContactQuerySet):
    """Interactions; one without a contact is seen by the person who had it."""

    def visible_to(self, user: User) -> Self:
        """Keep the interactions of visible contacts, and the user's own unresolved ones."""
        if user.has_perm(SEES_EVERYTHING):
            return self
        of_contact = Q(contact__in=Contact.objects.visible_to(user).values("pk"))
        return self.filter(of_contact | Q(contact__isnull=True, user=user))

    def changeable_by(self, user: User) -> Self:
        """Keep the interactions of contacts the user may change, and their own unresolved ones."""
        of_contact = Q(contact__in=Contact.objects.changeable_by(user).values("pk"))
        return self.filter(of_contact | Q(contact__isnull=True, user=user))


class NoteQuerySet(OfContactQuerySet):
    """Notes; a private one is read by its author alone."""

    def visible_to(self, user: User) -> Self:
        """Keep the notes on visible records, and no private note of somebody else."""
        return self.filter(targets_visible_to(user)).filter(
            Q(visibility=NoteVisibility.INHERIT) | Q(author=user)
        )

    def changeable_by(self, user: User) -> Self:
        """Keep the user's own notes on records they may change."""
        return self.filter(targets_changeable_by(user), author=user)


class TaskQuerySet(OfContactQuerySet):
    """Tasks; an assignee sees their own whatever the target."""

    def visible_to(self, user: User) -> Self:
        """Keep the user's own tasks and those on visible records."""
        if user.has_perm(SEES_EVERYTHING):
            return self
        return self.filter(Q(assignee=user) | targets_visible_to(user))

    def changeable_by(self, user: User) -> Self:
        """Keep the user's own tasks and those on records they may change."""
        return self.filter(Q(assignee=user) | targets_changeable_by(user))

    def due(self) -> Self:
        """Keep what is still to be done, the soonest first."""
        return self.filter(status__in=TO_DO).order_by("due_at", "priority", "id")
