"""Webhooks against a real receiver that fails."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.choices import Visibility
from core.services import save_canonical
from oracle_bridge.models import WebhookDelivery, WebhookEndpoint
from oracle_bridge.services import (
    calling,
    create_endpoint,
    deliver_due,
    fan_out,
    secret_of,
    send_again,
)
from oracle_bridge.services.calling import PAUSES
from oracle_bridge.tasks import call_webhooks
from tests.api_clients import calls, may
from tests.factories.contacts import ContactFactory
from tests.oracle_bridge.receiver import Receiver, listening
from tests.settling import settle

pytestmark = pytest.mark.django_db(transaction=True)
HOOKS = "/api/v1/webhooks/"


@pytest.fixture
def receiver():
    with listening() as found:
        yield found


@pytest.fixture
def endpoint(receiver, alice) -> WebhookEndpoint:
    """An endpoint that is told what Alice may read."""
    settle()
    made = create_endpoint(name="Shell", url=receiver.url, owner=alice, by=alice, types=["contact"])
    receiver.secret = secret_of(made)
    return made


def spread() -> int:
    """Tell everybody what happened so far, as the worker does every few seconds."""
    settle()
    return call_webhooks()


def hurry() -> None:
    WebhookDelivery.objects.filter(state="pending").update(next_at=timezone.now())


def uids(receiver: Receiver) -> list[str]:
    return [event["uid"] for event in receiver.taken]


@pytest.mark.usefixtures("endpoint")
def test_changes_arrive_signed_once_and_in_order(receiver, alice, charlie):
    people = [ContactFactory(owner=alice) for _ in range(3)]
    ContactFactory(owner=charlie, visibility=Visibility.RESTRICTED)
    people[0].occupation = "Architect"
    save_canonical(people[0], by=alice)

    taken = [spread(), spread()]

    assert taken == [1, 0]
    assert uids(receiver) == [str(row.uid) for row in (*people, people[0])]
    assert receiver.taken[-1]["changed_fields"] == ["occupation"]


def test_what_was_before_the_endpoint_is_not_told(receiver, alice):
    ContactFactory(owner=alice)
    settle()
    made = create_endpoint(name="Late", url=receiver.url, owner=alice, by=alice)
    receiver.secret = secret_of(made)

    assert (spread(), receiver.calls) == (0, [])


def test_a_wrong_secret_is_noticed_by_the_receiver(endpoint, receiver, alice):
    receiver.secret = "whsec_AAAA"
    ContactFactory(owner=alice)

    assert (spread(), receiver.taken) == (0, [])
    assert endpoint.deliveries.get().last_status == 401


def test_a_failure_is_tried_again_later_and_nothing_overtakes_it(endpoint, receiver, alice):
    receiver.answers = [500, 503]
    first = ContactFactory(owner=alice)
    spread()
    second = ContactFactory(owner=alice)

    patient = spread()
    hurry(), spread(), hurry(), spread()

    assert patient == 0
    assert uids(receiver) == [str(first.uid), str(second.uid)]
    assert [row.attempts for row in endpoint.deliveries.order_by("id")] == [3, 1]


def test_the_pause_grows(endpoint, receiver, alice):
    receiver.answers = [500] * 3
    ContactFactory(owner=alice)
    waits = []
    for _ in range(3):
        spread()
        waits.append((endpoint.deliveries.get().next_at - timezone.now()).total_seconds())
        hurry()

    assert [round(wait / pause) for wait, pause in zip(waits, PAUSES, strict=False)] == [1, 1, 1]


def test_after_the_last_try_it_is_dead_until_somebody_sends_it_again(endpoint, receiver, alice):
    receiver.answers = [500] * (len(PAUSES) + 1)
    contact = ContactFactory(owner=alice)
    for _ in range(len(PAUSES) + 1):
        spread(), hurry()
    dead = endpoint.deliveries.get()

    send_again(dead, by=alice)
    deliver_due()

    assert (dead.state, uids(receiver)) == ("dead", [str(contact.uid)])
    assert endpoint.deliveries.get().state == "delivered"


@pytest.mark.usefixtures("endpoint")
def test_the_living_pass_a_dead_message(receiver, alice):
    receiver.answers = [500] * (len(PAUSES) + 1)
    ContactFactory(owner=alice)
    for _ in range(len(PAUSES) + 1):
        spread(), hurry()

    later = ContactFactory(owner=alice)
    spread()

    assert uids(receiver) == [str(later.uid)]


def test_a_receiver_that_is_away_costs_nothing_but_time(alice):
    settle()
    create_endpoint(name="Away", url="http://127.0.0.1:9/none", owner=alice, by=alice)
    ContactFactory(owner=alice)

    assert spread() == 0
    assert "ConnectError" in WebhookDelivery.objects.get().last_error


def test_gone_stops_the_endpoint(endpoint, receiver, alice):
    receiver.answers = [410]
    ContactFactory(owner=alice)
    spread()
    endpoint.refresh_from_db()

    assert (endpoint.active, endpoint.stopped_because) == (False, "the receiver answered 410 Gone")
    assert (fan_out(), deliver_due()) == (0, 0)


def test_outside_of_a_local_installation_addresses_are_public_and_secure(alice, settings):
    settings.LOCAL = False

    with pytest.raises(ValidationError):
        create_endpoint(name="Plain", url="http://crm.example/", owner=alice, by=alice)
    create_endpoint(name="Inside", url="https://127.0.0.1:9/", owner=alice, by=alice)
    ContactFactory(owner=alice)
    spread()

    assert "PrivateAddressError" in WebhookDelivery.objects.get().last_error


def test_an_endpoint_is_made_stopped_and_its_secret_rotated(alice, receiver):
    client = may(alice, "oracle_bridge.change_webhookendpoint")

    made = client.post(HOOKS, {"name": "Shell", "url": receiver.url, "owner": "alice"}).json()
    one = f"{HOOKS}{made['uid']}/"
    rotated = client.post(f"{one}rotate-secret/").json()
    stopped = client.post(f"{one}switch/", {"active": False}).json()

    assert made["secret"].startswith("whsec_")
    assert rotated["secret"] != made["secret"]
    assert stopped["active"] is False
    assert "secret" not in client.get(one).json()


def test_the_dead_are_listed_and_sent_again(endpoint, alice):
    client = may(alice, "oracle_bridge.change_webhookendpoint")
    row = WebhookDelivery.objects.create(endpoint=endpoint, events=[], state="dead", attempts=8)
    url = f"{HOOKS}{endpoint.uid}/deliveries/"

    dead = client.get(url, {"state": "dead"}).json()["results"]
    answers = [client.post(f"{url}{row.uid}/retry/").status_code for _ in range(2)]

    assert ([each["uid"] for each in dead], answers) == ([str(row.uid)], [200, 409])


def test_who_does_not_look_after_webhooks_sees_none(alice):
    answers = [calls(alice).get(HOOKS), calls(alice).post(HOOKS, {})]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_an_address_without_a_port_there_is_is_refused(alice):
    with pytest.raises(ValidationError, match="address"):
        create_endpoint(name="Far", url="https://crm.example:99999/", owner=alice, by=alice)


def test_an_address_that_leads_nowhere_holds_up_no_other(alice, settings):
    settings.LOCAL = False
    for url in ("https://crm.example:99999/", "https://127.0.0.1:9/"):
        each = WebhookEndpoint.objects.create(name="Far", url=url, owner=alice)
        WebhookDelivery.objects.create(endpoint=each, events=[])

    deliver_due()

    tried = WebhookDelivery.objects.order_by("pk").values_list("attempts", "last_error")
    words = [(attempts, error.partition(":")[0]) for attempts, error in tried]
    assert words == [(1, "InvalidURL"), (1, "PrivateAddressError")]


@pytest.mark.parametrize("step", ["_fan_out", "_deliver"])
def test_an_endpoint_that_fails_unforeseen_holds_up_no_other(receiver, alice, monkeypatch, step):
    settle()
    first, second = (
        create_endpoint(name=name, url=receiver.url, owner=alice, by=alice) for name in "ab"
    )
    receiver.secret = secret_of(second)
    WebhookDelivery.objects.create(endpoint=first, events=[])
    real = getattr(calling, step)

    def odd(each):
        if first.pk in (each, getattr(each, "pk", None)):
            raise RuntimeError("odd")
        return real(each)

    monkeypatch.setattr(calling, step, odd)
    contact = ContactFactory(owner=alice)
    spread()

    assert str(contact.uid) in uids(receiver)


def test_a_name_is_looked_up_once_and_only_what_was_looked_at_is_called(
    alice, settings, monkeypatch
):
    settings.LOCAL = False
    settle()
    create_endpoint(name="Shell", url="https://crm.example/hooks", owner=alice, by=alice)
    asked, called = [], []

    def looked_up(host, port, *_, **__):
        asked.append(host)
        return [(2, 1, 6, "", ("93.184.216.34", port))]

    def connected(address, *_, **__):
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.getaddrinfo", looked_up)
    monkeypatch.setattr("socket.create_connection", connected)
    ContactFactory(owner=alice)
    spread()

    assert (asked, called) == (["crm.example"], [("93.184.216.34", 443)])
