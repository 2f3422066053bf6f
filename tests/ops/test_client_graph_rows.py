"""The rows of the invented client base: as many as asked for, and whole."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.db import connection

from activities.models import Interaction, Transcript
from contacts.models import Contact, ContactPoint
from contacts.services.summaries import REFRESH
from evidence.models import Evidence
from opportunities.models import Opportunity, StageHistory
from ops.services.client_graph import Generated, Label, Plan, generate
from tests.worlds import kept

pytestmark = pytest.mark.django_db

PLAN = Plan(contacts=300, seed=3)


@pytest.fixture(scope="module", autouse=True)
def graph(django_db_setup, django_db_blocker) -> Iterator[tuple[Generated, list[Label]]]:  # noqa: ARG001 -- there is a database
    """One graph for all tests, and the truth about its records."""
    labels: list[Label] = []
    with kept(django_db_blocker):
        yield generate(PLAN, labels.append, lambda _: None), labels


def test_as_many_records_are_made_as_were_asked_for(graph):
    made, _ = graph

    assert (made.counts["contacts"], Contact.objects.count()) == (300, 300)


def test_second_records_share_the_phone_or_the_email_of_their_person(graph):
    _, labels = graph
    values = defaultdict(set)
    for uid, value in ContactPoint.objects.values_list("contact__uid", "value_norm"):
        values[str(uid)].add(value)
    original = {label.person: label.contact for label in labels if not label.variation}
    second = [label for label in labels if label.variation]

    known_again = [values[s.contact] & values[original[s.person]] for s in second]

    assert len(second) == round(PLAN.contacts * PLAN.duplicates)
    assert all(known_again)


def test_only_one_record_claims_a_value():
    claims = ContactPoint.objects.filter(is_identity=True, kind="phone")

    assert claims.count() == claims.values("value_norm").distinct().count()


def test_lists_and_search_read_what_the_rows_say():
    with connection.cursor() as cursor:
        cursor.execute(REFRESH.replace("= ANY(%s)", "> 0"))
        changed = cursor.rowcount

    assert changed == 0


def test_every_row_has_its_history():
    assert Contact.history.count() == 300
    assert Interaction.history.count() == Interaction.objects.count()


def test_a_deal_stands_in_the_last_stage_of_its_history():
    last = StageHistory.objects.order_by("opportunity", "-entered_at", "-id")
    stands = dict(last.distinct("opportunity").values_list("opportunity", "to_stage"))

    assert stands == dict(Opportunity.objects.values_list("pk", "stage"))


def test_sensors_and_recordings_rest_on_consent():
    sensed = Evidence.objects.filter(type__family="perception")

    assert sensed.exists()
    assert not sensed.exclude(consent__purpose="perception_analytics").exists()
    assert not Transcript.objects.exclude(consent__purpose="call_recording").exists()
