"""One act on many clients of the list: asked first, done by who may, told one by one."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.models import Task
from approvals.models import Proposal
from client360.views import many
from contacts.models import Contact
from core.models import IdempotencyRecord, User
from core.services import archive, share
from tests.factories.contacts import ContactFactory
from tests.factories.core import ServiceFactory, in_role

pytestmark = pytest.mark.usefixtures("agents")

LIST, BULK, MATCHING = "/contacts/", "/contacts/bulk/", "/contacts/matching/"
CHANGES = {"assign", "tag", "untag", "archive"}


@pytest.fixture
def zubin(alice, north) -> Contact:
    return ContactFactory(full_name="Zubin Katrak", owner=alice, team=north, tags=["fair"])


def offered(client: Client, query: str = "") -> set[str]:
    """Return the acts a list offers somebody."""
    page = client.get(f"{LIST}{query}").content.decode()
    return set(re.findall(r'name="op" value="(\w+)"', page))


def asked(client: Client, op: str, *people: Contact, **more: str) -> str:
    """Return the question before an act."""
    answer = client.post(BULK, {"op": op, "uid": [each.uid for each in people], **more})
    assert answer.status_code == 200, answer
    return answer.content.decode()


def confirmed(client: Client, op: str, question: str, **more: str):
    """Return the answer to the question as it was put."""
    hidden = dict(re.findall(r'name="(chosen|key)" value="([^"]+)"', question))
    return client.post(BULK, {"op": op, **hidden, **more}, follow=True)


def told(answer) -> dict[str, str]:
    """Return what became of everybody, by name."""
    found = re.findall(
        r'strong" href="[^"]+">([^<]+)</a></span><span class="small [a-z]+">([^<]+)<',
        answer.content.decode(),
    )
    return dict(found)


@pytest.mark.usefixtures("meera")
def test_only_what_somebody_may_do_is_offered(browser, alice, dora):
    in_role(dora, "read_only")
    Contact.objects.update(visibility=2, version=2)

    assert offered(browser(alice)) == CHANGES | {"task"}
    assert offered(browser(dora)) == set()
    page = browser(dora).get(LIST).content.decode()
    assert "Meera Rao" in page
    assert "Select Meera Rao" not in page


def test_the_archived_are_listed_on_demand_and_can_only_be_brought_back(browser, alice, meera):
    archive(meera, by=alice)
    agent = browser(alice)

    assert "Meera Rao" in agent.get(LIST, {"state": "archived"}).content.decode()
    assert offered(agent, "?state=archived") == {"restore"}
    assert "Meera Rao" not in agent.get(LIST, {"state": "erased"}).content.decode()


def test_nothing_happens_before_the_question_that_names_the_count(browser, alice, meera, zubin):
    question = asked(browser(alice), "archive", meera, zubin)

    assert "<h1>Archive 2 clients?</h1>" in question
    assert [name for name in ("Meera Rao", "Zubin Katrak") if name not in question] == []
    assert set(Contact.objects.values_list("state", flat=True)) == {"active"}


def test_an_act_tells_what_became_of_each(browser, alice, bob, charlie, meera, north):
    read = ContactFactory(full_name="Ravi Menon", owner=charlie, visibility=0)
    share(read, with_user=alice, level="view", by=charlie)
    his = ContactFactory(full_name="Omar Haddad", owner=bob, team=north, version=1)
    gone = ContactFactory(full_name="Tara Shah", owner=alice, team=north)
    agent = browser(alice)
    question = asked(agent, "assign", meera, read, his, gone)
    archive(gone, by=alice)
    Contact.objects.filter(pk=meera.pk).update(occupation="Architect", version=2)

    answer = confirmed(agent, "assign", question, owner=bob.pk, reason="Holidays")

    assert told(answer) == {
        "Meera Rao": "Changed by somebody meanwhile, and left alone",
        "Ravi Menon": "This record is shared with you to read.",
        "Omar Haddad": "Already so",
    }
    assert "Not there any more" in answer.content.decode()
    assert (meera.owner, read.owner) == (alice, charlie)


def test_what_came_of_it_has_an_address_and_is_not_done_again(browser, alice, bob, charlie, meera):
    agent = browser(alice)
    question = asked(agent, "assign", meera)

    answer = confirmed(agent, "assign", question, owner=charlie.pk)
    there, code = answer.redirect_chain[0]
    again = confirmed(agent, "assign", question, owner=charlie.pk)
    other = confirmed(agent, "assign", question, owner=bob.pk)

    assert code == 302
    for page in (answer, agent.get(there), again):
        assert told(page) == {"Meera Rao": f"Belongs to {charlie} now"}
    assert (other.status_code, "This was sent already" in other.content.decode()) == (422, True)
    assert Contact.objects.get(pk=meera.pk).owner == charlie
    assert browser(bob).get(there).status_code == 404
    IdempotencyRecord.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert agent.get(there).status_code == 404


def test_who_only_reads_is_told_before_and_changes_nothing(browser, alice, charlie):
    read = ContactFactory(full_name="Ravi Menon", owner=charlie, visibility=0)
    share(read, with_user=alice, level="view", by=charlie)
    agent = browser(alice)

    question = asked(agent, "archive", read)
    answer = confirmed(agent, "archive", question)

    assert "To read only" in question
    assert told(answer) == {"Ravi Menon": "This record is shared with you to read."}
    assert Contact.objects.get(pk=read.pk).state == "active"


def test_nobody_acts_on_whom_they_cannot_see(browser, alice, charlie, south):
    hidden = ContactFactory(full_name="Ravi Menon", owner=charlie, team=south)
    agent = browser(alice)

    answer = agent.post(BULK, {"op": "archive", "uid": [hidden.uid]}, follow=True)
    given = {"op": "archive", "chosen": f"{hidden.uid}:1", "key": str(uuid4())}
    sent = agent.post(BULK, given, follow=True)

    assert "Nobody is selected" in answer.content.decode()
    assert "Not there any more" in sent.content.decode()
    assert "Ravi Menon" not in sent.content.decode()
    assert Contact.objects.get(pk=hidden.pk).state == "active"


@pytest.mark.parametrize(
    ("op", "written", "tags"),
    [("tag", "monsoon, fair", ["fair", "monsoon"]), ("untag", "fair", [])],
)
def test_tags_come_and_go(browser, alice, zubin, op, written, tags):
    agent = browser(alice)

    confirmed(agent, op, asked(agent, op, zubin), tags=written)

    assert Contact.objects.get(pk=zubin.pk).tags == tags


def test_one_task_each(browser, alice, meera, zubin):
    agent = browser(alice)
    question = asked(agent, "task", meera, zubin)
    given = {"task-title": "Call", "task-kind": "call"}

    answer = confirmed(agent, "task", question, **given)

    assert told(answer) == {"Meera Rao": "Task added", "Zubin Katrak": "Task added"}
    made = Task.objects.values_list("contact", "title", "kind", "assignee")
    assert set(made) == {(row.pk, "Call", "call", alice.pk) for row in (meera, zubin)}


def test_a_form_that_is_not_filled_in_says_so_and_keeps_whom_it_is_about(browser, alice, meera):
    agent = browser(alice)
    question = asked(agent, "assign", meera)

    again = confirmed(agent, "assign", question)

    assert again.status_code == 422
    page = again.content.decode()
    assert "Choose a colleague." in page
    assert f'value="{meera.uid}:{meera.version}"' in page


def test_archiving_offers_to_bring_back_those_it_took(browser, alice, meera):
    agent = browser(alice)
    done = confirmed(agent, "archive", asked(agent, "archive", meera)).content.decode()
    assert "Restore 1 client" in done

    confirmed(agent, "restore", asked(agent, "restore", meera))

    assert Contact.objects.get().state == "active"


def test_many_are_proposed_and_the_page_leads_there(browser, alice, dora: User, north):
    in_role(dora, "founder")
    people = ContactFactory.create_batch(51, owner=alice, team=north, lifecycle="customer")
    agent = browser(alice)

    question = asked(agent, "archive", all="1", asked="lifecycle=customer")
    answer = confirmed(agent, "archive", question).content.decode()

    proposal = Proposal.objects.get()
    assert "Archive 51 clients?" in question
    assert "becomes a proposal" in question
    assert f'href="/review/{proposal.uid}/"' in answer
    assert proposal.current_items.count() == len(people)
    assert proposal.title == f"Archive {len(people)} clients"
    assert Contact.objects.filter(state="archived").count() == 0


def test_why_it_cannot_be_proposed_is_said(browser, alice, north):
    ContactFactory.create_batch(51, owner=alice, team=north, lifecycle="customer")
    agent = browser(alice)
    question = asked(agent, "archive", all="1", asked="lifecycle=customer")

    answer = confirmed(agent, "archive", question)

    assert (answer.status_code, Proposal.objects.count()) == (422, 0)
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.usefixtures("meera")
def test_all_that_match_are_those_the_list_keeps(browser, alice, zubin):
    agent = browser(alice)

    question = asked(agent, "archive", zubin, all="1", asked="q=meera")
    ticked = asked(agent, "archive", zubin, all="1", asked="order=recent")

    assert ("Meera Rao" in question, "Zubin Katrak" in question) == (True, False)
    assert ("Meera Rao" in ticked, "Zubin Katrak" in ticked) == (False, True)


@pytest.mark.usefixtures("meera", "zubin")
def test_how_many_match_is_counted_up_to_what_one_act_takes(browser, alice, monkeypatch):
    agent = browser(alice)

    with CaptureQueriesContext(connection) as queries:
        page = agent.get(MATCHING, {"lifecycle": "lead"}).content.decode()
    counts = [each["sql"] for each in queries if "COUNT(" in each["sql"]]
    monkeypatch.setattr(many, "LARGEST", 1)
    more = agent.get(MATCHING, {"lifecycle": "lead"}).content.decode()

    assert len(counts) == 1
    assert "LIMIT 1001" in counts[0]
    assert "All 2 that match" in page
    assert "More than 1 match" in more


def test_more_than_one_act_takes_are_refused(browser, alice, monkeypatch, meera, zubin):
    monkeypatch.setattr(many, "LARGEST", 1)
    people = [meera.uid, zubin.uid]

    answer = browser(alice).post(BULK, {"op": "archive", "uid": people}, follow=True)

    assert "Narrow the list first." in answer.content.decode()


def test_the_way_back_keeps_filters_and_page(browser, alice, meera):
    question = asked(browser(alice), "tag", meera, asked="lifecycle=lead&after=abc")

    assert question.count('href="/contacts/?lifecycle=lead&amp;after=abc"') == 2


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"op": "erase"}, 400),
        ({"op": "archive", "uid": "x"}, 400),
        ({"op": "archive", "chosen": "x:1"}, 400),
        ({"op": "archive", "chosen": ""}, 400),
        ({"op": "archive", "chosen": f"{uuid4()}:1"}, 400),
    ],
)
def test_what_no_page_of_ours_sends_is_refused(browser, alice, given, status):
    assert browser(alice).post(BULK, given).status_code == status


def test_machines_propose_elsewhere(browser, alice, meera):
    eve = ServiceFactory(username="eve")
    in_role(eve, "agent")

    assert browser(eve).post(BULK, {"op": "archive", "uid": meera.uid}).status_code == 403
    assert browser(alice).get(BULK).status_code == 405


def test_among_many_some_may_be_as_wanted_already(browser, alice, dora: User, north):
    in_role(dora, "founder")
    people = ContactFactory.create_batch(51, owner=alice, team=north, tags=["fair"])
    Contact.objects.filter(pk__in=[each.pk for each in people[1:]]).update(tags=[], version=2)
    agent = browser(alice)
    question = asked(agent, "tag", all="1", asked="lifecycle=lead&q=")

    answer = confirmed(agent, "tag", question, tags="fair")

    assert answer.status_code == 200, answer.content.decode()
    assert Proposal.objects.get().current_items.count() == len(people)
