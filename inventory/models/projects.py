"""Developments, their towers and the types of units they offer."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from core.choices import Currency, State
from core.models import CanonicalModel, CountryField, one_of
from core.models.checks import a_number, in_range, money
from inventory.choices import Configuration, ProjectStatus


def areas_nest(name: str) -> models.CheckConstraint:
    """Return the constraint carpet <= built-up <= super built-up, wherever two are known."""
    return models.CheckConstraint(
        name=name,
        condition=(Q(carpet_sqft__isnull=True) | Q(carpet_sqft__gt=0))
        & _at_most("carpet_sqft", "built_up_sqft")
        & _at_most("built_up_sqft", "super_sqft")
        & _at_most("carpet_sqft", "super_sqft"),
    )


def _at_most(smaller: str, larger: str) -> Q:
    unknown = Q(**{f"{smaller}__isnull": True}) | Q(**{f"{larger}__isnull": True})
    return unknown | Q(**{f"{smaller}__lte": F(larger)})


class Project(CanonicalModel):
    """One development under one name in one city; everybody in the company sees it."""

    name = models.CharField(max_length=200)
    developer_name = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    micro_market = models.CharField(
        max_length=120, blank=True, help_text="The neighbourhood buyers ask for, such as Worli."
    )
    country = CountryField(max_length=2, blank=True, help_text="ISO 3166, two letters.")
    currency = models.CharField(
        max_length=3, choices=Currency, default=Currency.INR, help_text="Of its price list."
    )
    status = models.CharField(max_length=20, choices=ProjectStatus, default=ProjectStatus.UPCOMING)
    possession_date = models.DateField(null=True, blank=True, help_text="As promised to buyers.")
    launch_type = models.CharField(
        max_length=60, blank=True, help_text="Pre-launch, private preview, public launch."
    )
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE, editable=False)
    name_key = models.GeneratedField(
        expression=models.Func("name", function="core_fold"),
        output_field=models.CharField(max_length=200),
        db_persist=True,
    )

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(name="project_has_a_name", condition=~Q(name__regex=r"^\s*$")),
            one_of("project_currency_known", "currency", Currency),
            one_of("project_status_known", "status", ProjectStatus),
            one_of("project_state_known", "state", State),
            models.UniqueConstraint(
                name="project_once_per_city",
                fields=["name_key", "city"],
                condition=Q(state=State.ACTIVE),
            ),
        ]
        indexes = [
            GinIndex(OpClass("name_key", name="gin_trgm_ops"), name="project_name_trigram"),
        ]

    def __str__(self) -> str:
        return self.name


class Tower(CanonicalModel):
    """One building of a project."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="towers")
    name = models.CharField(max_length=80)
    floors = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["project", "name"]
        constraints = [
            models.UniqueConstraint(name="tower_once_per_project", fields=["project", "name"]),
            # the target of the composite foreign key that keeps a unit inside its project
            models.UniqueConstraint(name="tower_id_project", fields=["id", "project"]),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.name}"


class UnitType(CanonicalModel):
    """One configuration a project offers, with its areas and its price before revisions."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="unit_types")
    code = models.CharField(max_length=40, help_text="As on the price list, such as 3B-L.")
    configuration = models.CharField(max_length=10, choices=Configuration)
    bedrooms = models.DecimalField(
        max_digits=3, decimal_places=1, null=True, blank=True, help_text="2.5 with a study."
    )
    bathrooms = models.PositiveSmallIntegerField(null=True, blank=True)
    carpet_sqft = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="RERA carpet area: net usable floor area, without balconies and outer walls.",
    )
    built_up_sqft = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    super_sqft = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    balcony_sqft = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    base_price = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, choices=Currency, blank=True)

    class Meta:
        ordering = ["project", "code"]
        constraints = [
            one_of("unit_type_configuration_known", "configuration", Configuration),
            models.UniqueConstraint(name="unit_type_once_per_project", fields=["project", "code"]),
            models.UniqueConstraint(name="unit_type_id_project", fields=["id", "project"]),
            areas_nest("unit_type_areas_nest"),
            in_range("unit_type_bedrooms_range", "bedrooms", 0, 20),
            money("unit_type_price_has_currency", "base_price", "currency"),
            a_number(
                "unit_type_is_measured_in_numbers",
                *("carpet_sqft", "built_up_sqft", "super_sqft", "balcony_sqft", "base_price"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.code}"
