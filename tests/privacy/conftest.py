"""Meera, of whom everything is held, and the two people who may forget her."""

from typing import Any

import pytest

from approvals import services as approvals
from approvals.models import Proposal
from approvals.services import ItemDraft
from contacts.models import Contact
from contacts.services import record_consent
from core.models import SourceSystem, User
from ops.services import sync_roles
from tests.approvals.acts import approve, change
from tests.factories.activities import (
    AttachmentFactory,
    InteractionFactory,
    NoteFactory,
    TaskFactory,
    TranscriptFactory,
    TranscriptSegmentFactory,
)
from tests.factories.client360 import SavedViewFactory
from tests.factories.contacts import (
    AccountContactFactory,
    HouseholdFactory,
    PostalAddressFactory,
    RelationshipFactory,
)
from tests.factories.core import SourceSystemFactory, UserFactory, in_role
from tests.factories.opportunities import (
    BookingFactory,
    OpportunityFactory,
    PartnerTagFactory,
    PropertyInterestFactory,
    SiteVisitFactory,
    UnitHoldFactory,
)
from tests.imports.acts import carry_out

ROW = "101,Meera,Raosecret,meera@raosecret.example,+91 98200 11111,Raosecret Holdings,Director"
OTHER = "102,Omar,Haddad,omar@haddad.example,+971 50 123 4567,Gulf Estates,Partner"
SECRET = "raosecret"


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def alice(alice) -> User:
    """An operator: brings files."""
    sync_roles()
    return in_role(alice, "operator")


@pytest.fixture
def dora(dora) -> User:
    """The founder: sees everything."""
    return in_role(dora, "founder")


@pytest.fixture
def frank(db) -> User:  # noqa: ARG001 -- opens the database
    """A steward."""
    return in_role(UserFactory(username="frank"), "steward")


@pytest.fixture
def grace(db) -> User:  # noqa: ARG001 -- opens the database
    """An administrator."""
    return in_role(UserFactory(username="grace"), "admin")


@pytest.fixture
def hubspot(db) -> SourceSystem:  # noqa: ARG001 -- opens the database
    """The CRM the files come from."""
    return SourceSystemFactory(code="hubspot", name="HubSpot")


@pytest.fixture
def meera(alice, dora, frank, grace, hubspot) -> Contact:  # noqa: ARG001 -- they may decide
    """Somebody with the word `raosecret` in every place the product keeps words."""
    return somebody_known_everywhere(alice, dora, hubspot)


def somebody_known_everywhere(alice: User, dora: User, hubspot: SourceSystem) -> Contact:
    """Make Meera: Alice brings her and her deals, Dora approves."""
    carry_out(_csv(ROW, OTHER), by=alice, approver=dora, source=hubspot)
    meera = Contact.objects.get(full_name="Meera Raosecret")
    approvals.apply(approve(change(meera, by=alice, occupation="raosecret maker"), dora))
    meera.refresh_from_db()
    said = {"contact": meera, "body": "I am Meera Raosecret"}
    call = InteractionFactory(**said, kind="call", subject="raosecret")
    consent = record_consent(meera, by=alice, purpose="call_recording", status="granted")
    text = TranscriptFactory(interaction=call, consent=consent, state="segmented")
    TranscriptSegmentFactory(transcript=text, text="This is Raosecret speaking")
    NoteFactory(contact=meera, body="raosecret likes a view")
    TaskFactory(contact=meera, title="Call raosecret")
    PostalAddressFactory(contact=meera, lines="1 Raosecret Road")
    AccountContactFactory(contact=meera, title="raosecret")
    RelationshipFactory(from_contact=meera)
    HouseholdFactory(primary_contact=meera, name="The Raosecrets")
    deal = OpportunityFactory(primary_contact=meera, name="Raosecret 3BHK", by=alice)
    UnitHoldFactory(opportunity=deal, reason="raosecret asked")
    BookingFactory(opportunity=deal, payment_plan="raosecret plan")
    PartnerTagFactory(contact=meera, reason="raosecret came")
    PropertyInterestFactory(contact=meera, reason="raosecret")
    SiteVisitFactory(contact=meera, feedback="raosecret loved it")
    AttachmentFactory(contact=meera, original_name="raosecret.pdf")
    SavedViewFactory(owner=alice, name="Flats for Meera Raosecret")
    meera.refresh_from_db()
    return meera


def propose(kind: str, by: User, **after: Any) -> Proposal:
    """Propose to make something of the word."""
    item = ItemDraft(op="create", target_type=kind.partition(".")[0], after=after)
    return approvals.propose(kind=kind, title=f"Make {SECRET}", items=[item], by=by)


def _csv(*rows: str) -> bytes:
    header = "Record ID,First Name,Last Name,Email,Phone Number,Company Name,Job Title"
    return ("\r\n".join([header, *rows]) + "\r\n").encode()
