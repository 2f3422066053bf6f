"""Deals, interests, visits and campaigns."""

from datetime import timedelta
from decimal import Decimal

import factory
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone

from opportunities.models import (
    Attribution,
    Booking,
    Campaign,
    CampaignTouch,
    Opportunity,
    OpportunityParty,
    PartnerTag,
    PropertyInterest,
    PropertyMatch,
    SiteVisit,
    Stage,
    UnitHold,
)
from opportunities.services import create_opportunity
from tests.factories.accounts import AccountFactory
from tests.factories.base import CanonicalFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import SourceSystemFactory
from tests.factories.inventory import ProjectFactory, UnitFactory


class OpportunityFactory(factory.django.DjangoModelFactory):
    """A deal opened by `create_opportunity`; `stage="negotiation"` names a stage by its code."""

    class Meta:
        model = Opportunity

    primary_contact = factory.SubFactory(ContactFactory)
    name = factory.Sequence(lambda n: f"Deal {n}")
    by = None

    @classmethod
    def _create(cls, _model, *_args, **kwargs):
        if isinstance(kwargs.get("stage"), str):
            kwargs["stage"] = Stage.objects.get(pipeline__is_default=True, code=kwargs["stage"])
        return create_opportunity(**kwargs)


class OpportunityPartyFactory(CanonicalFactory):
    """A co-buyer of a new deal."""

    class Meta:
        model = OpportunityParty

    opportunity = factory.SubFactory(OpportunityFactory)
    contact = factory.SubFactory(ContactFactory)
    role = "co_buyer"


class PropertyInterestFactory(CanonicalFactory):
    """An enquiry about a new project."""

    class Meta:
        model = PropertyInterest

    contact = factory.SubFactory(ContactFactory)
    project = factory.SubFactory(ProjectFactory)


class PropertyMatchFactory(factory.django.DjangoModelFactory):
    """A unit that fits an interest half."""

    class Meta:
        model = PropertyMatch

    interest = factory.SubFactory(
        PropertyInterestFactory, project=None, criteria={"configurations": ["3bhk"]}
    )
    unit = factory.SubFactory(UnitFactory)
    score = 50
    model_version = "test"


class SiteVisitFactory(CanonicalFactory):
    """A visit of a new contact to a new project, scheduled for now."""

    class Meta:
        model = SiteVisit

    contact = factory.SubFactory(ContactFactory)
    project = factory.SubFactory(ProjectFactory)
    scheduled_at = factory.LazyFunction(timezone.now)


class CampaignFactory(CanonicalFactory):
    """A campaign of a new source."""

    class Meta:
        model = Campaign

    source_system = factory.SubFactory(SourceSystemFactory)
    external_id = factory.Sequence(lambda n: f"campaign-{n}")
    name = factory.Sequence(lambda n: f"Monsoon offer {n}")


class CampaignTouchFactory(factory.django.DjangoModelFactory):
    """A click of a new contact."""

    class Meta:
        model = CampaignTouch

    campaign = factory.SubFactory(CampaignFactory)
    source_system = factory.SelfAttribute("campaign.source_system")
    external_id = factory.Sequence(lambda n: f"touch-{n}")
    contact = factory.SubFactory(ContactFactory)
    kind = "click"
    occurred_at = factory.LazyFunction(timezone.now)


class AttributionFactory(factory.django.DjangoModelFactory):
    """A deal owed to one campaign altogether."""

    class Meta:
        model = Attribution

    opportunity = factory.SubFactory(OpportunityFactory)
    model = "linear"
    campaign = factory.SubFactory(CampaignFactory)
    share = 1
    computed_at = factory.LazyFunction(timezone.now)


class UnitHoldFactory(CanonicalFactory):
    """A new unit on hold for a new deal from now on for a week."""

    class Meta:
        model = UnitHold

    unit = factory.SubFactory(UnitFactory)
    opportunity = factory.SubFactory(OpportunityFactory)
    period = factory.LazyFunction(
        lambda: DateTimeTZRange(timezone.now(), timezone.now() + timedelta(days=7))
    )


class BookingFactory(CanonicalFactory):
    """A draft of a booking of a new unit by a new deal, at list price."""

    class Meta:
        model = Booking

    unit = factory.SubFactory(UnitFactory)
    opportunity = factory.SubFactory(OpportunityFactory)
    agreement_value = Decimal("30000000.00")
    currency = "INR"


class PartnerTagFactory(CanonicalFactory):
    """A broker's claim on a new contact for a new project, from today for sixty days."""

    class Meta:
        model = PartnerTag

    contact = factory.SubFactory(ContactFactory)
    project = factory.SubFactory(ProjectFactory)
    partner = factory.SubFactory(AccountFactory, kind="broker_firm")
    valid = factory.LazyFunction(
        lambda: DateRange(timezone.localdate(), timezone.localdate() + timedelta(days=60))
    )
