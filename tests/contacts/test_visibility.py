"""Who sees which rows: one rule in two forms that agree, and grants that end."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.models import Contact
from core.choices import Visibility
from core.models import User
from core.querysets import page_by_branches
from tests.factories.contacts import ContactFactory, ContactUserGrantFactory
from tests.factories.core import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db
ORDER = ("-updated_at", "-id")
CASE = st.tuples(
    st.integers(0, 2), st.integers(0, 2), st.sampled_from(Visibility.values), st.booleans()
)


def both_forms(user: User) -> tuple[list[int], list[int]]:
    """Return the ids of the first page by the rule as a condition, and branch by branch."""
    user = User.objects.get(pk=user.pk)  # its teams are read anew
    rows = Contact.objects.live().visible_to(user).order_by(*ORDER)
    paged = page_by_branches(Contact.objects.live().visible_to(user), ORDER, 50)
    return [row.pk for row in rows[:50]], [row.pk for row in paged.order_by(*ORDER)[:50]]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.lists(CASE, max_size=12))
def test_both_forms_of_the_rule_give_the_same_rows(cases, north, south):
    teams = [north, south, TeamFactory(parent=north)]
    users = [UserFactory(team=team) for team in teams]
    north.lead = users[0]
    north.save()
    for owner, team, visibility, is_shared in cases:
        row = ContactFactory(owner=users[owner], team=teams[team], visibility=visibility)
        if is_shared:
            ContactUserGrantFactory(content_object=row, user=users[(owner + 1) % 3])

    for user in users:
        condition, branches = both_forms(user)
        assert condition == branches


def test_a_grant_holds_until_its_end(charlie):
    now = timezone.now()
    rows = [ContactFactory() for _ in range(3)]
    for row, end in zip(
        rows, (None, now + timedelta(hours=1), now - timedelta(hours=1)), strict=True
    ):
        ContactUserGrantFactory(content_object=row, user=charlie, expires_at=end)

    assert set(Contact.objects.visible_to(charlie)) == set(rows[:2])
    assert both_forms(charlie) == ([rows[1].pk, rows[0].pk],) * 2
