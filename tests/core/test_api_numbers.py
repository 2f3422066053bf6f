"""Numbers no reader of JSON takes are refused where they come in, and close no list once kept."""

import json
from datetime import UTC, datetime

import orjson
import pytest
from django.utils import timezone

from activities.models import Interaction
from core.api.renderers import to_json
from tests.api_clients import calls, contact_url, may, writes
from tests.factories.activities import InteractionFactory
from tests.factories.contacts import ContactFactory

LIST = "/api/v1/interactions/"
HUGE = 10**30


@pytest.fixture
def meera(alice):
    return ContactFactory(owner=alice, full_name="Meera Rao")


def refused(answer) -> list[str]:
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    return [error["field"] for error in answer.json()["errors"]]


@pytest.mark.parametrize("number", ["1000000000000000000000000000000", "1e300", "1e999", "-1E+20"])
def test_a_number_beyond_64_bits_is_refused_and_nothing_is_kept(alice, meera, number):
    body = {
        "kind": "email",
        "direction": "inbound",
        "occurred_at": timezone.now().isoformat(),
        "contact": str(meera.uid),
        "action_items": [{"n": 0}],
    }
    text = json.dumps(body).replace('"n": 0', f'"n": {number}')

    answer = may(alice, "activities.add_interaction").post(
        LIST, text, content_type="application/json", headers={"Idempotency-Key": "one"}
    )

    assert refused(answer) == ["action_items.0.n"]
    assert not Interaction.objects.exists()


def test_a_list_is_read_though_a_row_of_it_holds_such_a_number(alice, meera):
    InteractionFactory(contact=meera, action_items=[{"n": HUGE, "at": "Delhi \N{BULLET}"}])
    InteractionFactory(contact=meera)

    answer = calls(alice).get(LIST)

    assert answer.status_code == 200
    kept = [row["action_items"] for row in answer.json()["results"]]
    assert [{"n": HUGE, "at": "Delhi \N{BULLET}"}] in kept


def test_what_is_written_the_slower_way_reads_the_same():
    deep: list = []
    for _ in range(400):
        deep = [deep]
    parts = {"at": datetime(2026, 1, 1, tzinfo=UTC), "raw": orjson.Fragment(b'{"a":1}'), "d": 1.5}

    quick = json.loads(to_json(parts))

    assert json.loads(to_json({**parts, "n": HUGE})) == {**quick, "n": HUGE}
    assert json.loads(to_json({**parts, "deep": deep})) == {**quick, "deep": deep}


@pytest.mark.parametrize("depth", [101, 400])
def test_what_is_nested_too_deeply_is_refused(alice, meera, depth):
    text = f'{{"contact": "{meera.uid}", "action_items": {"[" * depth}{"]" * depth}}}'

    answer = may(alice, "activities.add_interaction").post(
        LIST, text, content_type="application/json"
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


@pytest.mark.parametrize("version", [2**63, 2**64, 10**40])
def test_a_version_nobody_counts_to_is_refused(alice, meera, version):
    body = {"version": version, "occupation": "Architect"}

    assert refused(writes(alice).patch(contact_url(meera), body)) == ["version"]


def test_a_version_ahead_of_ours_is_a_conflict(alice, meera):
    body = {"version": 2**63 - 1, "occupation": "Architect"}

    assert writes(alice).patch(contact_url(meera), body).status_code == 409
