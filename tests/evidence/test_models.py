"""What the database refuses about evidence and scores."""

from math import inf, nan
from uuid import uuid4

import pytest

from evidence.models import EvidenceType, QDConfig, QDScore, QDSnapshot
from tests.factories.contacts import ContactFactory
from tests.factories.evidence import EvidenceFactory, EvidenceTypeFactory, QDConfigFactory
from tests.refusals import insert_refused_by, refused_by

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint"),
    [
        (EvidenceTypeFactory, {"family": "gossip"}, "evidence_type_family_known"),
        (EvidenceTypeFactory, {"component": "charm"}, "evidence_type_component_known"),
        (EvidenceTypeFactory, {"half_life_days": 0}, "evidence_type_weighs"),
        (EvidenceTypeFactory, {"base_weight": nan}, "evidence_type_weight_is_number"),
        (EvidenceTypeFactory, {"half_life_days": inf}, "evidence_type_weight_is_number"),
        (QDConfigFactory, {"prior_mass": nan}, "qd_config_prior_mass_is_number"),
        (QDConfigFactory, {"prior_mass": inf}, "qd_config_prior_mass_is_number"),
        (EvidenceTypeFactory, {"default_value": 2}, "evidence_type_value_range"),
        (
            EvidenceTypeFactory,
            {"family": "perception"},
            "evidence_type_perception_needs_consent",
        ),
        (QDConfigFactory, {"perception": 16}, "qd_config_perception_cap"),
        (
            QDConfigFactory,
            {"intent": 0, "engagement": 0, "fit": 0, "readiness": 0, "perception": 0},
            "qd_config_weighs_something",
        ),
        (QDConfigFactory, {"prior": 1.1}, "qd_config_prior_range"),
        (QDConfigFactory, {"state": "active"}, "qd_config_activated_once"),
        (EvidenceFactory, {"state": "doubted"}, "evidence_state_known"),
    ],
)
def test_the_database_refuses(factory, wrong, constraint):
    assert refused_by(factory(), **wrong) == constraint


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"value": 1.01}, "evidence_value_range"),
        ({"confidence": -0.1}, "evidence_confidence_range"),
        ({"external_id": ""}, "evidence_has_an_external_id"),
        ({"payload": []}, "evidence_payload_is_object"),
        ({"payload": {"note": "x" * 17_000}}, "evidence_payload_is_small"),
    ],
)
def test_new_evidence_is_refused(wrong, constraint):
    row = EvidenceFactory()
    row.pk, row.uid = None, uuid4()
    fresh = {"external_id": "another"} | wrong
    for name, value in fresh.items():
        setattr(row, name, value)

    assert insert_refused_by(row) == constraint


@pytest.mark.parametrize("wrong", [{"value": 0}, {"payload": {"note": "x"}}, {"external_id": "y"}])
def test_evidence_is_kept_as_received(wrong):
    assert refused_by(EvidenceFactory(), **wrong) == "row_is_kept"


def test_evidence_may_find_another_subject():
    row = EvidenceFactory(contact=None)
    row.contact = ContactFactory()
    row.save()

    assert row.contact.evidence.get() == row


def test_an_active_configuration_is_fixed():
    active = QDConfig.objects.get(state="active")

    assert refused_by(active, intent=31) == "row_is_kept"
    assert refused_by(active, state="draft", activated_at=None) == "row_is_kept"


def test_one_configuration_is_active():
    active = QDConfig.objects.get(state="active")
    draft = QDConfigFactory()

    wrong = {"state": "active", "activated_at": active.activated_at}
    assert refused_by(draft, **wrong) == "qd_config_one_active"


def test_a_score_stays_between_0_and_100():
    score = QDScore(
        contact=ContactFactory(),
        config=QDConfig.objects.get(state="active"),
        value=101,
        coverage=0.5,
        band="high",
    )

    assert insert_refused_by(score) == "qd_value_range"


def test_a_snapshot_is_never_changed():
    EvidenceFactory()

    assert refused_by(QDSnapshot.objects.get(), value=1) == "row_is_kept"


def test_every_component_has_kinds_of_evidence():
    counts = dict.fromkeys(("intent", "engagement", "fit", "readiness", "perception"), 0)
    for kind in EvidenceType.objects.filter(enabled=True):
        counts[kind.component] += 1

    assert list(counts.values()) == [4, 5, 3, 3, 3]
