"""Which claim becomes the golden value."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.models import ContactSummary
from contacts.services import update_contact
from identity.services.merging import Order, merge
from identity.services.surviving import believe, differences, lock, prefer, settle, unlock
from identity.survivorship import Claim, survive
from tests.factories.contacts import ContactFactory
from tests.identity.graphs import sourced

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def claim(value, *, hours=0, name="occupation", **more) -> Claim:
    return Claim(value={name: value}, at=NOON + timedelta(hours=hours), **more)


def winner(*claims, name="occupation", lock=None):
    chosen = survive(name, claims, lock)
    return chosen.value[name] if chosen else None


def test_a_lock_beats_everything():
    assert winner(claim("Chair", pinned=True), lock={"occupation": "Architect"}) == "Architect"


def test_a_pin_beats_verified_and_trusted():
    pinned, trusted = claim("Chair", trust=1, pinned=True), claim("Owner", verified=True, hours=9)
    assert winner(pinned, trusted) == "Chair"


def test_an_ignored_record_is_not_believed():
    assert winner(claim("Chair", trust=1), claim("Owner", trust=90, ignored=True)) == "Chair"


def test_nothing_never_beats_something():
    assert winner(claim("Chair", trust=1), claim("", trust=90, hours=9)) == "Chair"


def test_verified_beats_unverified():
    assert winner(claim("Chair", trust=1, verified=True), claim("Owner", trust=90)) == "Chair"


def test_people_beat_sources():
    assert winner(claim("Chair", by_person=True), claim("Owner", trust=100, hours=9)) == "Chair"


def test_the_more_trusted_source_wins():
    assert winner(claim("Chair", trust=60), claim("Owner", trust=50, hours=9)) == "Chair"


def test_among_equals_the_newest_wins():
    assert winner(claim("Chair"), claim("Owner", hours=1)) == "Owner"


def test_the_last_tie_goes_to_the_lowest_record():
    assert winner(claim("Chair", record=2), claim("Owner", record=1)) == "Owner"


def test_the_newest_budget_wins_whoever_says_it():
    old = Claim(value={"budget_max": 3}, at=NOON, by_person=True)
    new = Claim(value={"budget_max": 5}, at=NOON + timedelta(hours=1), trust=1)
    assert survive("budget", [old, new]).value == {"budget_max": 5}


def test_the_parts_of_a_name_are_never_mixed():
    full = Claim(value={"given_name": "Meera", "family_name": "Rao"}, at=NOON)
    short = Claim(value={"given_name": "M", "family_name": ""}, at=NOON + timedelta(hours=1))
    assert survive("name", [full, short]).value == full.value


def test_lists_are_united_without_regard_to_case():
    assert winner(
        claim(["NRI"], name="tags"), claim(["nri", "golf"], name="tags"), name="tags"
    ) == [
        "NRI",
        "golf",
    ]


CLAIMS = st.lists(
    st.builds(
        claim,
        st.sampled_from(["", "Chair", "Owner"]),
        hours=st.integers(0, 3),
        trust=st.integers(0, 2),
        record=st.integers(1, 3),
        verified=st.booleans(),
        by_person=st.booleans(),
    ),
    max_size=6,
)


@given(CLAIMS, st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(claims, random):
    unique = list({(c.at, c.trust, c.record, c.verified, c.by_person): c for c in claims}.values())
    shuffled = random.sample(unique, len(unique))

    assert winner(*shuffled) == winner(*unique)


SOURCES = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, 3), st.sampled_from(["", "Chair", "Owner"])),
    max_size=4,
)


@pytest.mark.django_db
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mine=SOURCES, theirs=SOURCES)
def test_recomputing_a_merged_person_gives_what_is_stored(mine, theirs, alice):
    with transaction.atomic():
        people = [ContactFactory(by=alice), ContactFactory(occupation="Chair", by=alice)]
        for person, sources in zip(people, (mine, theirs), strict=True):
            for row, (source, trust, value) in enumerate(sources):
                update_contact(person, by=alice, cause="import:1", occupation=value)
                row_no = person.pk * 100 + row
                sourced(person, "occupation", source=source, trust=trust, row_no=row_no)
        merge(Order(survivor=people[0], losers=people[1:]), by=alice)

        people[0].refresh_from_db()
        assert differences(people[0]) == {}
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_locked_attribute_does_not_change(meera, alice):
    lock(meera, "occupation", by=alice, reason="as she told us")

    with pytest.raises(IntegrityError):
        update_contact(meera, by=alice, occupation="Chair")


@pytest.mark.django_db
def test_an_unlocked_attribute_changes_again(meera, alice):
    unlock(lock(meera, "occupation", by=alice, reason="as she told us"), by=alice)

    assert update_contact(meera, by=alice, occupation="Chair").occupation == "Chair"


@pytest.mark.django_db
def test_a_record_that_is_not_believed_loses_its_value(alice):
    person = ContactFactory(by=alice, full_name="Meera Rao")
    update_contact(person, by=alice, cause="import:1", occupation="Owner")
    sourced(person, "occupation", row_no=1, source="a")
    update_contact(person, by=alice, cause="import:2", occupation="Chair")
    record = sourced(person, "occupation", row_no=2, source="b")

    believe(record, by=alice, pinned=[], ignored=["occupation"])
    person.refresh_from_db()
    assert person.occupation == "Owner"


@pytest.mark.django_db
def test_settling_twice_changes_nothing(meera, alice):
    settle(meera, by=alice)

    assert settle(meera, by=alice)[0] == []


def test_who_chooses_another_source_of_a_name_is_found_by_it(people, alice):
    records = [sourced(people.asha, "full_name", "given_name", row_no=1)]
    update_contact(people.asha, by=alice, cause="import:1", full_name="Usha Rao", given_name="Usha")
    records.append(sourced(people.asha, "full_name", "given_name", row_no=2, trust=50))

    prefer(people.asha, "name", records[0], by=alice)

    assert "asha" in ContactSummary.objects.get(contact=people.asha).doc.split()
