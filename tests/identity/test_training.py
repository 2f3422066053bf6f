"""Learning from reviewers: what they decided, what is learned of it, and who lets it score."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from approvals import services as approvals
from approvals.models import Proposal
from identity.matching.model import default_model
from identity.models import MatchCandidate, MatchModel, Training
from identity.selectors.decisions import decided_pairs
from identity.services import training
from identity.services.adopting import artifact_of, put_in_force, training_in_force
from identity.services.keeping import rebuild_keys
from identity.services.knowing import population
from identity.services.merging import Order, merge
from identity.services.scanning import measure, run_scan, start_scan
from identity.services.searching import candidates_of
from identity.services.training import propose_model
from identity.services.unmerging import unmerge
from identity.services.verdicts import say
from tests.identity.acts import known

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def pair(alice, people) -> MatchCandidate:  # noqa: ARG001 -- the people it is made of
    """Asha twice, as a scan found her."""
    run_scan(start_scan(by=alice).pk)
    return MatchCandidate.objects.get()


@pytest.fixture
def learned(alice) -> Training:
    """Something learned that makes every first name of one sound tell ten bits more."""
    model = default_model()
    level = model.levels["given", "sound"]
    model.levels["given", "sound"] = level._replace(learned=level.learned + 10)
    artifact = artifact_of(model)
    model.levels["given", "sound"] = level
    told = {"loss": 0.1, "precision": 0.9, "recall": 0.9, "linked": 5, "mislinked": 0}
    return Training.objects.create(
        version="t1",
        artifact=artifact | {"version": "t1"},
        pairs=300,
        same=200,
        figures={"before": told, "after": told, "gain": 0.1, "error": 0.01},
        by=alice,
    )


def decide(proposal, person):
    """Approve a proposal and carry it out."""
    stands = {"revision": proposal.revision, "content_hash": proposal.content_hash}
    proposal = approvals.approve(proposal, by=person, reason="looked at it", **stands)
    return approvals.apply(proposal, by=person)


def test_people_told_apart_are_read_as_they_were_compared(pair, frank):
    say(pair.left, pair.right, "different", by=frank)

    (found,) = decided_pairs()
    score = candidates_of(pair.left_id)[0].score
    weight = found.labelled.prior + population().model.points(found.labelled.rows)
    assert (found.labelled.same, found.labelled.times) == (False, 1.0)
    assert weight == pytest.approx(score.weight, abs=0.001)


def test_merged_people_are_read_as_they_were_before(pair, frank):
    before = pair.features["weight"]
    merge(Order(survivor=pair.left, losers=[pair.right]), by=frank)

    (found,) = decided_pairs()
    weight = found.labelled.prior + population().model.points(found.labelled.rows)
    assert (found.labelled.same, weight) == (True, pytest.approx(before, abs=0.001))


def test_an_undone_merge_speaks_against_the_pair(pair, frank):
    operation = merge(Order(survivor=pair.left, losers=[pair.right]), by=frank)
    unmerge(operation, by=frank, reason="mother and daughter")

    assert [each.labelled.same for each in decided_pairs()] == [False]


def test_few_decisions_teach_nothing(pair, frank):
    say(pair.left, pair.right, "different", by=frank)

    with pytest.raises(CommandError, match="1 pairs are decided, 0 of them one person; it takes"):
        call_command("train_matching", "--by", "frank")


def test_decisions_the_shipped_model_foresaw_teach_nothing(pair, frank, monkeypatch, capsys):
    monkeypatch.setattr(training, "LEAST", 0)
    monkeypatch.setattr(training, "LEAST_OF_EITHER", 0)
    say(pair.left, pair.right, "same", by=frank)

    with pytest.raises(CommandError, match="no better"):
        call_command("train_matching", "--by", "frank")
    assert (Training.objects.count(), "learned: loss" in capsys.readouterr().out) == (0, True)


NAMES = ("Kiran Mehta", "Leela Iyer", "Omar Khan", "Sunil Shah", "Tara Bose", "Uma Nair")


@pytest.fixture
def misjudged(alice, frank, monkeypatch) -> None:
    """Pairs of one name on one phone, which the shipped model takes for one, told apart."""
    monkeypatch.setattr(training, "LEAST", len(NAMES))
    monkeypatch.setattr(training, "LEAST_OF_EITHER", 0)
    for number, name in enumerate(NAMES):
        for provider in ("one", "two"):
            mail = f"{name[0]}{number}{provider}@{provider}.example".lower()
            known(alice, name, mail, f"+91982000{number}{number}11")
    rebuild_keys()
    run_scan(start_scan(by=alice).pk)
    for pair in MatchCandidate.objects.filter(left__full_name__in=NAMES):
        say(pair.left, pair.right, "different", by=frank)


@pytest.mark.usefixtures("misjudged")
def test_what_people_keep_saying_is_learned_and_proposed(client, dora, capsys):
    call_command("train_matching", "--by", "alice", "--reason", "six of six")

    row, proposal = Training.objects.get(), Proposal.objects.get()
    before, after = row.figures["before"], row.figures["after"]
    assert (row.same, before["pairs"], after["loss"] < before["loss"]) == (0, row.pairs, True)
    assert f"proposal {proposal.uid}" in capsys.readouterr().out
    client.force_login(dora)
    shown = client.get(f"/review/{proposal.uid}/").content.decode()
    assert f"{row.pairs}, 0 of one person" in shown


@pytest.mark.usefixtures("misjudged")
def test_a_dry_run_keeps_nothing():
    call_command("train_matching", "--by", "alice", "--dry-run")

    assert not Training.objects.exists()


def test_what_was_learned_scores_after_somebody_else_approved(pair, learned, alice, dora):
    before = candidates_of(pair.left_id)[0].score.weight

    done = decide(propose_model(learned, by=alice), dora)

    assert (done.state, training_in_force()) == ("applied", learned)
    assert candidates_of(pair.left_id)[0].score.weight == pytest.approx(before + 10, abs=0.001)


@pytest.mark.usefixtures("pair", "frank")
def test_its_author_does_not_approve_it(learned, dora):
    with pytest.raises(approvals.NoApproverError):
        propose_model(learned, by=dora)


def test_the_next_scan_scores_by_what_was_learned(pair, learned, alice):
    put_in_force(learned, by=alice)

    run_scan(start_scan(by=alice).pk)
    pair.refresh_from_db()

    newest = MatchModel.objects.first()
    assert (pair.model_version, newest.training) == (newest.version, learned)
    assert newest.version.startswith("t1.")


def test_the_shipped_model_comes_back(pair, learned, alice, dora, frank):
    frank.groups.add(Group.objects.get(name="admin"))
    before = candidates_of(pair.left_id)[0].score
    done = decide(propose_model(learned, by=alice), dora)

    decide(approvals.revert(done, by=alice), frank)

    assert (training_in_force(), candidates_of(pair.left_id)[0].score) == (None, before)


@pytest.mark.usefixtures("pair")
def test_a_model_proposed_beside_another_is_a_conflict(learned, alice, dora):
    proposal = propose_model(learned, by=alice)
    put_in_force(learned, by=alice)

    assert decide(proposal, dora).items.get().conflict["code"] == "version_conflict"


def test_nothing_scores_before_the_first_scan(learned, alice):
    with pytest.raises(ValidationError, match="scan the database once"):
        put_in_force(learned, by=alice)


@pytest.mark.usefixtures("pair")
def test_counting_anew_keeps_what_was_learned(learned, alice):
    put_in_force(learned, by=alice)

    assert measure().training == learned


def test_what_was_learned_is_never_changed(learned):
    with pytest.raises(DatabaseError), transaction.atomic():
        Training.objects.filter(pk=learned.pk).update(pairs=1000)
