"""Signs and what they mean."""

import factory
from django.utils import timezone

from core.models import SourceSystem
from evidence.models import Evidence, EvidenceType, QDAggregate, QDConfig
from evidence.services import record_evidence
from tests.factories.contacts import ContactFactory


class EvidenceTypeFactory(factory.django.DjangoModelFactory):
    """A declared kind of sign that speaks for intent."""

    class Meta:
        model = EvidenceType

    code = factory.Sequence(lambda n: f"sign-{n}")
    name = factory.LazyAttribute(lambda kind: kind.code.title())
    family = "declared"
    component = "intent"
    base_weight = 1
    half_life_days = 30


class EvidenceFactory(factory.django.DjangoModelFactory):
    """A site visit Pulse reports of a new contact; `type="eoi_paid"` names a type by its code."""

    class Meta:
        model = Evidence

    producer = factory.LazyFunction(lambda: SourceSystem.objects.get(code="pulse"))
    external_id = factory.Sequence(lambda n: f"event-{n}")
    type = "site_visit_done"
    contact = factory.SubFactory(ContactFactory)
    occurred_at = factory.LazyFunction(timezone.now)
    by = None

    @classmethod
    def _create(cls, _model, *_args, **kwargs):
        if isinstance(kwargs["type"], str):
            kwargs["type"] = EvidenceType.objects.get(code=kwargs["type"])
        return record_evidence(**kwargs)


class QDConfigFactory(factory.django.DjangoModelFactory):
    """A draft of other weights."""

    class Meta:
        model = QDConfig

    version = factory.Sequence(lambda n: n + 2)
    name = "Draft"
    intent = 30
    engagement = 25
    fit = 20
    readiness = 15
    perception = 10


class QDAggregateFactory(factory.django.DjangoModelFactory):
    """One fresh sign of intent, summed."""

    class Meta:
        model = QDAggregate

    contact = factory.SubFactory(ContactFactory)
    component = "intent"
    half_life_days = 30
    mass = 1
    lean = 1
    as_of = factory.LazyFunction(timezone.now)
