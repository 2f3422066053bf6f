"""A real Chromium in front of a real server: every test here is skipped where there is none.

The tests sit in the thread of Playwright's event loop, the server in one of its own; so Django is
told that a query beside a running loop is meant. Background work runs at once, in the request that
starts it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect, sync_playwright

from accounts.models import Account
from activities.services import add_note, add_task
from activities.services.attaching import attach_file
from contacts.models import Contact
from contacts.services import PointDraft, create_contact
from core.models import SourceSystem, User
from identity.models import MatchCandidate
from imports.models import RawBatch
from ops.services import sync_roles
from tests.approvals.acts import change
from tests.factories.core import SourceSystemFactory
from tests.imports.acts import ROWS, carry_out, csv_of, propose
from velocity_crm.celery import app

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
PASSWORD = "a-long-one-for-tests"
PATIENCE = 60_000  # milliseconds: a busy machine is no broken page
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def chromium() -> str | None:
    """Return the path of the Chromium to drive: CHROMIUM, or the system's."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this folder."""
    path = chromium()
    if path is None:
        pytest.skip("NO BROWSER WAS TESTED: install Chromium or set CHROMIUM to its path")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=PATIENCE)
        chrome = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chrome
        chrome.close()


@pytest.fixture
def site(browser, live_server, settings, tmp_path) -> Iterator[str]:  # noqa: ARG001 -- the browser goes first: its absence skips
    """The address of the server, with files of its own and a worker that works at once."""
    settings.MEDIA_ROOT = tmp_path
    app.conf.task_always_eager = True
    yield live_server.url
    app.conf.task_always_eager = False


@pytest.fixture
def open_page(browser, site) -> Iterator[Callable[..., Page]]:
    """Return pages of browsers that share nothing, such as those of two people."""
    contexts = []

    def opened(**more) -> Page:
        contexts.append(browser.new_context(**{"base_url": site, "viewport": DESK} | more))
        contexts[-1].set_default_timeout(PATIENCE)
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page) -> Page:
    return open_page()


@pytest.fixture
def sign_in(site) -> Callable[[Page, User], Page]:
    """Return how a browser gets the session of somebody: two pages fewer than through the form."""

    def signed(page: Page, user: User) -> Page:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": site}])
        return page

    return signed


@pytest.fixture
def log_in(site) -> Callable[[Page, User], Page]:  # noqa: ARG001 -- there is a server
    """Return how somebody logs in: through the form."""

    def logged(page: Page, user: User) -> Page:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        page.goto("/login/")
        page.get_by_label("User name").fill(user.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("/")
        return page

    return logged


@pytest.fixture
def alice(alice) -> User:
    """An operator: brings files."""
    alice.groups.add(Group.objects.get(name="operator"))
    return alice


@pytest.fixture
def dora(dora) -> User:
    """The founder: sees everything and approves."""
    dora.groups.add(Group.objects.get(name="founder"))
    return dora


@pytest.fixture
def hubspot(db) -> SourceSystem:  # noqa: ARG001 -- opens the database
    return SourceSystemFactory(code="hubspot", name="HubSpot")


@pytest.fixture
def applied(site, alice, dora, hubspot) -> RawBatch:  # noqa: ARG001 -- files of its own
    """Three clients Alice brought and Dora approved."""
    return carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)


@pytest.fixture
def meera(applied) -> Contact:  # noqa: ARG001 -- who brought her
    return Contact.objects.get(full_name="Meera Rao")


@pytest.fixture
def waiting(site, alice, hubspot) -> RawBatch:  # noqa: ARG001 -- files of its own
    """One more client, who waits for Dora."""
    row = "201,Ravi,Menon,ravi@menon.example,+91 98200 22222,Menon & Sons,Partner"
    return propose(
        csv_of(row),
        by=alice,
        source=hubspot,
        name="walk_in_enquiries_of_the_diwali_weekend_november.csv",
    )


@pytest.fixture
def round_trip(meera, waiting, applied, alice) -> dict[str, str]:
    """The addresses of the pages everybody uses, with something on each of them."""
    sync_roles()  # the founder hands over
    change(meera, by=alice, occupation="Architect")
    attach_file(meera, BytesIO(b"%PDF-1.7"), name="plan_of_the_corner_flat.pdf", by=alice)
    add_note(contact=meera, body="Wants **12th floor**:\n\n- [plan](https://a.example)", by=alice)
    add_task(contact=meera, title="Send the plan", due_at=timezone.now(), by=alice)
    someone = create_contact(
        by=alice,
        full_name="Karthikeyan Venkataraghavan Subramanian",
        tags=["rental yield", "school run", "sea view"],
        lifecycle="prospect",
        budget_min=Decimal(180_000_000),
        budget_max=Decimal(225_000_000),
        budget_currency="INR",
        points=[PointDraft("email", "karthikeyan.venkataraghavan.subramanian@mail.example")],
    )
    pair = MatchCandidate.objects.create(left=meera, right=someone, score="0.97")
    return {
        "home": "/",
        "list": "/contacts/",
        "dossier": f"/contacts/{meera.uid}/",
        "editing": f"/contacts/{meera.uid}/edit/",
        "editing an account": f"/accounts/{Account.objects.latest('pk').uid}/edit/",
        "accounts": "/accounts/",
        "deals": "/deals/",
        "new client": "/contacts/new/",
        "new account": "/accounts/new/",
        "new deal": f"/deals/new/?client={meera.uid}",
        "imports": "/imports/",
        "import": f"/imports/{waiting.uid}/",
        "columns": f"/imports/{waiting.uid}/?step=columns",
        "values": f"/imports/{waiting.uid}/?step=values",
        "result": f"/imports/{applied.uid}/?step=result",
        "tasks": "/tasks/?of=all",
        "handing over": f"/admin/core/user/{alice.pk}/hand-over/",
        "duplicates": "/duplicates/",
        "pair": f"/duplicates/pairs/{pair.uid}/",
        "how they were formed": f"/duplicates/contacts/{meera.uid}/",
        "review": "/review/",
        "proposal": f"/review/{waiting.proposal.uid}/",
        "admin": "/admin/",
    }
