"""The rest of the review pages: parts of a proposal, batches, rules, calibration, delegations."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from approvals import services
from approvals.models import ApprovalPolicy, AutoApplySwitch, Delegation, Proposal
from contacts.services import update_contact
from core.models import SourceSystem
from tests.approvals.acts import approve, carry_out, change
from tests.approvals.test_pages import browser, page, seen
from tests.factories.contacts import ContactFactory


@pytest.fixture(autouse=True)
def _at_once(settings):
    """Keep messages in memory: what is started on commit goes nowhere."""
    settings.CELERY_BROKER_URL = "memory://"


@pytest.fixture
def two(contact, alice, dora, frank):  # noqa: ARG001 -- dora and frank may decide
    """Alice proposes two fields of Meera."""
    return change(contact, by=alice, occupation="Architect", department="Board")


def told(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_field_is_turned_down_on_the_page(two, dora):
    browser(dora).post(
        page(two, "approve"), seen(two, turn_down="1:department", reason_code="outdated")
    )

    assert two.items.get().rejected_fields == ["department"]


def test_a_reviewer_corrects_a_value_and_no_longer_decides(two, frank):
    client = browser(frank)
    client.post(page(two, "edit"), {"value:1:occupation": "Painter", "reason": "asked her"})

    two.refresh_from_db()
    after = two.current_items.get().after
    assert (two.revision, after) == (2, {"occupation": "Painter", "department": "Board"})
    assert client.get(page(two)).context["may_decide"] is False


def test_a_rejection_by_code_needs_no_words(two, dora):
    browser(dora).post(page(two, "reject"), seen(two, reason_code="wrong_person"))

    event = two.events.get(type="rejected")
    assert (event.reason_code, event.reason) == ("wrong_person", "Wrong person")


def test_a_stale_proposal_says_what_changed_by_whom_and_that_it_is_safe(two, contact, bob, dora):
    update_contact(contact, by=bob, website="rao.example")

    text = told(browser(dora).get(page(two)))

    assert "Safe rebase" in text
    assert "bob changed website" in text


def test_a_stale_proposal_in_conflict_names_the_field(two, contact, bob, dora):
    update_contact(contact, by=bob, occupation="Painter")

    text = told(browser(dora).get(page(two)))

    assert "changed in the very fields proposed" in text
    assert "bob changed occupation" in text


def test_a_conflict_is_put_before_reviewers_again_on_what_stands(two, contact, bob, dora, frank):
    update_contact(contact, by=bob, occupation="Painter")
    services.apply(approve(two, dora))

    browser(frank).post(page(two, "resolve"), {"keep": "1:occupation", "reason": "Bob knows."})

    two.refresh_from_db()
    assert (two.state, two.current_items.get().after) == ("pending", {"department": "Board"})


def test_what_would_happen_is_tried_and_not_kept(two, contact, dora):
    text = told(browser(dora).get(page(two, "effects")))

    contact.refresh_from_db()
    assert "It would update 1 contact." in text
    assert contact.version == 1


def test_months_later_the_page_says_who_and_offers_to_undo(two, dora, alice):
    carry_out(two, dora)
    client = browser(alice)

    text = told(client.get(page(two)))
    undoing = client.post(page(two, "revert"))

    assert "<dt>Approved</dt><dd>by Dora Kapadia" in text
    assert undoing.url == page(Proposal.objects.get(reverts=two))


def test_it_is_assigned_on_the_page(two, dora, frank):
    browser(dora).post(page(two, "assign"), {"to": "frank"})

    two.refresh_from_db()
    stream = browser(frank).get(reverse("approvals:queue") + "?assignee=frank").context["stream"]
    assert (two.assignee, stream.rows) == (frank, [two])


def test_ticked_lines_are_decided_each_for_itself(two, contact, alice, dora):
    risky = change(contact, by=alice, date_of_birth="1980-01-01")
    ticked = [f"{row.uid}:{row.revision}:{row.content_hash}" for row in (two, risky)]

    response = browser(dora).post(
        reverse("approvals:batch"), {"chosen": ticked, "decision": "approve"}, follow=True
    )

    said = [str(message) for message in response.context["messages"]]
    two.refresh_from_db()
    assert (two.state, said) == (
        "approved",
        ["1 decided.", "A change: what is of high risk is decided by itself"],
    )


def test_an_earlier_no_is_shown(contact, alice, bob, dora, frank):  # noqa: ARG001 -- frank may decide
    first = change(contact, by=bob, occupation="Architect")
    browser(dora).post(page(first, "reject"), seen(first, reason_code="outdated"))

    text = told(browser(dora).get(page(change(contact, by=alice, occupation="Architect"))))

    assert "Dora Kapadia turned down this value of occupation" in text


def test_solo_mode_is_red_on_every_page(settings, dora):
    settings.SOLO_MODE = True
    own = change(ContactFactory(owner=dora), by=dora, date_of_birth="1980-01-01")
    client = browser(dora)

    before = told(client.get(page(own)))

    assert '<span class="badge red environment">Solo mode</span>' in before
    assert "nobody else is there to ask" in before


@pytest.mark.usefixtures("two")
def test_the_archive_keeps_everything_and_narrows(two, dora):
    carry_out(two, dora)
    address = reverse("approvals:archive")

    found = [
        len(browser(dora).get(address + query).context["rows"])
        for query in ("", "?state=applied", "?state=pending", "?q=change", "?kind=nothing")
    ]

    assert found == [1, 1, 0, 1, 0]


def rule(code="record-update"):
    return reverse("approvals:policy", args=[code])


def posted(client, code="record-update", **changes):
    form = client.get(rule(code)).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    values = {name: value for name, value in shown.items() if value is not None and value != ""}
    values = {name: value for name, value in values.items() if value is not False}
    for name in ("kinds", "sources", "fields", "entity_types", "marks", "without_marks"):
        values[name] = ",".join(getattr(form.instance, name))
    return values | {"reason": "because"} | changes


def test_a_rule_is_tried_on_the_past_before_it_is_proposed(two, dora):
    client = browser(dora)
    values = posted(client, decision="auto_apply", max_per_day=9, reason="", **{"try": "1"})

    tested = client.post(rule(), values).context["tested"]

    assert (tested.total, tested.auto, tested.auto_now) == (1, 1, 0)
    assert tested.examples == [two]


def test_a_changed_rule_is_a_proposal(dora, grace):
    client = browser(dora)

    response = client.post(rule(), posted(client, required_approvals=2, propose="1"))

    proposal = Proposal.objects.get(kind="policy.change")
    assert response.url == page(proposal)
    assert proposal.current_items.get().after == {
        "code": "record-update",
        "required_approvals": 2,
    }
    assert carry_out(proposal, grace).state == "applied"
    assert ApprovalPolicy.objects.get(code="record-update", active=True).required_approvals == 2


def test_a_rule_without_somebody_to_agree_is_refused_in_words(dora):
    client = browser(dora)

    response = client.post(rule(), posted(client, required_approvals=2, propose="1"))

    assert "1 approval by founder or admin needed" in told(response)


def test_a_steward_reads_rules_and_changes_none(frank):
    client = browser(frank)

    assert client.get(reverse("approvals:policies")).status_code == 200
    assert client.post(rule(), {"name": "x"}).status_code == 403


@pytest.mark.parametrize("name", ["policies", "calibration"])
def test_agents_see_neither_rules_nor_calibration(alice, name):
    assert browser(alice).get(reverse(f"approvals:{name}")).status_code == 403


@pytest.mark.usefixtures("frank")
def test_the_calibration_shows_sources_and_switches_them(contact, eve, dora):
    source = SourceSystem.objects.get(code="oracle")
    wish = services.propose(
        kind="contact.update",
        title="x",
        items=[
            services.ItemDraft(
                op="update",
                target_type="contact",
                target_uid=contact.uid,
                after={"occupation": "x"},
            )
        ],
        by=eve,
        source=source,
        confidence=0.97,
    )
    approve(wish, dora)
    client = browser(dora)

    text = told(client.get(reverse("approvals:calibration")))
    client.post(reverse("approvals:switch", args=["oracle"]), {"on": "false", "reason": "audit"})

    assert "1 of 1 accepted, 100%" in text
    assert AutoApplySwitch.objects.get().on is False


def test_a_voice_is_lent_and_taken_back_on_the_page(frank, bob):
    client = browser(frank)
    now = timezone.now()
    values = {
        "to": bob.pk,
        "kinds": "contact.*",
        "starts_at": now.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (now + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"),
    }

    client.post(reverse("approvals:delegations"), values)
    lent = Delegation.objects.get()
    client.post(reverse("approvals:revoke", args=[lent.uid]))

    lent.refresh_from_db()
    assert (lent.to_user, lent.revoked_at is not None) == (bob, True)
