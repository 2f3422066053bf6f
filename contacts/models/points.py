"""How a person is reached, and where."""

from django.db import models
from django.db.models import Case, F, Q, Value, When

from contacts.choices import AddressKind, PointKind, PointStatus, Verification
from core.models import CanonicalModel, CountryField, one_of

USABLE = [PointStatus.ACTIVE, PointStatus.UNVERIFIED]
E164 = r"^\+[1-9][0-9]{6,14}$"


def is_fax(kind: str, label: str) -> bool:
    """Return whether nobody answers a number, as its label says: `fax`, `Home Fax`, `Telefax`."""
    return kind == PointKind.PHONE and "fax" in label.lower()


def only_one(condition: Q) -> Case:
    """Return what ends a unique index that admits one row while `condition` holds of it.

    Rows it does not hold of differ by their id, so the index is whole: it also finds rows by its
    first columns, and no second index has to.
    """
    whole = models.BigIntegerField()
    return Case(When(condition, then=Value(0)), default=F("id"), output_field=whole)


class ContactPoint(CanonicalModel):
    """One phone number, WhatsApp number, e-mail or handle of one person.

    `is_identity` claims that the value belongs to this person alone; spouses, assistants and
    brokers share numbers, and a shared point carries no claim.
    """

    contact = models.ForeignKey(
        "contacts.Contact",
        models.PROTECT,
        related_name="points",
        db_constraint=False,
        db_index=False,  # point_one_primary serves it
    )
    kind = models.CharField(max_length=10, choices=PointKind)
    value_raw = models.CharField(max_length=300, help_text="As it was given.")
    value_norm = models.CharField(max_length=254, help_text="E.164, or the folded address.")
    label = models.CharField(max_length=40, blank=True, help_text="Mobile, work, home.")
    is_primary = models.BooleanField(default=False)
    is_identity = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=PointStatus, default=PointStatus.UNVERIFIED)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by_method = models.CharField(max_length=20, choices=Verification, blank=True)

    class Meta:
        ordering = ["contact", "kind", "-is_primary", "id"]
        constraints = [
            one_of("point_kind_known", "kind", PointKind),
            one_of("point_status_known", "status", PointStatus),
            models.UniqueConstraint(
                name="point_once_per_contact",
                fields=["contact", "kind", "value_norm"],
                condition=~Q(status=PointStatus.RETIRED),
            ),
            models.UniqueConstraint(
                F("contact"),
                F("kind"),
                only_one(Q(is_primary=True) & ~Q(status=PointStatus.RETIRED)),
                name="point_one_primary",
            ),
            models.UniqueConstraint(  # serves every search for a value, too
                F("value_norm"),
                F("kind"),
                only_one(Q(is_identity=True, status__in=USABLE)),
                name="point_identity_claim",
            ),
            models.CheckConstraint(
                name="point_shared_claims_nothing",
                condition=~Q(is_identity=True, is_shared=True),
            ),
            models.CheckConstraint(
                name="point_phone_is_e164",
                condition=~Q(kind__in=[PointKind.PHONE, PointKind.WHATSAPP])
                | Q(value_norm__regex=E164),
            ),
            models.CheckConstraint(
                name="point_email_has_one_at",
                condition=~Q(kind=PointKind.EMAIL) | Q(value_norm__regex=r"^[^@]+@[^@]+$"),
            ),
            models.CheckConstraint(
                name="point_verified_says_how",
                condition=Q(verified_at__isnull=True) | ~Q(verified_by_method=""),
            ),
        ]

    def __str__(self) -> str:
        return self.value_raw

    @property
    def is_fax(self) -> bool:
        """Whether nobody answers this number."""
        return is_fax(self.kind, self.label)


class PostalAddress(CanonicalModel):
    """One postal address of a person or of an account, never of both."""

    contact = models.ForeignKey(
        "contacts.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="addresses",
        db_constraint=False,
        db_index=False,  # address_one_primary_of_contact serves it
    )
    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="addresses",
        db_constraint=False,
        db_index=False,  # address_of_account serves it
    )
    kind = models.CharField(max_length=10, choices=AddressKind, default=AddressKind.HOME)
    lines = models.CharField(max_length=300, blank=True)
    locality = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = CountryField(max_length=2, blank=True, help_text="ISO 3166, two letters.")
    is_primary = models.BooleanField(default=False)
    until = models.DateField(null=True, blank=True, help_text="Empty while it is in use.")
    norm_hash = models.CharField(
        max_length=64, blank=True, editable=False, help_text="sha256 of the folded parts."
    )

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "postal addresses"
        constraints = [
            one_of("address_kind_known", "kind", AddressKind),
            models.CheckConstraint(
                name="address_of_one_owner",
                condition=Q(contact__isnull=True, account__isnull=False)
                | Q(contact__isnull=False, account__isnull=True),
            ),
            models.UniqueConstraint(
                F("contact"),
                only_one(Q(is_primary=True, until__isnull=True)),
                name="address_one_primary_of_contact",
            ),
            models.UniqueConstraint(
                name="address_one_primary_of_account",
                fields=["account"],
                condition=Q(is_primary=True, account__isnull=False, until__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                name="address_of_account",
                fields=["account"],
                condition=Q(account__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        parts = [self.lines, self.locality, self.city, self.region, self.postal_code, self.country]
        return ", ".join(part for part in parts if part)
