"""A merge is undone."""

import os
from random import Random

import pytest
from django.db import transaction

from contacts.models import Contact, ContactUserGrant
from contacts.services import PointDraft, add_point, update_contact, update_point
from core.models import ChangeEvent
from core.services import share
from identity.models import FieldLock, MatchCandidate, MergeOperation, PairVerdict
from identity.services.errors import NotLastError, UndoneError
from identity.services.merging import Order, merge
from identity.services.proposing import propose_merge
from identity.services.surviving import lock
from identity.services.unmerging import unmerge
from identity.services.verdicts import say
from tests.factories.activities import InteractionFactory, NoteFactory
from tests.factories.contacts import ContactFactory
from tests.identity.graphs import grow, merges_of, prints
from tests.identity.test_handlers import decide

pytestmark = pytest.mark.django_db

RUNS = int(os.environ.get("MERGE_RUNS", "6"))  # `make test-merges` runs 500


def union(survivor, *losers, by, **more):
    return merge(Order(survivor=survivor, losers=losers, **more), by=by)


@pytest.mark.parametrize("seed", range(RUNS))
def test_undoing_merges_restores_the_whole_neighbourhood(seed, alice):
    random = Random(seed)  # noqa: S311 -- a graph, no secret
    with transaction.atomic():
        graph = grow(random, people=random.randrange(3, 7), by=alice)
        before = prints()
        for _ in range(random.randrange(1, 4)):
            standing = list(Contact.objects.filter(pk__in=[p.pk for p in graph], state="active"))
            if len(standing) > 1:
                chosen = random.sample(standing, random.randrange(2, min(4, len(standing)) + 1))
                union(*chosen, by=alice, override=True)
        assert prints() != before

        residue = [unmerge(each, by=alice).residue for each in merges_of(graph)]
        after = prints()
        changed = sorted(table for table, rows in before.items() if after[table] != rows)
        assert (changed, [left for each in residue for left in each]) == ([], [])
        transaction.set_rollback(True)


def test_both_people_stand_again(meera, mira, alice):
    unmerge(union(meera, mira, by=alice), by=alice)

    mira.refresh_from_db()
    meera.refresh_from_db()
    assert (mira.state, mira.merged_into, meera.department) == ("active", None, "")


def test_an_undone_merge_is_remembered_as_different(meera, mira, alice):
    unmerge(union(meera, mira, by=alice), by=alice)

    verdict = PairVerdict.objects.get(left=meera, right=mira)
    assert (verdict.verdict, verdict.by) == ("different", alice)


def test_a_merge_is_undone_once(meera, mira, alice):
    operation = union(meera, mira, by=alice)
    unmerge(operation, by=alice)

    with pytest.raises(UndoneError):
        unmerge(operation, by=alice)


def test_the_last_merge_is_undone_first(meera, mira, alice):
    first = union(meera, mira, by=alice)
    last = union(ContactFactory(by=alice), meera, by=alice)

    with pytest.raises(NotLastError) as refused:
        unmerge(first, by=alice)
    assert refused.value.details == {"later": [str(last.uid)]}


def test_a_value_typed_since_stays_and_is_listed(meera, mira, alice):
    operation = union(meera, mira, by=alice)
    meera.refresh_from_db()
    update_contact(meera, by=alice, department="Interiors")

    residue = unmerge(operation, by=alice).residue
    meera.refresh_from_db()
    assert (meera.department, [row["columns"] for row in residue]) == (
        "Interiors",
        [["department"]],
    )


def test_only_what_was_locked_since_stays_and_is_listed(meera, mira, alice):
    update_contact(mira, by=alice, company_name="Kitchen Co", occupation="Chef", tags=["golf"])
    operation = union(meera, mira, by=alice)
    meera.refresh_from_db()
    lock(meera, "company_name", by=alice, reason="as she told us")

    residue = unmerge(operation, by=alice).residue
    meera.refresh_from_db()
    told = (meera.full_name, meera.company_name, meera.occupation, meera.department, meera.tags)
    assert told == ("Meera Rao", "Kitchen Co", "Architect", "", [])
    assert [row["columns"] for row in residue] == [["company_name"]]


def test_a_lock_goes_back_with_its_value(meera, mira, alice):
    update_contact(mira, by=alice, occupation="Builder")
    held = lock(mira, "occupation", by=alice, reason="she said so")

    residue = unmerge(union(meera, mira, by=alice), by=alice).residue
    held.refresh_from_db()
    meera.refresh_from_db()
    mira.refresh_from_db()
    assert (held.contact, meera.occupation, mira.occupation, residue) == (
        mira, "Architect", "Builder", [],
    )  # fmt: skip


def test_of_two_locks_each_goes_back_to_who_had_it(meera, mira, alice):
    update_contact(mira, by=alice, occupation="Builder")
    for person in (meera, mira):
        lock(person, "occupation", by=alice, reason="she said so")
    choices = {"occupation": str(mira.uid)}

    residue = unmerge(
        union(meera, mira, by=alice, override=True, choices=choices), by=alice
    ).residue
    held = FieldLock.objects.values_list("contact", "contact__occupation")
    assert (set(held), residue) == ({(meera.pk, "Architect"), (mira.pk, "Builder")}, [])


def test_pairs_of_those_who_were_merged_together_wait_again(meera, mira, alice, frank):
    third = ContactFactory(full_name="Miira Rao", by=alice)
    MatchCandidate.objects.create(left=mira, right=third, score="0.9")
    proposal = propose_merge(Order(survivor=meera, losers=[mira, third]), by=alice)
    decide(proposal, frank)

    unmerge(MergeOperation.objects.get(), by=frank)
    pair = MatchCandidate.objects.get(left=mira, right=third)
    assert (pair.status, pair.proposal, pair.decided_by) == ("open", None, None)


