"""What people keep of how they look at lists."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from client360.choices import ListName
from core.choices import Visibility
from core.models import UuidV7, one_of


class SavedView(models.Model):
    """Filters, order and columns of one list, kept by a person under a name.

    It holds questions, never rows: whoever opens it sees of them what they may see. The one
    without a name is how its owner sees the list while no view is open: its columns alone.
    """

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_views", db_index=False
    )
    list_name = models.CharField("list", max_length=10, choices=ListName)
    name = models.CharField(max_length=60, blank=True)
    query = models.TextField(blank=True, help_text="Filters and order, as an address says them.")
    columns = ArrayField(
        models.CharField(max_length=20), default=list, help_text="In order; empty means the usual."
    )
    visibility = models.PositiveSmallIntegerField(choices=Visibility, default=Visibility.RESTRICTED)
    team = models.ForeignKey(
        "core.Team", models.PROTECT, null=True, related_name="+", db_index=False
    )
    pinned = models.BooleanField(default=False, help_text="Stands in its owner's navigation.")
    is_default = models.BooleanField(
        default=False, help_text="What its owner sees of the list first."
    )

    class Meta:
        ordering = ["list_name", "name", "id"]
        constraints = [
            one_of("saved_view_list_known", "list_name", ListName),
            one_of("saved_view_visibility_known", "visibility", Visibility),
            models.UniqueConstraint(
                "owner", "list_name", Lower("name"), name="saved_view_name_once_a_list"
            ),
            models.UniqueConstraint(
                name="saved_view_one_default_a_list",
                fields=["owner", "list_name"],
                condition=Q(is_default=True),
            ),
            models.CheckConstraint(
                name="saved_view_has_the_team_it_is_for",
                condition=Q(visibility=Visibility.TEAM, team__isnull=False)
                | (~Q(visibility=Visibility.TEAM) & Q(team__isnull=True)),
            ),
            models.CheckConstraint(
                name="saved_view_without_name_is_columns",
                condition=Q(name__regex=r"\S")
                | Q(
                    name="",
                    query="",
                    visibility=Visibility.RESTRICTED,
                    pinned=False,
                    is_default=False,
                ),
            ),
        ]
        indexes = [
            models.Index(
                name="saved_view_shared",
                fields=["visibility", "team"],
                condition=Q(visibility__gt=Visibility.RESTRICTED),
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"usual columns of {self.get_list_name_display()}"
