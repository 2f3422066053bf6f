"""Another configuration of the score: proposed, back-tested, approved, applied to everybody."""

import math

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.models import Proposal, ProposalItem
from contacts.models import Contact
from evidence.handlers import activate
from evidence.models import QDConfig, QDScore
from evidence.services import recompute_qd
from evidence.services.activating import candidate_config, spearman
from tests.api_clients import calls
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory
from tests.factories.evidence import EvidenceFactory

pytestmark = pytest.mark.django_db
ACTIVATE = "/api/v1/qd/configs/activate/"
BODY = {"name": "Intent first", "intent": 60, "reason": "Intent sells."}


@pytest.fixture
def meera(alice) -> Contact:
    contact = ContactFactory(owner=alice, full_name="Meera Rao")
    for _ in range(8):
        EvidenceFactory(contact=contact)
    recompute_qd(contact)
    return contact


@pytest.fixture
def house(dora) -> None:
    """Who decides about the house: a founder and two administrators."""
    dora.groups.add(Group.objects.get(name="founder"))
    for _ in range(2):
        UserFactory().groups.add(Group.objects.get(name="admin"))


@pytest.fixture
def item(alice, house, meera) -> ProposalItem:  # noqa: ARG001 -- somebody decides, somebody is scored
    answer = calls(alice).post(ACTIVATE, BODY, format="json")
    return Proposal.objects.get(uid=answer.json()["proposal"]).items.get()


def test_a_proposal_says_what_it_would_have_done(item):
    assert item.proposal.summary.startswith("Intent sells. Back-test on 1 people: ")
    assert QDConfig.objects.get(state="active").version == 1


def test_activating_scores_everybody_anew_and_begins_a_series(item, dora, meera):
    steps = []
    while not steps or steps[-1].state == "more":
        steps.append(activate(item, dora))
        item.result = steps[-1].result

    assert [step.state for step in steps] == ["more", "more", "applied"]
    assert QDScore.objects.get(contact=meera).config.version == 2
    assert list(QDConfig.objects.order_by("version").values_list("state", "intent")) == [
        ("retired", 30),
        ("active", 60),
    ]


def test_it_can_be_previewed_and_read_once_it_is_applied(item, dora):
    address = f"/api/v1/proposals/{item.proposal.uid}/"
    preview = calls(dora).get(f"{address}preview/")
    item.result, item.apply_state = activate(item, dora).result, "applied"
    item.save()

    read = calls(dora).get(address)

    assert (preview.status_code, read.status_code) == (200, 200)
    assert preview.json()["items"][0]["outcome"] == "more"


def test_a_configuration_overtaken_by_another_is_a_conflict(item, dora):
    activate(item, dora)
    item.result = {}

    assert activate(item, dora).conflict["code"] == "version_conflict"


@pytest.mark.parametrize("wrong", [{"perception": 50}, {"intent": 30}, {"prior": 2}])
def test_weights_that_are_none_are_refused(alice, wrong):
    body = {"name": "x", "reason": "y"} | wrong

    assert calls(alice).post(ACTIVATE, body, format="json").status_code == 400


def test_the_leaderboard_shows_whom_one_may_see(alice, charlie, meera):
    board = "/api/v1/qd/leaderboard/"

    assert [row["uid"] for row in calls(alice).get(board).json()["results"]] == [str(meera.uid)]
    assert calls(charlie).get(board).json()["results"] == []


def test_ranks_go_together_or_not():
    assert spearman([1, 2, 3], [10, 20, 30]) == pytest.approx(1)
    assert spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert spearman([1, 2, 2], [0, 0, 0]) is None


@given(
    number=st.sampled_from(["nan", "inf", "Infinity", "1e999"]).flatmap(
        lambda word: st.sampled_from([word, word.upper(), f"-{word}"])
    )
    | st.sampled_from([math.nan, math.inf, -math.inf]),
    field=st.sampled_from(["prior", "prior_mass"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_weight_is_taken_that_is_no_number(number, field):
    with pytest.raises(ValidationError):
        candidate_config(name="Odd", changes={field: number})


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
@pytest.mark.usefixtures("house", "meera")
def test_such_a_weight_is_refused_where_it_is_sent(alice, number):
    answer = calls(alice).post(ACTIVATE, BODY | {"prior_mass": number}, format="json")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "prior_mass")
