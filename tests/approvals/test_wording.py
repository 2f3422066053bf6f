"""What proposals hold, in words."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import Account
from activities.models import Task
from approvals.choices import Role
from approvals.selectors.showing import shown_items
from approvals.selectors.wording import Wording
from approvals.services import ItemDraft, propose
from approvals.templatetags.review import records, value
from tests.factories.accounts import AccountFactory
from tests.factories.core import UserFactory, in_role
from tests.factories.inventory import UnitFactory


@pytest.mark.django_db
def test_a_reference_reads_as_the_name_of_the_record():
    parent = AccountFactory(display_name="Emaar")

    assert Wording(Account).of("parent", str(parent.uid)) == "Emaar"
    assert Wording(Account).of("parent", None) is None


@pytest.mark.parametrize(
    ("model", "name", "held", "read"),
    [
        (Account, "kind", "broker_firm", "Broker firm"),
        (Account, "kind", "guild", "guild"),
        (Account, "display_name", "Emaar", "Emaar"),
        (Account, "nothing", "broker_firm", "broker_firm"),
        (Task, "due_at", "2026-12-01T10:00:00+00:00", datetime(2026, 12, 1, 10, tzinfo=UTC)),
        (Task, "due_at", "some day", "some day"),
    ],
)
def test_choices_read_as_their_labels_and_moments_as_moments(model, name, held, read):
    assert Wording(model).of(name, held) == read


@pytest.mark.django_db
def test_what_is_no_reference_at_all_stays_as_it_is():
    assert Wording(Account).of("parent", "the developer") == "the developer"
    assert Wording(Account).of("owner", ["farah"]) == ["farah"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "after",
    [
        {},
        {"opportunity": "the big one", "until": "tomorrow"},
        {"opportunity": None, "until": 5},
        {"opportunity": ["x"], "until": {}},
    ],
)
def test_a_proposal_nobody_can_read_is_shown_as_it_was_written(client, after):
    eve, dora = UserFactory(), in_role(UserFactory(), Role.FOUNDER)
    item = ItemDraft(op="link", target_type="unit", target_uid=UnitFactory().uid, after=after)
    proposal = propose(kind="unit.hold", title="Hold it", items=[item], by=eve)
    client.force_login(dora)

    page = client.get(f"/review/{proposal.uid}/")

    assert page.status_code == 200
    (shown,) = shown_items(proposal, by=dora)
    assert {row["name"]: row["proposed"] for row in shown.rows} == after


def test_a_moment_stands_in_the_time_zone_of_the_reader():
    with timezone.override(ZoneInfo("Asia/Kolkata")):
        assert value(datetime(2026, 12, 1, 4, 30, tzinfo=UTC)) == "1 Dec 2026, 10:00"
    assert value(date(2026, 12, 1)) == "1 Dec 2026"


def test_a_list_of_objects_is_read_line_by_line_and_keeps_no_markup():
    points = [{"kind": "phone", "value": "+919812345678"}, {"kind": "email", "value": "<b>"}]

    assert value(points) == "kind: phone; value: +919812345678<br>kind: email; value: &lt;b&gt;"


def test_records_are_counted_by_their_names():
    assert [records("unithold", 1), records("unithold", 2), records("gone", 1)] == [
        "unit hold",
        "unit holds",
        "gone",
    ]
