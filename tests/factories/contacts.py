"""People of the client graph, and what hangs on them."""

import factory
from django.contrib.auth.models import Permission
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from contacts.choices import ContactRoleKind, HouseholdRelation, PointKind, RelationshipKind
from contacts.models import (
    AccountContact,
    ConsentRecord,
    Contact,
    ContactPoint,
    ContactRole,
    ContactUserGrant,
    Household,
    HouseholdMember,
    PostalAddress,
    Relationship,
)
from contacts.services import refresh_summaries
from tests.factories.accounts import AccountFactory
from tests.factories.base import CanonicalFactory


class ContactFactory(CanonicalFactory):
    """A person nobody owns yet, seen by their team, found by search."""

    class Meta:
        model = Contact

    given_name = "Meera"
    family_name = factory.Sequence(lambda n: f"Rao {n}")
    full_name = factory.LazyAttribute(lambda c: f"{c.given_name} {c.family_name}".strip())

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        contact = super()._create(model_class, *args, **kwargs)
        refresh_summaries([contact.pk])
        return contact


class ContactPointFactory(CanonicalFactory):
    """A mobile number nobody else has; `value_norm=` gives another."""

    class Meta:
        model = ContactPoint

    contact = factory.SubFactory(ContactFactory)
    kind = PointKind.PHONE
    value_norm = factory.Sequence(lambda n: f"+9198{n:08}")
    value_raw = factory.SelfAttribute("value_norm")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        point = super()._create(model_class, *args, **kwargs)
        refresh_summaries([point.contact_id])
        return point


class PostalAddressFactory(CanonicalFactory):
    """A home address of a contact."""

    class Meta:
        model = PostalAddress

    contact = factory.SubFactory(ContactFactory)
    lines = "14 Carmichael Road"
    city = "Mumbai"
    country = "IN"


class ContactRoleFactory(CanonicalFactory):
    """A contact's part as a buyer."""

    class Meta:
        model = ContactRole

    contact = factory.SubFactory(ContactFactory)
    role = ContactRoleKind.BUYER


class HouseholdFactory(CanonicalFactory):
    """A household without members."""

    class Meta:
        model = Household

    name = factory.Sequence(lambda n: f"The Raos {n}")


class HouseholdMemberFactory(CanonicalFactory):
    """A member of a household from today on."""

    class Meta:
        model = HouseholdMember

    household = factory.SubFactory(HouseholdFactory)
    contact = factory.SubFactory(ContactFactory)
    relation = HouseholdRelation.OTHER
    valid = factory.LazyFunction(lambda: DateRange(timezone.localdate(), None))


class AccountContactFactory(CanonicalFactory):
    """An employee of an account."""

    class Meta:
        model = AccountContact

    account = factory.SubFactory(AccountFactory)
    contact = factory.SubFactory(ContactFactory)


class RelationshipFactory(CanonicalFactory):
    """Two contacts married to each other."""

    class Meta:
        model = Relationship

    from_contact = factory.SubFactory(ContactFactory)
    kind = RelationshipKind.SPOUSE_OF
    to_contact = factory.SubFactory(ContactFactory)


class ConsentRecordFactory(factory.django.DjangoModelFactory):
    """A granted consent to marketing."""

    class Meta:
        model = ConsentRecord

    contact = factory.SubFactory(ContactFactory)
    purpose = "marketing"
    status = "granted"


def _view_contact():
    return Permission.objects.get(content_type__app_label="contacts", codename="view_contact")


class ContactUserGrantFactory(factory.django.DjangoModelFactory):
    """A contact shared with one person; give `user=`."""

    class Meta:
        model = ContactUserGrant

    content_object = factory.SubFactory(ContactFactory)
    permission = factory.LazyFunction(_view_contact)
