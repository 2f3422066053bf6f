"""The TypeScript client in a real browser, in front of a real server."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Permission
from playwright.sync_api import Page, expect

from activities.models import Task
from approvals.models import Proposal
from contacts.models import Contact
from contacts.services import update_contact
from identity.services.keeping import keep_keys
from opportunities.models import Opportunity
from tests.clients.node import CLIENT, need_node, npm
from tests.factories.activities import TaskFactory
from tests.factories.opportunities import OpportunityFactory

RIGHTS = ("add_contact", "change_contact", "change_opportunity", "change_task")
SERVED = re.compile(r"https?://\S+:\d+")


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """The client as it is deployed, in a folder of this process: a build empties its folder."""
    need_node()
    folder: Path = tmp_path_factory.mktemp("client")
    npm("build", "--", "--outDir", str(folder), "--emptyOutDir")
    return folder


@pytest.fixture
def client(site, built) -> Iterator[str]:
    """The address of the client, which passes what it does not have on to the site."""
    host = urlsplit(site).hostname or "localhost"
    command = [CLIENT / "node_modules/.bin/vite", "preview", "--host", host, "--port", "0"]
    server = subprocess.Popen(  # noqa: S603 -- the client of this project
        [*map(str, command), "--outDir", str(built)],
        cwd=CLIENT,
        env=os.environ | {"VELOCITY_URL": site, "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield _address(server)
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


def _address(server: "subprocess.Popen[str]") -> str:
    """Return where the client is served, as its server says; a port it took itself is its own."""
    for line in server.stdout:
        if found := SERVED.search(line):
            return found[0]
    pytest.fail("the client is not served")


@pytest.fixture
def shell(open_page, client):
    """Return a page of the client on which somebody is signed in."""

    def opened(user, log_in) -> Page:
        user.user_permissions.add(*Permission.objects.filter(codename__in=RIGHTS))
        page = open_page(base_url=client)
        page.goto("/")
        page.wait_for_url("**/login/?next=**")
        log_in(page, user)
        return page

    return opened


def test_a_contact_is_found_and_read(meera, alice, shell, log_in):
    page = shell(alice, log_in)

    page.get_by_label("Search").fill("arjun")
    expect(page.get_by_role("link", name=meera.full_name)).to_have_count(0)
    page.get_by_label("Search").fill("meera")
    page.get_by_role("link", name=meera.full_name).click()

    expect(page.get_by_role("heading", name=meera.full_name)).to_be_visible()
    expect(page.locator("[data-section=identity]")).to_contain_text("points")


@pytest.mark.parametrize(
    ("choice", "kept"), [("Keep mine: Architect", "Architect"), ("Take theirs: Pilot", "Pilot")]
)
def test_a_conflict_is_met_and_resolved(meera, alice, shell, log_in, choice, kept):
    page = shell(alice, log_in)
    page.get_by_role("link", name=meera.full_name).click()
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("occupation").fill("Architect")
    update_contact(Contact.objects.get(pk=meera.pk), by=alice, occupation="Pilot")

    page.get_by_role("button", name="Save").click()
    expect(
        page.get_by_role("group", name="occupation was changed by somebody else")
    ).to_be_visible()
    page.get_by_role("button", name=choice).click()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("button", name="Edit")).to_be_visible()
    assert Contact.objects.get(pk=meera.pk).occupation == kept


def test_who_is_on_record_already_is_told_while_a_new_contact_is_typed(meera, alice, shell, log_in):
    keep_keys([meera.pk])
    page = shell(alice, log_in)
    page.get_by_role("link", name="New contact").click()
    page.get_by_label("Name").fill(meera.full_name)
    page.get_by_label("Phone").fill(meera.points.filter(kind="phone")[0].value_norm)
    expect(page.get_by_role("listitem")).to_contain_text([f"{meera.full_name} "])

    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name="Create all the same").click()

    expect(page.get_by_role("heading", name=meera.full_name)).to_be_visible()
    assert Contact.objects.filter(full_name=meera.full_name).count() == 2


def test_deals_move_tasks_are_done_and_imports_show_how_far_they_are(meera, alice, shell, log_in):
    OpportunityFactory(primary_contact=meera, by=alice, name="Sea Face")
    TaskFactory(contact=meera, by=alice, title="Call back")
    page = shell(alice, log_in)

    page.get_by_role("link", name="Opportunities").click()
    page.get_by_label("Move Sea Face").select_option("qualified")
    expect(page.get_by_role("cell", name="Qualified", exact=True)).to_be_visible()
    page.get_by_role("link", name="Tasks").click()
    page.get_by_role("button", name="Done: Call back").click()
    expect(page.get_by_text("Nothing to do.")).to_be_visible()
    page.get_by_role("link", name="Imports").click()

    expect(page.get_by_role("cell", name="applied", exact=True)).to_be_visible()
    assert Opportunity.objects.get().stage.code == "qualified"
    assert Task.objects.get().status == "done"


def test_what_waits_is_approved(dora, waiting, shell, log_in):
    page = shell(dora, log_in)
    page.get_by_role("link", name="Review").click()

    page.get_by_role("button", name="Approve").click()

    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    assert Proposal.objects.get(pk=waiting.proposal.pk).state in ("approved", "applied", "applying")
