"""Several people become one."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from contacts.choices import ConsentPurpose
from contacts.models import Contact
from contacts.services import PointDraft, add_point, record_consent, update_contact
from core.choices import Visibility
from core.models import ChangeEvent
from core.services import share
from identity.models import FieldLock, PairVerdict
from identity.selectors.obstacles import never_automatic, warnings
from identity.services.errors import BlockedError, GonePartyError
from identity.services.merging import Order, merge, preview
from identity.services.surviving import lock
from tests.factories.activities import InteractionFactory, NoteFactory
from tests.factories.contacts import ContactFactory, RelationshipFactory
from tests.identity.graphs import STAYS, full, links_to, pointing_at

pytestmark = pytest.mark.django_db

WHAT_TO_DO = (
    "Move these rows in <app>/services/repointing.py when a person is merged (and let "
    "tests/identity/graphs.py grow one), or say in STAYS why they stay."
)


def union(survivor, *losers, by, **more):
    return merge(Order(survivor=survivor, losers=losers, **more), by=by)


def test_every_column_that_points_at_people_is_decided_about(alice):
    _, person = full(alice)

    undecided = [label for label, rows in pointing_at([person]).items() if not rows]
    assert sorted(set(undecided) - set(STAYS)) == [], WHAT_TO_DO


def test_nothing_points_at_a_merged_person(alice):
    other, person = full(alice)

    union(other, person, by=alice, override=True)
    left = {label for label, rows in pointing_at([person]).items() if rows}
    assert left - {"identity.MergeOperation_losers.contact"} == set(), WHAT_TO_DO


def test_what_stays_is_known_to_the_models():
    assert set(STAYS) <= {label for label, _ in links_to(Contact)}


def test_the_loser_leads_to_the_survivor(meera, mira, alice):
    union(meera, mira, by=alice)

    mira.refresh_from_db()
    assert (mira.state, mira.merged_into) == ("merged", meera)


def test_merged_people_always_lead_to_the_one_who_stands(meera, mira, alice):
    first = ContactFactory(full_name="M. Rao", by=alice)
    union(mira, first, by=alice)

    union(meera, mira, by=alice)
    first.refresh_from_db()
    assert first.merged_into == meera


def test_three_people_become_one_in_one_operation(meera, mira, alice):
    third = ContactFactory(full_name="Meera R", by=alice)

    operation = union(meera, mira, third, by=alice)
    assert set(operation.losers.all()) == {mira, third}
    assert set(Contact.objects.filter(merged_into=meera)) == {mira, third}


def test_a_value_only_the_loser_has_survives(meera, mira, alice):
    union(meera, mira, by=alice)

    meera.refresh_from_db()
    assert (meera.occupation, meera.department) == ("Architect", "Design")


def test_the_chosen_value_stands(meera, mira, alice):
    union(meera, mira, by=alice, choices={"name": str(meera.uid)})

    meera.refresh_from_db()
    assert meera.full_name == "Meera Rao"


def test_a_choice_that_names_nobody_is_refused(meera, mira, alice):
    with pytest.raises(ValidationError):
        union(meera, mira, by=alice, choices={"name": "nobody"})


def test_one_number_of_both_stays_once(meera, mira, alice):
    add_point(meera, PointDraft("phone", "+919820011111"), by=alice)
    add_point(mira, PointDraft("phone", "+919820011111"), by=alice)

    union(meera, mira, by=alice)
    assert sorted(p.status for p in meera.points.all()) == ["retired", "unverified"]


def test_the_points_of_the_chosen_person_stay_alone(meera, mira, alice):
    add_point(meera, PointDraft("phone", "+919820011111"), by=alice)
    add_point(mira, PointDraft("phone", "+919820022222"), by=alice)

    union(meera, mira, by=alice, choices={"phone": str(mira.uid)})
    standing = meera.points.exclude(status="retired")
    assert [(point.value_norm, point.is_primary) for point in standing] == [("+919820022222", True)]


def test_a_number_of_both_stays_when_one_persons_numbers_are_chosen(meera, mira, alice):
    for number in ("+919820011111", "+919820022222"):
        add_point(meera, PointDraft("phone", number), by=alice)
    add_point(mira, PointDraft("phone", "+919820022222"), by=alice)

    union(meera, mira, by=alice, choices={"phone": str(mira.uid)})
    standing = meera.points.exclude(status="retired")
    assert [(point.value_norm, point.is_primary) for point in standing] == [("+919820022222", True)]


def test_numbers_nobody_has_are_no_choice(meera, mira, alice):
    add_point(meera, PointDraft("phone", "+919820011111"), by=alice)

    with pytest.raises(ValidationError, match="has none"):
        union(meera, mira, by=alice, choices={"phone": str(mira.uid)})


def test_both_numbers_stay_when_both_are_kept(meera, mira, alice):
    add_point(meera, PointDraft("phone", "+919820011111"), by=alice)
    add_point(mira, PointDraft("phone", "+919820022222"), by=alice)

    union(meera, mira, by=alice, choices={"phone": "both"})
    assert [point.is_primary for point in meera.points.all()] == [True, False]


def test_a_merge_never_reopens_marketing(meera, mira, alice):
    record_consent(mira, by=alice, purpose=ConsentPurpose.MARKETING, status="withdrawn")
    record_consent(meera, by=alice, purpose=ConsentPurpose.MARKETING, status="granted")

    union(meera, mira, by=alice)
    meera.refresh_from_db()
    assert (meera.consents.first().status, meera.do_not_contact) == ("withdrawn", True)


def test_the_narrower_visibility_and_the_further_stage_stay(meera, alice):
    other = ContactFactory(visibility=0, lifecycle="customer", by=alice)

    union(meera, other, by=alice, override=True)
    meera.refresh_from_db()
    assert (meera.visibility, meera.lifecycle) == (0, "customer")


def test_the_losers_owner_keeps_access(meera, alice, charlie):
    theirs = ContactFactory(owner=charlie, by=alice)

    union(meera, theirs, by=alice)
    assert list(Contact.objects.visible_to(charlie).filter(state="active")) == [meera]


def test_the_losers_owner_keeps_access_for_thirty_days(meera, alice, charlie):
    theirs = ContactFactory(full_name="Mirra Rao", owner=charlie, by=alice)

    operation = union(meera, theirs, by=alice)
    told = meera.user_grants.filter(user=charlie).values_list("expires_at", "granted_by", "reason")
    until = operation.at + timedelta(days=30)
    assert list(told) == [(until, alice.pk, "looked after Mirra Rao")] * 2


def test_a_share_about_to_end_lasts_as_long_as_the_owners(meera, alice, charlie):
    theirs = ContactFactory(owner=charlie, by=alice)
    soon = timezone.now() + timedelta(days=1)
    share(meera, with_user=charlie, level="change", by=alice, expires_at=soon)

    operation = union(meera, theirs, by=alice)
    ends = meera.user_grants.filter(user=charlie).values_list("expires_at", flat=True)
    assert set(ends) == {operation.at + timedelta(days=30)}


def test_the_losers_owner_is_told_by_a_task(meera, alice, charlie):
    theirs = ContactFactory(full_name="Mirra Rao", owner=charlie, by=alice)

    operation = union(meera, theirs, by=alice)
    task = charlie.tasks.get()
    assert (task.title, task.contact, task.due_at) == (
        "Mirra Rao was merged into Meera Rao", meera, operation.at + timedelta(days=30),
    )  # fmt: skip
    assert "Agree with Alice Fernandes" in task.details


def test_who_looks_after_both_is_told_nothing(meera, mira, alice):
    union(meera, mira, by=alice)

    assert not alice.tasks.exists()


def test_a_locked_value_wins_and_stays_locked(meera, mira, alice):
    update_contact(mira, by=alice, occupation="Builder")
    held = lock(mira, "occupation", by=alice, reason="she said so")
    update_contact(meera, by=alice, occupation="Painter")

    operation = union(meera, mira, by=alice, choices={"occupation": str(meera.uid)})
    held.refresh_from_db()
    meera.refresh_from_db()
    told = operation.provenance["occupation"]["why"]
    assert (held.contact, meera.occupation, told) == (meera, "Builder", "locked")


def test_a_lock_that_has_ended_decides_nothing(meera, mira, alice):
    update_contact(mira, by=alice, occupation="Builder")
    lock(mira, "occupation", by=alice, reason="she said so")
    FieldLock.objects.update(expires_at=timezone.now() - timedelta(days=1))
    update_contact(meera, by=alice, occupation="Painter")

    union(meera, mira, by=alice)
    meera.refresh_from_db()
    assert (meera.occupation, meera.locks.count()) == ("Painter", 0)


def test_one_value_locked_twice_is_locked_once(meera, mira, alice):
    update_contact(mira, by=alice, occupation="Architect")
    held = lock(meera, "occupation", by=alice, reason="she said so")
    lock(mira, "occupation", by=alice, reason="so did she")

    union(meera, mira, by=alice)
    assert list(FieldLock.objects.all()) == [held]


def test_a_lock_that_will_stand_is_said_before(meera, mira, alice):
    update_contact(mira, by=alice, occupation="Builder")
    lock(mira, "occupation", by=alice, reason="she said so")

    shown = preview(Order(survivor=meera, losers=[mira]), by=alice)
    words = "is locked for Mira Rao: that value stands, whatever is chosen, and stays locked."
    assert [(each.code, each.words) for each in shown.warnings] == [
        ("locks", f"Occupation {words}")
    ]
    assert (shown.blockers, shown.values["occupation"]) == ([], {"occupation": "Builder"})


@pytest.mark.parametrize(("chosen", "stands"), [(None, "Architect"), ("mira", "Builder")])
def test_values_locked_apart_take_an_override(meera, mira, alice, chosen, stands):
    update_contact(mira, by=alice, occupation="Builder")
    for person in (meera, mira):
        lock(person, "occupation", by=alice, reason="she said so")
    choices = {"occupation": str(mira.uid)} if chosen else {}

    with pytest.raises(BlockedError) as refused:
        union(meera, mira, by=alice, choices=choices)
    assert refused.value.details["blockers"] == ["locks"]
    union(meera, mira, by=alice, choices=choices, override=True)
    meera.refresh_from_db()
    assert (meera.occupation, meera.locks.get().attribute) == (stands, "occupation")
    assert FieldLock.objects.count() == 1


def test_that_much_will_move_is_said_before(meera, mira, alice):
    InteractionFactory.create_batch(50, contact=mira, by=alice)
    assert warnings(meera, [mira]) == []

    NoteFactory(contact=mira, by=alice)
    assert [(each.code, each.words) for each in warnings(meera, [mira])] == [
        ("many_rows", "51 records that belong to Mira Rao will move; a preview says which.")
    ]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"is_vip": True}, "vip"),
        ({"visibility": 0}, "restricted"),
        ({"date_of_birth": "1980-02-01"}, "date_of_birth"),
        ({"date_of_birth": "2020-02-01"}, "minor"),
    ],
)
def test_what_speaks_against_a_merge_blocks_it(alice, values, code):
    one = ContactFactory(date_of_birth="1981-02-01", by=alice)
    two = ContactFactory(by=alice, **values)

    with pytest.raises(BlockedError) as refused:
        union(one, two, by=alice)
    assert code in refused.value.details["blockers"]


def test_spouses_are_not_merged(meera, mira, alice):
    RelationshipFactory(from_contact=meera, to_contact=mira)

    with pytest.raises(BlockedError) as refused:
        union(meera, mira, by=alice)
    assert refused.value.details["blockers"] == ["kin"]


def test_people_said_to_be_different_are_not_merged(meera, mira, alice):
    PairVerdict.objects.create(left=meera, right=mira, verdict="different", by=alice)

    with pytest.raises(BlockedError) as refused:
        union(meera, mira, by=alice)
    assert refused.value.details["blockers"] == ["verdict"]


def test_people_who_share_nothing_but_a_shared_number_are_not_merged(meera, mira, alice):
    for person in (meera, mira):
        add_point(person, PointDraft("phone", "+919820011111", is_shared=True), by=alice)

    with pytest.raises(BlockedError) as refused:
        union(meera, mira, by=alice)
    assert refused.value.details["blockers"] == ["shared_only"]


def test_a_person_is_merged_once(meera, mira, alice):
    union(meera, mira, by=alice)

    with pytest.raises(GonePartyError):
        union(ContactFactory(by=alice), mira, by=alice)


def test_the_feed_tells_of_a_merge(meera, mira, alice):
    union(meera, mira, by=alice)

    events = ChangeEvent.objects.filter(op="merged").values_list("entity_uid", flat=True)
    assert list(events) == [mira.uid]


def test_a_preview_writes_nothing(meera, mira, alice):
    shown = preview(Order(survivor=meera, losers=[mira]), by=alice)

    mira.refresh_from_db()
    assert (mira.state, shown.values["department"]) == ("active", {"department": "Design"})


def test_nothing_is_linked_by_itself_to_a_vip_or_a_restricted_person(meera, mira, alice):
    vip = ContactFactory(is_vip=True, by=alice)
    hidden = ContactFactory(visibility=Visibility.RESTRICTED, by=alice)

    people = [meera.pk, mira.pk, vip.pk, hidden.pk]
    assert never_automatic(people) == {vip.pk, hidden.pk}
