"""Visibility of rows that hang on a contact."""

from typing import Any, Self

from django.db import models

from contacts.models import Contact
from core.models import User


class OfContactQuerySet(models.QuerySet[Any]):
    """Rows with a `contact`: whoever may see the contact may see them."""

    def visible_to(self, user: User) -> Self:
        """Keep the rows of the contacts this user may know of."""
        return self.filter(contact__in=Contact.objects.visible_to(user).values("pk"))

    def changeable_by(self, user: User) -> Self:
        """Keep the rows of the contacts this user may change."""
        return self.filter(contact__in=Contact.objects.changeable_by(user).values("pk"))
