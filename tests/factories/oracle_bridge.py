"""What machines conclude, and whose records are whose."""

from uuid import uuid4

import factory
from django.utils import timezone

from core.models import SourceSystem
from oracle_bridge.models import (
    EntityMapping,
    Insight,
    SyncRun,
    SyncWatermark,
    WebhookDelivery,
    WebhookEndpoint,
)
from tests.factories.base import CanonicalFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory


class InsightFactory(CanonicalFactory):
    """An insight of Oracle on a new contact."""

    class Meta:
        model = Insight

    contact = factory.SubFactory(ContactFactory)
    kind = "next_action"
    title = "Offer the corner unit"
    confidence = 0.8
    produced_by = factory.LazyFunction(lambda: SourceSystem.objects.get(code="oracle"))


class EntityMappingFactory(CanonicalFactory):
    """A contact of ours and its counterpart at Oracle."""

    class Meta:
        model = EntityMapping

    system = factory.LazyFunction(lambda: SourceSystem.objects.get(code="oracle"))
    entity_type = "contact"
    local_uid = factory.LazyFunction(uuid4)
    external_id = factory.Sequence(lambda n: f"oracle-{n}")


class SyncRunFactory(factory.django.DjangoModelFactory):
    """An exchange with Pulse that is done."""

    class Meta:
        model = SyncRun

    system = factory.LazyFunction(lambda: SourceSystem.objects.get(code="pulse"))
    mode = "full"
    state = "done"
    by = factory.SubFactory(UserFactory)


class SyncWatermarkFactory(factory.django.DjangoModelFactory):
    """Pulse is known up to now."""

    class Meta:
        model = SyncWatermark

    system = factory.LazyFunction(lambda: SourceSystem.objects.get(code="pulse"))
    entity_type = "contact"
    cursor = factory.LazyFunction(timezone.now)


class WebhookEndpointFactory(factory.django.DjangoModelFactory):
    """An endpoint of a new person's that listens nowhere."""

    class Meta:
        model = WebhookEndpoint

    name = factory.Sequence(lambda n: f"Shell {n}")
    url = "http://127.0.0.1:9/hooks"
    owner = factory.SubFactory(UserFactory)


class WebhookDeliveryFactory(factory.django.DjangoModelFactory):
    """A message without events that waits."""

    class Meta:
        model = WebhookDelivery

    endpoint = factory.SubFactory(WebhookEndpointFactory)
    events = factory.LazyFunction(list)
