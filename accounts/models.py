"""Accounts: organisations and buying entities."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from guardian.models import UserObjectPermissionBase

from accounts.choices import AccountKind, IdentifierKind
from core.choices import State, Visibility
from core.models import CanonicalModel, CountryField, OwnedModel, one_of


class Account(OwnedModel):
    """One organisation or buying entity: a company, a family trust, a developer, a broker firm."""

    display_name = models.CharField(max_length=200)
    legal_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=30, choices=AccountKind, default=AccountKind.COMPANY)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subsidiaries"
    )
    industry = models.CharField(max_length=120, blank=True)
    website = models.CharField(max_length=300, blank=True)
    domain = models.CharField(
        max_length=200, blank=True, help_text="Lower-case domain of the website; a match key."
    )
    phone = models.CharField(max_length=20, blank=True, help_text="E.164.")
    country = CountryField(max_length=2, blank=True, help_text="ISO 3166, two letters.")
    city = models.CharField(max_length=120, blank=True)
    employee_count = models.PositiveIntegerField(null=True, blank=True)
    description = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from"
    )
    name_key = models.GeneratedField(
        expression=models.Func("display_name", function="core_fold"),
        output_field=models.CharField(max_length=200),
        db_persist=True,
    )

    class Meta:
        ordering = ["-updated_at", "-id"]
        constraints = [
            one_of("account_kind_known", "kind", AccountKind),
            one_of("account_state_known", "state", State),
            models.CheckConstraint(
                name="account_has_a_name", condition=~models.Q(display_name__regex=r"^\s*$")
            ),
            models.CheckConstraint(
                name="account_merged_has_target",
                condition=models.Q(state=State.MERGED, merged_into__isnull=False)
                | (~models.Q(state=State.MERGED) & models.Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="account_not_merged_into_itself",
                condition=~models.Q(merged_into=models.F("id")),
            ),
            one_of("account_visibility_known", "visibility", Visibility),
        ]
        indexes = [
            models.Index(name="account_recent", fields=["-updated_at", "-id"]),
            models.Index(
                name="account_shared_recent",
                fields=["-updated_at", "-id"],
                condition=models.Q(visibility=Visibility.ORGANISATION),
            ),
            models.Index(name="account_owner_recent", fields=["owner", "-updated_at", "-id"]),
            models.Index(name="account_team_recent", fields=["team", "-updated_at", "-id"]),
            models.Index(name="account_name_key", fields=["name_key"]),
            GinIndex(OpClass("name_key", name="gin_trgm_ops"), name="account_name_trigram"),
            models.Index(name="account_domain", fields=["domain"], condition=~models.Q(domain="")),
            models.Index(name="account_phone", fields=["phone"], condition=~models.Q(phone="")),
        ]

    def __str__(self) -> str:
        return self.display_name


class AccountIdentifier(CanonicalModel):
    """One number of an account in a public register."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=20, choices=IdentifierKind)
    number = models.CharField(max_length=60)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["account", "kind", "number"]
        constraints = [
            one_of("account_identifier_kind_known", "kind", IdentifierKind),
            models.UniqueConstraint(
                name="account_identifier_verified_once",
                fields=["kind", "number"],
                condition=models.Q(verified_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class AccountUserGrant(UserObjectPermissionBase):
    """One account shared with one person beyond the rules of ownership and team."""

    content_object = models.ForeignKey(Account, models.CASCADE, related_name="user_grants")
    expires_at = models.DateTimeField(null=True, blank=True, help_text="Empty: until revoked.")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
