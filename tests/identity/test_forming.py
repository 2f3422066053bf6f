"""What the page of how a person was formed says of each value."""

import pytest

from contacts.services import update_contact
from identity.selectors.forming import values_of
from tests.identity.graphs import sourced

pytestmark = pytest.mark.django_db


def test_what_a_source_says_twice_is_told_once(meera, alice, dora):
    meera = update_contact(meera, by=alice, occupation="Advocate")
    for row in (2, 3):
        sourced(meera, row_no=row, source="b", kept={"occupation": "Doctor"})

    told = next(each for each in values_of(meera, by=dora) if each.key == "occupation")

    assert (told.value, told.why) == ("Advocate", "the only one taken over")
    assert [text for text, _ in told.others] == ["Doctor"]
