"""The audit sample of links made unasked: which rows are drawn, and what the answers come to."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from identity.models import LinkCheck, MatchPolicy
from identity.selectors.checks import Checked, checked_of
from identity.services.checking import is_drawn
from tests.factories.core import SourceSystemFactory


def test_the_share_that_is_asked_for_is_drawn_and_always_the_same():
    drawn = [row for row in range(10_000) if is_drawn(0.02, "file", row)]

    assert 150 < len(drawn) < 250
    assert drawn == [row for row in range(10_000) if is_drawn(0.02, "file", row)]
    assert not is_drawn(0, "file", 1)
    assert is_drawn(1, "file", 1)


def test_a_few_right_answers_promise_little():
    few, many = Checked(10, 0), Checked(2_000, 1)

    assert (few.precision, round(few.at_least, 3)) == (1.0, 0.722)
    assert (many.precision, round(many.at_least, 4)) == (0.9995, 0.9972)


@pytest.mark.django_db
def test_a_policy_is_told_of_the_sources_it_is_about(alice, capsys):
    portal, other = SourceSystemFactory(code="portal"), SourceSystemFactory(code="other")
    for number, source in enumerate([portal, portal, other]):
        LinkCheck.objects.create(
            source=source, batch_id=1, row_no=number, probability="0.9999", right=number > 0,
            by=alice, at="2026-01-01T00:00Z",
        )  # fmt: skip
    call_command("match_policy", "--source", "portal", "--auto-link")

    call_command("match_policy", "--check-share", "0.1")

    assert "1 checked, 0 wrong: 100.00% right" in capsys.readouterr().out
    told = [checked_of(policy) for policy in MatchPolicy.objects.order_by("source")]
    assert sorted(told) == [(1, 0), (2, 1)]


@pytest.mark.django_db
def test_an_answer_names_who_gave_it():
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkCheck.objects.create(batch_id=1, row_no=1, probability="0.9", right=True)
