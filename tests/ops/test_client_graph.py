"""The invented client base: believable, labelled, and the same for the same seed."""

from functools import cache
from io import StringIO

import phonenumbers
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from contacts.models import Contact
from core.models import AuditEvent
from inventory.models import Unit
from opportunities.models import Booking, PartnerTag, UnitHold
from ops.services.client_graph import OtherGraphError, Plan, generate, generating, indexes
from ops.services.client_graph.numbers import number_of

pytestmark = pytest.mark.django_db

PLAN = Plan(contacts=120, seed=7)


class StoppedError(Exception):
    """Somebody pulled the plug."""


def _generate(plan=PLAN, advance=lambda _: None):
    return generate(plan, [].append, advance)


def _undone(plan):
    """Generate, return the digest and what the contacts say, and roll everything back."""
    with transaction.atomic():
        digest = _generate(plan).digest
        said = list(Contact.objects.order_by("uid").values_list("uid", "full_name", "budget_min"))
        transaction.set_rollback(True)
    return digest, said


def _made(plan):
    """Return the same of a graph made once for all who compare with it; its parts are signed."""
    return _made_in_parts(plan, generating.CHUNK)


@cache
def _made_in_parts(plan, _size):
    return _undone(plan)


def test_the_same_seed_makes_the_same_graph():
    assert _undone(PLAN) == _made(PLAN)


def test_another_seed_makes_another_graph():
    assert _made(PLAN)[0] != _undone(Plan(contacts=120, seed=8))[0]


def test_what_happens_around_people_does_not_change_the_people():
    quiet = Plan(contacts=120, seed=7, interactions=0, deals=0, evidence=0)

    assert _made(PLAN)[1] == _undone(quiet)[1]


def test_a_second_run_changes_nothing():
    first = _generate()

    second = _generate()

    assert (second.digest, second.skipped) == (first.digest, 120)
    assert Contact.objects.count() == 120


def test_a_run_that_was_killed_goes_on(monkeypatch):
    monkeypatch.setattr(generating, "CHUNK", 30)
    whole = _made(PLAN)

    def stop(_):
        raise StoppedError

    with pytest.raises(StoppedError):
        _generate(advance=stop)
    resumed = _generate()

    assert (resumed.digest, resumed.skipped) == (whole[0], 30)
    assert Contact.objects.count() == 120


def test_a_second_graph_is_refused():
    _generate(Plan(contacts=10, seed=7))

    with pytest.raises(OtherGraphError):
        _generate(Plan(contacts=10, seed=8))


def test_units_are_sold_and_held_once_and_brokers_claim_clients():
    made = _generate(Plan(contacts=900, seed=5, deals=0.9)).counts

    sold = Unit.objects.exclude(status="available")
    booked = Booking.objects.select_related("opportunity__stage")
    assert {unit.pk for unit in sold} == set(booked.values_list("unit", flat=True))
    assert {each.opportunity.stage.category for each in booked} == {"won"}
    assert made["bookings"] == booked.count() > 0
    assert (UnitHold.objects.count() > 0, PartnerTag.objects.count() > 0) == (True, True)


@pytest.mark.parametrize("country", ["IN", "AE", "SG", "US"])
def test_numbers_are_valid_and_differ(country):
    numbers = {number_of(country, place) for place in range(0, 60_000, 30)}

    assert len(numbers) == 2_000
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in numbers)


def test_the_command_writes_the_truth_and_prints_the_digest(tmp_path):
    out, truth = StringIO(), tmp_path / "truth.csv"

    call_command(
        "generate_client_graph", "--contacts=40", "--only-contacts", truth=truth, stdout=out
    )

    assert truth.read_text().splitlines()[0] == "unique_id,entity_id,variation"
    assert len(truth.read_text().splitlines()) == 41
    assert "sha256 " in out.getvalue()
    assert AuditEvent.objects.filter(action=generating.DONE).count() == 1


def test_nobody_at_all_is_refused():
    with pytest.raises(CommandError):
        call_command("generate_client_graph", "--contacts=0")


@pytest.mark.django_db(transaction=True)
def test_several_writers_make_the_same_graph_and_leave_the_indexes_standing(monkeypatch):
    monkeypatch.setattr(generating, "CHUNK", 30)
    monkeypatch.setattr(indexes, "MANY", 100)
    alone = _made(PLAN)

    digest = _generate().digest

    said = list(Contact.objects.order_by("uid").values_list("uid", "full_name", "budget_min"))
    assert (digest, said) == alone
    assert {"interaction_snippet_trigram"} <= indexes._present()
