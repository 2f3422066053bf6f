"""The admin shows choices by their labels, numbers rounded and JSON in words."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from psycopg.types.range import Range
from unfold.utils import display_for_label

from core.admin.showing import Tones, as_text, is_measured, rounded, span, spoken
from identity.choices import LikeReason
from identity.models import AccountCandidate, MatchCandidate
from ops.services import sync_roles
from tests.factories.activities import TaskFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory, in_role
from tests.factories.opportunities import OpportunityFactory


@pytest.mark.parametrize("tones", [{}, {"open": "info"}])
def test_a_choice_without_a_tone_is_shown_by_its_label(tones):
    shown = display_for_label(("pending_approval", "Waiting for approval"), "-", Tones(tones))

    assert ("Waiting for approval" in shown, "pending_approval" in shown) == (True, False)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (65.35905617620476, "65.36"),
        (Decimal("0.99999"), "over 0.99"),
        (0.0004, "under 0.01"),
        (0.5, "0.5"),
        (1, "1"),
        (0, "0"),
        (-0.25, "-0.25"),
    ],
)
def test_a_measured_number_has_two_digits_and_never_rounds_to_all(value, words):
    assert rounded(value) == words


def test_money_is_not_rounded():
    amount = models.DecimalField(max_digits=16, decimal_places=2)

    assert not is_measured(amount)


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ((date(2026, 7, 12), date(2026, 8, 3)), "12 Jul 2026 to 3 Aug 2026"),
        ((date(2026, 7, 12), None), "since 12 Jul 2026"),
        ((None, date(2026, 8, 3)), "until 3 Aug 2026"),
        ((None, None), "always"),
    ],
)
def test_a_period_is_said_in_days(ends, words):
    assert span(Range(*ends)) == words


def test_several_choices_are_shown_by_their_labels():
    column = spoken(AccountCandidate._meta.get_field("reasons"))

    assert column(AccountCandidate(reasons=[LikeReason.NAME])) == LikeReason.NAME.label


def test_flat_json_is_shown_in_words():
    assert (as_text(["Name", "Mobile"]), as_text({"cells_parked": 48}), as_text([])) == (
        "Name, Mobile",
        "Cells parked: 48",
        "-",
    )


def test_nested_json_stays_laid_out():
    assert "velocity-json" in as_text({"rows": [{"a": 1}]})


@pytest.mark.django_db
def test_lists_of_the_admin_show_no_code_and_no_long_number(admin_user, alice):
    TaskFactory(kind="follow_up")
    left, right = ContactFactory(by=alice), ContactFactory(by=alice)
    MatchCandidate.objects.create(left=left, right=right, score="0.99999", status="not_a_match")
    client = Client()
    client.force_login(admin_user)

    tasks = client.get(reverse("admin:activities_task_changelist")).content.decode()
    pairs = client.get(reverse("admin:identity_matchcandidate_changelist")).content.decode()

    assert ("over 0.99" in pairs, "0.99999" in pairs, "Not a match" in pairs) == (True, False, True)
    assert "follow_up, Follow up" not in tasks


@pytest.mark.django_db
def test_lists_of_the_admin_write_days_as_all_pages_do(admin_user):
    OpportunityFactory(expected_close=date(2026, 12, 30))
    client = Client()
    client.force_login(admin_user)

    deals = client.get(reverse("admin:opportunities_opportunity_changelist")).content.decode()

    assert ("30 Dec 2026" in deals, "Dec. 30" in deals) == (True, False)


@pytest.mark.django_db
def test_who_only_reads_a_login_reads_its_time_zone_in_words():
    sync_roles()
    anil = UserFactory(username="anil", timezone="Asia/Kolkata")
    pages = {}
    for role in ("founder", "admin"):
        office = Client()
        office.force_login(in_role(UserFactory(username=f"a-{role}"), role))
        page = office.get(reverse("admin:core_user_change", args=[anil.pk]))
        pages[role] = page.content.decode()

    assert ("India Time" in pages["founder"], "Asia/Kolkata" in pages["founder"]) == (True, False)
    assert '<option value="Asia/Kolkata" selected>' in pages["admin"]
