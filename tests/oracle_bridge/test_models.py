"""What the database refuses about insights and mappings."""

from datetime import timedelta

import pytest

from oracle_bridge.models import Insight
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory
from tests.factories.oracle_bridge import EntityMappingFactory, InsightFactory
from tests.refusals import refused_by

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint"),
    [
        (InsightFactory, {"contact": None}, "insight_has_one_subject"),
        (InsightFactory, {"status": "old"}, "insight_status_known"),
        (InsightFactory, {"feedback": "meh"}, "insight_feedback_known"),
        (InsightFactory, {"confidence": 2}, "insight_confidence_range"),
        (InsightFactory, {"data": []}, "insight_data_is_object"),
        (InsightFactory, {"based_on": {}}, "insight_based_on_is_array"),
        (EntityMappingFactory, {"direction": "up"}, "mapping_direction_known"),
        (EntityMappingFactory, {"status": "odd"}, "mapping_status_known"),
        (EntityMappingFactory, {"external_id": ""}, "mapping_has_an_external_id"),
        (EntityMappingFactory, {"status": "failed"}, "mapping_failed_says_why"),
        (EntityMappingFactory, {"status": "synced"}, "mapping_synced_says_what"),
    ],
)
def test_the_database_refuses(factory, wrong, constraint):
    assert refused_by(factory(), **wrong) == constraint


def test_an_insight_has_one_subject():
    assert refused_by(InsightFactory(), account=AccountFactory()) == "insight_has_one_subject"


def test_an_insight_expires_after_it_was_made():
    insight = InsightFactory()

    earlier = insight.at - timedelta(days=1)
    assert refused_by(insight, expires_at=earlier) == "insight_expires_later"


def test_a_producer_sends_an_insight_once():
    InsightFactory(external_id="i1")

    assert refused_by(InsightFactory(), external_id="i1") == "insight_once_per_producer"


def test_charlie_cannot_see_insights_on_alices_contact(alice, bob, charlie):
    InsightFactory(contact=ContactFactory(owner=alice, team=alice.team))

    seen = [Insight.objects.visible_to(person).count() for person in (alice, bob, charlie)]
    assert seen == [1, 1, 0]


def test_a_record_of_theirs_is_one_of_ours():
    first, second = EntityMappingFactory(), EntityMappingFactory()

    wrong = {"external_id": first.external_id}
    assert refused_by(second, **wrong) == "mapping_once_by_external_id"


def test_a_record_of_ours_has_one_primary_counterpart_and_aliases():
    first = EntityMappingFactory()
    alias = EntityMappingFactory(local_uid=first.local_uid, is_primary=False)

    assert refused_by(alias, is_primary=True) == "mapping_one_primary"
