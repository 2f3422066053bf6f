"""People, machines and teams."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from core.choices import MembershipRole, Obeyed, UserKind
from core.models.places import TimeZoneField


class Team(models.Model):
    """A sales team; teams nest."""

    name = models.CharField(max_length=120, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    lead = models.ForeignKey(
        "core.User", models.PROTECT, null=True, blank=True, related_name="led_teams"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A login: a person, or a service that may only propose."""

    kind = models.CharField(
        max_length=10,
        choices=UserKind,
        default=UserKind.HUMAN,
        help_text="A service may propose and never approve.",
    )
    obeys = models.CharField(
        max_length=10,
        choices=Obeyed,
        default=Obeyed.AI,
        help_text="The kill switch that stops what a machine writes with this login.",
    )
    full_name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    timezone = TimeZoneField(max_length=64, default="Asia/Kolkata")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="people")

    class Meta:
        ordering = ["username"]
        permissions = [("see_everything", "Can see every record, restricted ones included")]
        constraints = [
            models.CheckConstraint(name="user_kind_known", condition=models.Q(kind__in=UserKind)),
            models.CheckConstraint(
                name="user_obeys_known", condition=models.Q(obeys__in=Obeyed.values)
            ),
            # the target of composite foreign keys that keep services from approving
            models.UniqueConstraint(name="user_id_kind", fields=["id", "kind"]),
            models.CheckConstraint(
                name="user_service_is_no_superuser",
                condition=~models.Q(kind=UserKind.SERVICE, is_superuser=True),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.get_full_name() or self.username

    @property
    def is_service(self) -> bool:
        """Whether a machine uses this login."""
        return self.kind == UserKind.SERVICE


class TeamMembership(models.Model):
    """One person in one team for a time."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=MembershipRole, default=MembershipRole.MEMBER)
    valid = DateRangeField(help_text="First day included, last day excluded.")

    class Meta:
        ordering = ["team", "user"]
        constraints = [
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("team", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"
