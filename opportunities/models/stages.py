"""The stages a deal passes, and the moves between them that are allowed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.models import one_of
from core.models.checks import in_range
from opportunities.choices import StageCategory


class Pipeline(models.Model):
    """One way of selling: an ordered set of stages."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    is_default = models.BooleanField(default=False, help_text="New deals start here.")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["-is_default", "name"]
        constraints = [
            models.UniqueConstraint(
                name="pipeline_one_default", fields=["is_default"], condition=Q(is_default=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """One step of a pipeline."""

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="stages")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=4, choices=StageCategory, default=StageCategory.OPEN)
    order = models.PositiveSmallIntegerField()
    default_probability = models.PositiveSmallIntegerField(
        default=0, help_text="Percent; what a deal here is given unless a person says otherwise."
    )

    class Meta:
        ordering = ["pipeline", "order"]
        constraints = [
            one_of("stage_category_known", "category", StageCategory),
            in_range("stage_probability_range", "default_probability", 0, 100),
            models.UniqueConstraint(name="stage_code_once", fields=["pipeline", "code"]),
            # deferred, so that two stages can change places in one transaction
            models.UniqueConstraint(
                name="stage_order_once",
                fields=["pipeline", "order"],
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StageTransition(models.Model):
    """One allowed move from a stage to another; a move without a row is refused."""

    from_stage = models.ForeignKey(Stage, models.PROTECT, related_name="moves_out")
    to_stage = models.ForeignKey(Stage, models.PROTECT, related_name="moves_in")
    required_fields = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="Fields and properties of the opportunity that must not be empty.",
    )
    needs_reason = models.BooleanField(default=False)
    proposal_kind = models.CharField(
        max_length=80,
        blank=True,
        help_text="The operation by which people propose this move instead of making it.",
    )

    class Meta:
        ordering = ["from_stage", "to_stage"]
        constraints = [
            models.UniqueConstraint(name="transition_once", fields=["from_stage", "to_stage"]),
            models.CheckConstraint(name="transition_moves", condition=~Q(from_stage=F("to_stage"))),
        ]

    def __str__(self) -> str:
        return f"{self.from_stage} to {self.to_stage}"
