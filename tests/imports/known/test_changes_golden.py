"""A CRM's deals and activities, exported twice: a fifth changed there, one value edited here."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from activities.models import Interaction, Task
from core.models import ChangeEvent
from imports.models import RawBatch
from imports.services.replaying import _spec
from opportunities.models import Opportunity
from opportunities.services import update_opportunity
from tests.api_clients import calls
from tests.imports import acts
from tests.imports.told_again import ACTIVITIES, DEALS, call, deal, the

pytestmark = pytest.mark.django_db

FIRST = [deal(n, f"{n}000000") for n in range(1, 11)]
SECOND = [
    deal(1, "1500000", close="2027-02-14"), deal(2, "2500000", stage="Contract sent"), *FIRST[2:],
]  # fmt: skip
TALKS = [call(n) for n in range(1, 9)] + [call(n, kind="Task", done="To do") for n in (9, 10)]
LATER = [call(1, note="Wants 4 BHK and the sea"), *TALKS[1:9], call(10, kind="Task", done="Done")]


@pytest.fixture
def command(tmp_path, take_in, alice, dora):  # noqa: ARG001 -- their people are known
    """Runs the command that imports a file; answers what its last line says."""

    def run(name, rows, header):
        path, out = tmp_path / f"{name}.csv", StringIO()
        path.write_bytes(acts.csv_of(*rows, header=header))
        told = ("--source", "hubspot", "--approve-as", "dora", "--by", "alice", "--again")
        call_command("import_contacts", str(path), *told, stdout=out)
        return json.loads(out.getvalue().splitlines()[-1])

    return run


def state_of(model) -> list[tuple]:
    return list(model.objects.order_by("pk").values_list())


def test_a_fifth_of_the_deals_follows_its_source_but_for_what_alice_typed(command, alice):
    command("november", FIRST, DEALS)
    update_opportunity(the(1), by=alice, amount=Decimal(1_250_000))

    done = command("december", SECOND, DEALS)

    counts = done["counts"]
    deals = (the(1), the(2))
    assert [(each.amount, str(each.expected_close), each.stage.code) for each in deals] == [
        (1_250_000, "2027-02-14", "site_visited"), (2_500_000, "2026-12-19", "negotiation"),
    ]  # fmt: skip
    assert (counts["match"], counts["skip"], counts["applied_updated"]) == (2, 8, 2)
    assert counts["changes"] == {"amount": 1, "expected_close": 1, "stage": 1}
    assert counts["left"] == {"amount": 1}
    assert set(
        Opportunity.objects.exclude(pk__lte=the(2).pk).values_list("version", flat=True)
    ) == {1}


def test_undoing_gives_back_every_value_of_before(command, alice, dora):
    command("november", FIRST, DEALS)
    update_opportunity(the(1), by=alice, amount=Decimal(1_250_000))
    values = ("amount", "currency", "expected_close", "stage", "stage_entered_at", "probability",
              "probability_overridden", "closed_at", "loss_reason", "name")  # fmt: skip
    before = list(Opportunity.objects.order_by("pk").values_list(*values))
    done = command("december", SECOND, DEALS)

    batch = acts.undo(RawBatch.objects.get(uid=done["batch"]), by=alice, approver=dora)

    assert list(Opportunity.objects.order_by("pk").values_list(*values)) == before
    assert batch.counts["reverted"] == {"restored": 2}
    undone = Opportunity.history.filter(version=4, id=the(1).pk).get()
    assert (undone.history_change_reason, undone.history_user) == (f"revert:{batch.uid}", dora)


def test_activities_follow_their_source_and_go_back(command, alice, dora):
    command("november", TALKS, ACTIVITIES)
    before = list(Interaction.objects.order_by("pk").values_list("body", "snippet"))

    done = command("december", LATER, ACTIVITIES)
    after = (
        Interaction.objects.get(subject="Call 1").body,
        Task.objects.get(title="Call 10").status,
    )
    acts.undo(RawBatch.objects.get(uid=done["batch"]), by=alice, approver=dora)

    assert (after, done["counts"]["applied_updated"]) == (("Wants 4 BHK and the sea", "done"), 2)
    assert list(Interaction.objects.order_by("pk").values_list("body", "snippet")) == before
    assert set(Task.objects.values_list("status", "completed_at")) == {("open", None)}


def test_the_same_file_once_more_changes_nothing(command):
    for name, rows, header in (("deals", FIRST, DEALS), ("talks", TALKS, ACTIVITIES)):
        command(name, rows, header)
    models = (Opportunity, Interaction, Task)
    before = [state_of(model) for model in models]
    events = ChangeEvent.objects.count()

    again = [command("deals", FIRST, DEALS), command("talks", TALKS, ACTIVITIES)]

    assert [state_of(model) for model in models] == before
    assert [done["counts"]["skip"] for done in again] == [10, 10]
    assert RawBatch.objects.get(uid=again[0]["batch"]).results.count() == 0
    assert ChangeEvent.objects.count() == events


def test_rest_tells_the_plan_and_the_outcome(take_in, plan, alice, dora):
    take_in(*FIRST)
    update_opportunity(the(1), by=alice, amount=Decimal(1_250_000))
    batch = plan(*SECOND)
    address = f"/api/v1/imports/{batch.uid}/"

    rows = calls(alice).get(f"{address}rows/?outcome=match").json()["results"]
    acts.apply(batch.proposal, by=dora)
    counts = calls(alice).get(address).json()["counts"]

    assert [row["resolution"]["changes"] for row in rows] == [
        {"amount": f"edited since by {alice}", "expected_close": ""}, {"amount": "", "stage": ""},
    ]  # fmt: skip
    assert (counts["applied_updated"], counts["left"]) == (2, {"amount": 1})


def test_a_replay_begins_with_every_file_it_rests_on_once(take_in):
    take_in(*FIRST)
    take_in(*SECOND)

    spec = _spec(take_in(deal(1, "1600000")))

    assert [len(earlier["targets"]) for earlier in spec["before"]] == [7, 12, 12]
    assert [earlier.get("before") for earlier in spec["before"]] == [None, None, None]
