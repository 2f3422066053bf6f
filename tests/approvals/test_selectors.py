"""What people see of governance."""

import pytest

from approvals import services
from approvals.selectors import diff, open_for, queue_for, visible_to, waiting_count
from contacts.services import update_contact
from tests.approvals.acts import approve, carry_out, change, expire, update
from tests.factories.accounts import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora", "frank")]


def test_the_queue_shows_what_a_person_may_decide(proposal, alice, bob, dora, eve, frank):
    queues = {user.username: list(queue_for(user)) for user in (alice, bob, dora, eve, frank)}

    assert queues == {
        "alice": [],
        "bob": [],
        "dora": [proposal],
        "eve": [],
        "frank": [proposal],
    }


def test_the_riskiest_comes_first_then_the_oldest(contact, alice, dora):
    old = change(contact, by=alice, occupation="Architect")
    new = change(contact, by=alice, department="Sales")
    risky = change(contact, by=alice, date_of_birth="1980-01-01")

    assert list(queue_for(dora)) == [risky, old, new]


def test_what_a_person_approved_waits_for_others(contact, alice, dora, frank):
    proposal = approve(change(contact, by=alice, date_of_birth="1980-01-01"), dora)

    assert (list(queue_for(dora)), list(queue_for(frank))) == ([], [proposal])


def test_an_editor_has_it_no_longer_in_the_queue(proposal, contact, dora, frank):
    services.edit(proposal, by=frank, items=[update(contact, occupation="x")], reason="x")

    assert (list(queue_for(frank)), list(queue_for(dora))) == ([], [proposal])


def test_what_expired_waits_for_nobody(proposal, dora):
    expire(proposal)

    assert waiting_count(dora) == 0


def test_a_superuser_decides_but_not_about_their_own_work(contact, grace, dora):
    grace.groups.clear()
    grace.is_superuser = True
    grace.save()

    proposal = change(contact, by=grace, occupation="Architect")

    assert (list(queue_for(grace)), list(queue_for(dora))) == ([], [proposal])
    with pytest.raises(services.SelfApprovalError):
        approve(proposal, grace)


def test_charlie_reads_nothing_of_alices_proposals(proposal, alice, charlie, dora, eve):
    seen = [list(visible_to(user)) for user in (alice, dora, charlie, eve)]

    assert seen == [[proposal], [proposal], [], []]


def test_a_dossier_lists_what_is_open(proposal, contact, dora):
    assert list(open_for("contact", contact.uid)) == [proposal]

    carry_out(proposal, dora)

    assert list(open_for("contact", contact.uid)) == []


def test_the_diff_shows_three_values_and_a_flag(contact, alice):
    proposal = change(contact, by=alice, occupation="Architect", department="Sales", website="a.b")
    update_contact(contact, by=alice, occupation="Painter", department="Sales")

    [item] = diff(proposal)

    rows = {f.name: (f.original, f.current, f.proposed, f.flag) for f in item.fields}
    assert (item.label, item.gone, item.rebased) == ("Meera Rao", "", True)
    assert rows == {
        "occupation": ("", "Painter", "Architect", "conflict"),
        "department": ("", "Sales", "Sales", "same"),
        "website": ("", "", "a.b", "change"),
    }


def test_relations_money_and_lists_travel_as_json(contact, alice, bob, dora):
    employer = AccountFactory(display_name="Meridian")
    after = {
        "employer": str(employer.uid),
        "owner": bob.username,
        "budget_min": "24500000.00",
        "budget_currency": "INR",
        "tags": ["nri", "sea view"],
    }
    proposal = change(contact, by=alice, **after)

    carry_out(proposal, dora)

    contact.refresh_from_db()
    assert (contact.employer, contact.owner, contact.tags) == (employer, bob, ["nri", "sea view"])
    assert {f.flag for item in diff(proposal) for f in item.fields} == {"same"}


def test_the_diff_reads_every_type_in_one_query(contact, alice, django_assert_num_queries):
    items = [update(contact, occupation="Architect")]
    items += [
        services.ItemDraft(
            kind="account.update",
            op="update",
            target_type="account",
            target_uid=AccountFactory().uid,
            after={"city": "Pune"},
        )
        for _ in range(10)
    ]
    proposal = services.propose(kind="contact.update", title="x", items=items, by=alice)

    with django_assert_num_queries(3):
        assert len(diff(proposal)) == 11
