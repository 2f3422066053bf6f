"""The review queue in the browser: what waits, what may be done, what is said when it may not."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from approvals import services
from approvals.models import Proposal
from core.models import User
from tests.approvals.acts import change, steps, update
from tests.factories.contacts import ContactFactory


@pytest.fixture(autouse=True)
def _at_once(settings):
    """Keep messages in memory: what is started on commit goes nowhere."""
    settings.CELERY_BROKER_URL = "memory://"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(proposal: Proposal, name: str = "detail") -> str:
    return reverse(f"approvals:{name}", args=[proposal.uid])


def seen(proposal: Proposal, **more: str) -> dict[str, object]:
    return {"revision": proposal.revision, "content_hash": proposal.content_hash, **more}


def titles(client: Client, query: str = "") -> list[str]:
    rows = client.get(reverse("approvals:queue") + query).context["stream"].rows
    return [row.title for row in rows]


@pytest.mark.usefixtures("proposal")
def test_the_queue_shows_what_waits_riskiest_first(contact, alice, dora):
    change(contact, by=alice, is_vip=True)

    rows = browser(dora).get(reverse("approvals:queue")).context["stream"].rows

    assert [row.risk for row in rows] == [3, 2]


@pytest.mark.usefixtures("proposal")
def test_a_risk_has_one_colour_wherever_it_stands(contact, alice, dora):
    risky = change(contact, by=alice, is_vip=True)
    client, found = browser(dora), {}

    for address in ("/", "/review/", page(risky), f"/contacts/{contact.uid}/"):
        text = client.get(address).content.decode()
        found[address] = {
            (risk, tone)
            for tone, risk in re.findall(r'badge ?(\w*)">\s*(Medium|High)(?: risk)?<', text)
        }

    tones = {("Medium", "blue"), ("High", "amber")}
    assert found.pop(page(risky)) == {("High", "amber")}
    assert list(found.values()) == [tones] * 3


@pytest.mark.usefixtures("proposal")
def test_the_queue_of_its_author_is_empty(alice):
    assert titles(browser(alice)) == []


@pytest.mark.usefixtures("proposal", "alice")
def test_filters_narrow_the_queue_and_say_how_many(contact, frank, dora):
    change(contact, by=frank, department="Design")
    client = browser(dora)

    stream = client.get(reverse("approvals:queue") + "?producer=Frank+Shah").context["stream"]

    assert [row.proposer for row in stream.rows] == [frank]
    assert [(each.label, each.number) for each in dict(stream.filters)["producer"]] == [
        ("Alice Fernandes", 1),
        ("Frank Shah", 1),
    ]


@pytest.mark.usefixtures("contact")
def test_the_page_shows_original_current_and_proposed(proposal, dora):
    item = browser(dora).get(page(proposal)).context["items"][0]

    shown = [(row["label"], row["original"], row["current"], row["proposed"]) for row in item.rows]
    assert (item.label, shown) == ("Meera Rao", [("occupation", "", "", "Architect")])


def test_references_are_shown_by_name(contact, alice, frank, dora):
    proposal = change(contact, by=alice, owner=frank.username)

    row = browser(dora).get(page(proposal)).context["items"][0].rows[0]

    assert (row["current"], row["proposed"]) == ("Alice Fernandes", "Frank Shah")


@pytest.mark.usefixtures("contact")
def test_an_approval_leads_to_the_next_one(proposal, alice, dora):
    further = change(ContactFactory(), by=alice, occupation="Lawyer")

    response = browser(dora).post(page(proposal, "approve"), seen(proposal))

    proposal.refresh_from_db()
    assert (proposal.state, response.url) == ("approved", page(further))


def test_the_last_decision_leads_back_to_the_queue(proposal, dora):
    response = browser(dora).post(page(proposal, "reject"), seen(proposal, reason="outdated"))

    proposal.refresh_from_db()
    assert (proposal.state, response.url) == ("rejected", reverse("approvals:queue"))


def test_htmx_gets_the_next_one_in_place(proposal, alice, dora):
    further = change(ContactFactory(), by=alice, occupation="Lawyer")

    response = browser(dora).post(
        page(proposal, "approve"), seen(proposal), headers={"HX-Request": "true"}
    )

    assert response["HX-Push-Url"] == page(further)
    assert "<html" not in response.content.decode()


def test_an_approval_starts_the_application_after_the_commit(
    proposal, dora, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        browser(dora).post(page(proposal, "approve"), seen(proposal))

    assert [call.__qualname__ for call in callbacks] == ["apply_when_committed.<locals>.<lambda>"]


@pytest.mark.parametrize(
    ("who", "fixture", "more", "status", "words"),
    [
        ("alice", "proposal", {}, 403, "You proposed this yourself, so somebody else decides."),
        ("frank", "decided", {}, 409, "Somebody was faster: this is decided already."),
        ("dora", "proposal", {"revision": 7}, 409, "This was edited since you opened it."),
    ],
)
def test_who_is_refused_is_told_why(request, who, fixture, more, status, words):
    asked, user = request.getfixturevalue(fixture), request.getfixturevalue(who)

    response = browser(user).post(page(asked, "approve"), seen(asked, **more))

    assert response.status_code == status
    assert words in response.content.decode()


def test_a_no_needs_a_reason(proposal, dora):
    response = browser(dora).post(page(proposal, "reject"), seen(proposal, reason=" "))

    assert (response.status_code, response.context["refused"]) == (400, "Say why.")


def test_changes_are_asked_for_and_remarks_are_kept(proposal, dora):
    client = browser(dora)

    client.post(page(proposal, "comment"), {"reason": "Which office?"})
    client.post(page(proposal, "request_changes"), seen(proposal, reason="Name the office"))

    assert steps(proposal) == ["submitted", "commented", "changes_requested"]


def test_an_author_takes_a_proposal_back_and_nobody_else_does(proposal, alice, frank):
    refused = browser(frank).post(page(proposal, "withdraw"))
    browser(alice).post(page(proposal, "withdraw"))

    proposal.refresh_from_db()
    assert (refused.status_code, proposal.state) == (403, "withdrawn")


@pytest.mark.usefixtures("frank")
def test_an_item_can_be_left_out(contact, alice, dora):
    drafts = [update(contact, occupation="Lawyer"), update(ContactFactory(), occupation="Lawyer")]
    two = services.propose(kind="contact.update", title="Two", items=drafts, by=alice)

    browser(dora).post(page(two, "approve"), seen(two, leave_out="2"))

    assert list(two.current_items.values_list("decision", flat=True)) == ["accepted", "rejected"]


def test_charlie_cannot_open_it(proposal, charlie):
    assert browser(charlie).get(page(proposal)).status_code == 404


def test_nobody_decides_by_following_a_link(proposal, dora):
    assert browser(dora).get(page(proposal, "approve")).status_code == 405


def test_the_pages_keep_the_strict_policy(proposal, dora):
    response = browser(dora).get(page(proposal))

    assert "unsafe" not in response["Content-Security-Policy"]
    assert " style=" not in response.content.decode()


@pytest.mark.usefixtures("proposal")
def test_the_queue_takes_few_queries(contact, alice, dora, django_assert_max_num_queries):
    change(contact, by=alice, is_vip=True)
    client = browser(dora)

    with django_assert_max_num_queries(10):
        client.get(reverse("approvals:queue"))
