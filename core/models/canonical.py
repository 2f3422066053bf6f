"""The base of every canonical table."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from core.choices import State, Visibility
from core.models.functions import UuidV7
from core.models.history import CompleteHistory
from core.querysets import OwnedQuerySet


class CanonicalModel(models.Model):
    """A row of the client graph: a public id, a version that moves by one, and no hard delete.

    Writes go through `core.services.save_canonical`; the database refuses an update that does
    not raise `version` by exactly one, and holds the references without a constraint of their own
    by one check a statement (core.models.triggers).
    """

    uid = models.UUIDField(
        db_default=UuidV7(), unique=True, editable=False, help_text="The id in URLs and the API."
    )
    version = models.PositiveIntegerField(db_default=1, default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    history = CompleteHistory()

    class Meta:
        abstract = True


class OwnedModel(CanonicalModel):
    """A root of the client graph: it has an owner, a team and a visibility, and can be archived."""

    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        help_text="The person who answers for this record.",
    )
    team = models.ForeignKey(
        "core.Team",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    visibility = models.PositiveSmallIntegerField(
        choices=Visibility,
        default=Visibility.TEAM,
        help_text="Who sees this record besides its owner.",
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True


def entity_type(model: type[models.Model] | models.Model) -> str:
    """Return the name of an entity in audit lines, change events and proposals."""
    return str(model._meta.model_name)  # noqa: SLF001 -- Django's documented name


def one_of(name: str, field: str, choices: type[models.Choices]) -> models.CheckConstraint:
    """Return the constraint that keeps a column inside its enumeration."""
    return models.CheckConstraint(
        name=name, condition=models.Q(**{f"{field}__in": list(choices.values)})
    )
