"""What machines conclude, and whose records are whose."""

from uuid import uuid4

import factory

from core.models import SourceSystem
from oracle_bridge.models import EntityMapping, Insight
from tests.factories.base import CanonicalFactory
from tests.factories.contacts import ContactFactory


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