def test_a_pair_told_apart_before_an_overriding_merge_stays_apart(meera, mira, alice, frank, dora):
    third = ContactFactory(full_name="Miira Rao", by=alice)
    MatchCandidate.objects.create(left=mira, right=third, score="0.9")
    say(mira, third, "different", by=frank)
    bold = Order(survivor=meera, losers=[mira, third], override=True)
    decide(propose_merge(bold, by=alice, reason="I know them"), frank, dora)

    unmerge(MergeOperation.objects.get(), by=frank)
    pair = MatchCandidate.objects.get(left=mira, right=third)
    assert (pair.status, pair.proposal) == ("not_a_match", None)


def test_the_task_of_the_losers_owner_is_called_off(meera, alice, charlie):
    theirs = ContactFactory(owner=charlie, by=alice)
    operation = union(meera, theirs, by=alice)
    ContactUserGrant.objects.get(user=charlie, permission__codename="change_contact")

    residue = unmerge(operation, by=alice).residue
    assert (charlie.tasks.get().status, meera.user_grants.count(), residue) == ("cancelled", 0, [])


def news_of(person, reader) -> list[str]:
    events = ChangeEvent.objects.filter(entity_uid=person.uid, cause=f"share:{reader.username}")
    return list(events.order_by("pk").values_list("op", flat=True))


def test_who_sees_the_survivor_for_the_sake_of_a_merge_is_told_like_of_any_share(
    meera, alice, charlie, dora
):
    theirs = ContactFactory(owner=charlie, by=alice)
    share(theirs, with_user=dora, level="view", by=charlie)

    operation = union(meera, theirs, by=alice)
    gained = news_of(meera, charlie), news_of(meera, dora)
    unmerge(operation, by=alice)

    assert gained == (["access_gained"], ["access_gained"])
    assert news_of(meera, charlie) == news_of(meera, dora) == ["access_gained", "access_lost"]


def test_a_number_changed_since_stays_and_is_listed(meera, mira, alice):
    point = add_point(mira, PointDraft("phone", "+919820011111"), by=alice)
    operation = union(meera, mira, by=alice)
    point.refresh_from_db()
    update_point(point, by=alice, label="Work")

    residue = unmerge(operation, by=alice).residue
    point.refresh_from_db()
    assert (point.contact, point.label, residue) == (mira, "Work", [])


def test_a_number_made_primary_since_goes_back_with_its_owner(meera, mira, alice):
    add_point(meera, PointDraft("phone", "+919820022222"), by=alice)
    point = add_point(mira, PointDraft("phone", "+919820011111"), by=alice)
    operation = union(meera, mira, by=alice)
    point.refresh_from_db()
    update_point(point, by=alice, is_primary=True)

    residue = unmerge(operation, by=alice).residue
    point.refresh_from_db()
    assert (point.contact, point.is_primary, residue) == (mira, True, [])


def test_a_number_made_primary_since_keeps_that_beside_the_one_that_was(meera, mira, alice):
    add_point(meera, PointDraft("phone", "+919820022222"), by=alice)
    first, second = (
        add_point(mira, PointDraft("phone", number), by=alice)
        for number in ("+919820011111", "+919820033333")
    )
    operation = union(meera, mira, by=alice)
    second.refresh_from_db()
    update_point(second, by=alice, is_primary=True)

    residue = unmerge(operation, by=alice).residue
    assert set(mira.points.values_list("pk", "is_primary")) == {
        (first.pk, False),
        (second.pk, True),
    }
    assert [(row["row"], row["columns"]) for row in residue] == [(first.pk, ["is_primary"])]


def test_a_number_given_to_a_third_person_since_stays_with_them(meera, mira, alice):
    point = add_point(mira, PointDraft("phone", "+919820011111"), by=alice)
    operation = union(meera, mira, by=alice)
    kiran = ContactFactory(full_name="Kiran Shah", by=alice)
    point.refresh_from_db()
    point.contact = kiran
    update_point(point, by=alice, label="Work")

    residue = unmerge(operation, by=alice).residue
    point.refresh_from_db()
    assert (point.contact, [row["row"] for row in residue]) == (kiran, [point.pk])


def test_what_was_written_since_stays_with_the_survivor(meera, mira, alice):
    operation = union(meera, mira, by=alice)
    note = NoteFactory(contact=meera, by=alice)

    unmerge(operation, by=alice)
    note.refresh_from_db()
    assert note.contact == meera


def test_a_message_over_the_losers_number_is_listed_for_a_choice(meera, mira, alice):
    point = add_point(mira, PointDraft("phone", "+919820011111"), by=alice)
    operation = union(meera, mira, by=alice)
    message = InteractionFactory(contact=meera, channel_point=point, by=alice)

    residue = unmerge(operation, by=alice).residue
    assert [(row["row"], row["why"]) for row in residue] == [(message.pk, "came_since")]


def test_who_gives_a_first_number_back_has_another_first_one(meera, mira, alice):
    add_point(meera, PointDraft("phone", "+91 98200 11111"), by=alice)
    theirs = add_point(mira, PointDraft("phone", "+91 98200 22222"), by=alice)
    operation = union(meera, mira, by=alice)
    theirs.refresh_from_db()
    update_point(theirs, by=alice, is_primary=True)

    unmerge(operation, by=alice)

    assert [meera.points.get().is_primary, mira.points.get().is_primary] == [True, True]
