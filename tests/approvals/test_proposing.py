"""What may be proposed, and what each proposal needs."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from approvals import registry, services
from approvals.models import ApprovalPolicy
from approvals.services import ItemDraft
from contacts.services import update_contact
from core.models import SourceSystem
from ops.services import switch
from tests.approvals.acts import approve, change, steps, update
from tests.factories.contacts import ContactFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora", "frank")]


def test_without_enough_approvers_nothing_is_submitted(alice, frank, contact):
    frank.groups.clear()

    with pytest.raises(services.NoApproverError):
        change(contact, by=alice, date_of_birth="1980-01-01")


def test_no_policy_fails_closed(alice, dora, frank, contact):
    ApprovalPolicy.objects.update(active=False)

    proposal = change(contact, by=alice, occupation="Architect")

    assert (proposal.policy, proposal.required_approvals) == (None, 1)
    with pytest.raises(services.NotEligibleError):
        approve(proposal, dora)
    assert approve(proposal, frank).state == "approved"


def test_a_policy_can_forbid(alice, contact):
    ApprovalPolicy.objects.create(
        code="freeze", name="Freeze", kinds=["contact.update"], decision="forbid", priority=99
    )

    with pytest.raises(services.ForbiddenError):
        change(contact, by=alice, occupation="Architect")


def test_an_open_key_returns_the_open_proposal(contact, alice, bob):
    draft = [update(contact, occupation="Architect")]
    first = services.propose(
        kind="contact.update", title="A", items=draft, by=alice, dedupe_key="k"
    )

    second = services.propose(kind="contact.update", title="B", items=draft, by=bob, dedupe_key="k")

    assert first == second


def test_a_service_does_not_repeat_what_was_rejected(contact, eve, dora):
    source = SourceSystem.objects.get(code="oracle")
    draft = [update(contact, occupation="Architect")]
    words = {"kind": "contact.update", "title": "A", "by": eve, "source": source}
    first = services.propose(items=draft, **words)
    services.reject(
        first, by=dora, revision=1, content_hash=first.content_hash, reason="wrong person"
    )

    with pytest.raises(services.RejectedBeforeError):
        services.propose(items=draft, **words)


def test_new_evidence_may_be_proposed_again(contact, eve, dora):
    source = SourceSystem.objects.get(code="oracle")
    words = {"kind": "contact.update", "title": "A", "by": eve, "source": source}
    first = services.propose(items=[update(contact, occupation="Architect")], **words)
    services.reject(first, by=dora, revision=1, content_hash=first.content_hash, reason="why?")

    again = ItemDraft(
        op="update",
        target_type="contact",
        target_uid=contact.uid,
        after={"occupation": "Architect"},
        evidence=[{"call": "2026-11-20"}],
    )

    assert services.propose(items=[again], **words).state == "pending"


@pytest.fixture
def trusted():
    return SourceSystem.objects.create(
        code="register", name="Register", kind="service", base_trust=80
    )


def enrich(contact, by, source, **after):
    return services.propose(
        kind="contact.update",
        title="Enrichment",
        items=[update(contact, **after)],
        by=by,
        source=source,
        confidence=Decimal("0.97"),
    )


def test_a_trusted_source_fills_a_harmless_empty_field(contact, eve, trusted):
    proposal = enrich(contact, eve, trusted, occupation="Architect")

    done = services.apply(proposal)

    contact.refresh_from_db()
    assert (proposal.state, done.state, contact.occupation) == ("approved", "applied", "Architect")
    assert steps(done)[:2] == ["submitted", "auto_approved"]


@pytest.mark.parametrize(
    ("known", "after"),
    [
        ({"occupation": "Painter"}, {"occupation": "Architect"}),
        ({"is_vip": True}, {"occupation": "Architect"}),
        ({"visibility": 0}, {"occupation": "Architect"}),
        ({}, {"occupation": "Architect", "full_name": "Meera Rao-Iyer"}),
    ],
)
def test_a_person_looks_at_anything_that_could_hurt(known, after, eve, trusted):
    proposal = enrich(ContactFactory(**known), eve, trusted, **after)

    assert proposal.state == "pending"


def test_with_automation_switched_off_a_person_looks_at_everything(contact, eve, trusted, dora):
    switch("automation", 0, by=dora, reason="step back")

    proposal = enrich(contact, eve, trusted, occupation="Architect")

    assert proposal.state == "pending"


def test_an_unknown_source_is_reviewed(contact, eve):
    oracle = SourceSystem.objects.get(code="oracle")

    proposal = enrich(contact, eve, oracle, occupation="Architect")

    assert (proposal.state, proposal.policy.code) == ("pending", "oracle-writeback")


def test_the_breaker_stops_a_source_that_fills_too_much(eve, trusted):
    policy = ApprovalPolicy.objects.get(code="enrichment-auto", active=True)
    row = {
        f.name: getattr(policy, f.name) for f in policy._meta.fields if f.name not in {"id", "uid"}
    }
    ApprovalPolicy.objects.filter(pk=policy.pk).update(active=False)
    ApprovalPolicy.objects.create(**row | {"version": 9, "max_per_day": 1})
    first, second = ContactFactory(), ContactFactory()

    states = [enrich(who, eve, trusted, occupation="Architect").state for who in (first, second)]

    assert states == ["approved", "pending"]


def test_a_newer_proposal_of_the_same_author_supersedes(proposal, contact, alice):
    services.propose(
        kind="contact.update",
        title="Better",
        items=[update(contact, occupation="Painter")],
        by=alice,
        supersedes=proposal,
    )

    proposal.refresh_from_db()
    assert proposal.state == "superseded"


def test_a_base_that_was_overtaken_is_refused_at_once(contact, alice):
    update_contact(contact, by=alice, occupation="Painter")
    draft = ItemDraft(
        op="update",
        target_type="contact",
        target_uid=contact.uid,
        base_version=1,
        before={"occupation": ""},
        after={"occupation": "Architect"},
    )

    with pytest.raises(services.StaleBaseError):
        services.propose(kind="contact.update", title="Late", items=[draft], by=alice)


@pytest.mark.parametrize(
    "after",
    [{"version": 9}, {"state": "erased"}, {"merged_into": None}, {"shoe_size": 9}, {}],
)
def test_what_is_no_field_of_the_record_is_not_proposed(contact, alice, after):
    with pytest.raises(ValidationError):
        change(contact, by=alice, **after)


@pytest.mark.parametrize("version", [0, 3, 99])
def test_a_base_the_record_never_had_is_refused(contact, alice, version):
    update_contact(contact, by=alice, occupation="Broker")
    based = replace(update(contact, company_name="Rao"), base_version=version)

    with pytest.raises(ValidationError, match="versions 1 to 2"):
        services.propose(kind="contact.update", title="x", items=[based], by=alice)


def test_nobody_is_proposed_to_be_born_in_years_to_come(contact, alice):
    with pytest.raises(ValidationError, match="to come"):
        change(contact, by=alice, date_of_birth="2991-02-03")


@pytest.mark.parametrize("put", [services.propose, services.draft])
def test_an_end_that_is_over_is_refused(contact, alice, put):
    with pytest.raises(ValidationError, match="a moment to come"):
        put(
            kind="contact.update", title="x", items=[update(contact, occupation="Broker")],
            by=alice, expires_at=timezone.now() - timedelta(minutes=1),
        )  # fmt: skip


@pytest.mark.parametrize(("asked", "kept"), [(1, 1), (30, 30), (40_000, 30)])
def test_a_proposal_ends_as_asked_and_never_later_than_its_policy_says(contact, alice, asked, kept):
    proposal = services.propose(
        kind="contact.update", title="x", items=[update(contact, occupation="Broker")],
        by=alice, expires_at=timezone.now() + timedelta(days=asked),
    )  # fmt: skip

    left = proposal.expires_at - timezone.now()
    assert left / timedelta(days=1) == pytest.approx(kept, abs=0.1)


def test_an_unknown_kind_is_not_proposed(contact, alice):
    with pytest.raises(registry.UnknownOperationError):
        services.propose(kind="contact.vaporise", title="x", items=[update(contact)], by=alice)


def test_a_mix_of_kinds_takes_the_strictest_rules(contact, alice):
    create = ItemDraft(
        kind="contact.create", op="create", target_type="contact", after={"full_name": "A"}
    )
    items = [create, update(contact, date_of_birth="1980-01-01")]

    proposal = services.propose(kind="contact.update", title="Mix", items=items, by=alice)

    assert (proposal.required_approvals, proposal.risk) == (2, 3)
