"""Meera, a client of Alice's with something in every section, and people who look at her."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from contacts.models import Contact
from contacts.services import PointDraft, create_contact, record_consent
from core.models import User
from evidence.services import recompute_qd
from ops.services import sync_roles
from tests.factories.activities import (
    AttachmentFactory,
    InteractionFactory,
    NoteFactory,
    TaskFactory,
    TranscriptFactory,
    TranscriptSegmentFactory,
)
from tests.factories.contacts import (
    AccountContactFactory,
    ContactRoleFactory,
    HouseholdMemberFactory,
    PostalAddressFactory,
    RelationshipFactory,
)
from tests.factories.core import in_role
from tests.factories.opportunities import (
    OpportunityFactory,
    PartnerTagFactory,
    PropertyInterestFactory,
    SiteVisitFactory,
    UnitHoldFactory,
)


@pytest.fixture
def agents(alice, bob, charlie) -> list[User]:
    """Alice, Bob and Charlie as agents, without a way into the administration."""
    sync_roles()
    for user in (alice, bob, charlie):
        in_role(user, "agent")
        user.is_staff = False
        user.save()
    return [alice, bob, charlie]


@pytest.fixture
def founder(agents, dora) -> User:  # noqa: ARG001 -- what roles may do is known by then
    """Dora, who runs the house."""
    return in_role(dora, "founder")


@pytest.fixture
def meera(alice, north) -> Contact:
    """A client of Alice's with a budget, a phone and an e-mail address."""
    return create_contact(
        by=alice,
        full_name="Meera Rao",
        owner=alice,
        team=north,
        budget_min=Decimal(20_000_000),
        budget_max=Decimal(24_500_000),
        budget_currency="INR",
        points=[PointDraft("phone", "+919820011223"), PointDraft("email", "meera@mail.example")],
    )


@pytest.fixture
def full(meera, alice) -> Contact:
    """Meera with a row behind every section that reads rows."""
    for make in (PostalAddressFactory, ContactRoleFactory, HouseholdMemberFactory, NoteFactory):
        make(contact=meera, by=alice)
    for make in (AccountContactFactory, PropertyInterestFactory, SiteVisitFactory, TaskFactory):
        make(contact=meera, by=alice)
    AttachmentFactory(contact=meera, by=alice)
    RelationshipFactory(from_contact=meera)
    deal = OpportunityFactory(primary_contact=meera, owner=alice, by=alice)
    UnitHoldFactory(opportunity=deal)
    PartnerTagFactory(contact=meera)
    consent = record_consent(meera, by=alice, purpose="call_recording", status="granted")
    call = InteractionFactory(contact=meera, kind="call", occurred_at=timezone.now())
    text = TranscriptFactory(interaction=call, consent=consent, state="segmented")
    TranscriptSegmentFactory(transcript=text)
    recompute_qd(meera)
    return meera


@pytest.fixture
def browser() -> Callable[[User], Client]:
    """Return the browser of a person who is logged in."""

    def logged_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return logged_in
