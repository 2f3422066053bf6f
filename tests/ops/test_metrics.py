"""Metrics: every name the page documents, counted once in fifteen seconds, for those who may."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from core.models import SourceSystem
from ops.selectors import measures
from oracle_bridge.models import SyncRun
from tests.approvals.acts import change
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory

DOCUMENT = Path(__file__).parents[2] / "docs" / "operations" / "metrics.md"
TOKEN = "only-for-tests-only-for-tests-000"
pytestmark = pytest.mark.django_db


@pytest.fixture
def scraper() -> Client:
    """A client that knows the token."""
    with override_settings(METRICS_TOKEN=TOKEN):
        yield Client(headers={"Authorization": f"Bearer {TOKEN}"})


def counted() -> dict[str, dict[tuple[str, ...], float]]:
    return {
        family.name: {tuple(each.labels.values()): each.value for each in family.samples}
        for family in measures.measured()
    }


def test_the_page_names_exactly_what_is_counted():
    documented = set(re.findall(r"^\| `(velocity_\w+)`", DOCUMENT.read_text(), re.MULTILINE))

    exposed = {f"velocity_{each.__name__}" for each in measures.GAUGES}
    exposed |= {f"velocity_{each.__name__}_total" for each in measures.COUNTERS}
    assert documented == exposed


def test_strangers_do_not_read_metrics(client):
    assert client.get("/metrics").status_code == 401


def test_the_latency_of_the_dossier_is_counted_by_its_route(scraper, dora):
    contact = ContactFactory()
    browser = Client()
    browser.force_login(dora)
    name = "django_http_requests_latency_seconds_by_view_method"
    before = latency(scraper, name)

    browser.get(f"/contacts/{contact.uid}/")

    assert latency(scraper, name) == before + 1


def latency(scraper: Client, name: str) -> float:
    text = scraper.get("/metrics").content.decode()
    pattern = rf'{name}_count{{method="GET",view="client360:contact"}} (\S+)'
    found = re.search(pattern, text)
    return float(found.group(1)) if found else 0.0


@pytest.fixture
def founder(dora):
    """Somebody who may decide, without whom nothing may be proposed."""
    dora.groups.add(Group.objects.get(name="founder"))


@pytest.mark.usefixtures("founder")
def test_the_queue_is_counted_with_its_oldest():
    change(ContactFactory(), by=UserFactory(), occupation="Architect")

    found = counted()

    assert found["velocity_review_queue_depth"] == {("contact.update",): 1}
    assert 0 <= found["velocity_review_queue_oldest_seconds"][("contact.update",)] < 60


@pytest.mark.usefixtures("founder")
def test_a_writeback_is_counted_by_its_origin(eve):
    change(ContactFactory(), by=eve, occupation="Architect")

    assert counted()["velocity_writeback_proposals"] == {("eve", "pending"): 1}


def test_every_state_of_an_import_has_a_number():
    assert sum(counted()["velocity_import_batches"].values()) == 0


def test_a_second_scrape_within_fifteen_seconds_asks_nothing():
    collector = measures.Measures()
    first = list(collector.collect())

    with CaptureQueriesContext(connection) as queries:
        second = list(collector.collect())

    assert (len(queries), second) == (0, first)


def test_one_count_of_everything_stays_small():
    with CaptureQueriesContext(connection) as queries:
        list(measures.measured())

    assert len(queries) <= 45


def test_failed_exchanges_are_counted_by_system(eve):
    pulse = SourceSystem.objects.get(code="pulse")
    for state, error in (("done", ""), ("failed", "away"), ("failed", "away"), ("running", "")):
        SyncRun.objects.create(system=pulse, mode="full", state=state, error=error, by=eve)

    assert counted()["velocity_sync_runs"] == {("pulse", "succeeded"): 1, ("pulse", "failed"): 2}
