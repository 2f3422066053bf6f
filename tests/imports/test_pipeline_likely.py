"""Rows that no exact key settles, where a match policy stands."""

from decimal import Decimal

import pytest

from contacts.models import Contact
from identity.models import LinkCheck
from identity.selectors.checks import checked_of
from identity.services.keeping import rebuild_keys
from identity.services.policies import set_policy
from imports.services.deciding import Decision, decide_rows
from tests.imports.acts import ROWS, carry_out, csv_of, propose

AGAIN = csv_of("901,Meera,Rao,meera.rao@other.example,+91 98200 11112,Meridian Holdings,Director")


@pytest.fixture
def meera(alice, dora, hubspot) -> Contact:
    """Meera, known from an earlier file."""
    carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    rebuild_keys()
    return Contact.objects.get(full_name="Meera Rao")


@pytest.mark.usefixtures("meera")
def test_without_a_policy_exact_keys_decide_alone(alice, hubspot):
    batch = propose(AGAIN, by=alice, source=hubspot)

    assert batch.resolutions.get().outcome == "create"


def test_with_a_policy_a_person_is_asked_about_a_likely_one(alice, hubspot, meera):
    set_policy(by=alice, review_from="0.001")

    row = propose(AGAIN, by=alice, source=hubspot).resolutions.get()

    assert (row.outcome, row.candidates) == ("ambiguous", [meera.pk])
    assert row.reason.startswith("probably known: ")
    assert "for it: " in row.reason
    assert "+" not in row.reason  # no short keys before people


@pytest.mark.usefixtures("meera")
def test_a_stranger_stays_new(alice, hubspot):
    set_policy(by=alice)
    stranger = csv_of("902,Boris,Lang,boris@lang.example,+49 151 23456789,Lang AG,Owner")

    row = propose(stranger, by=alice, source=hubspot).resolutions.get()

    assert row.outcome == "create"


@pytest.fixture
def linking(alice):
    """A policy that links sure rows unasked and checks so many of them."""

    def policy(share: str):
        return set_policy(by=alice, auto_link=True, auto_from=Decimal("0.99"), check_share=share)

    return policy


def test_a_sure_row_is_linked_unasked(alice, hubspot, meera, linking):
    linking("0")

    row = propose(AGAIN, by=alice, source=hubspot).resolutions.get()

    assert (row.outcome, row.target_id, LinkCheck.objects.count()) == ("match", meera.pk, 0)


def test_who_is_surely_the_holder_of_an_e_mail_under_a_short_name_is_linked(
    alice, dora, hubspot, linking
):
    carry_out(
        csv_of("7,William,Turner,will@turner.example,+91 98200 33333,Turner Sons,Founder"),
        by=alice, approver=dora, source=hubspot,
    )  # fmt: skip
    rebuild_keys()
    will = Contact.objects.get(full_name="William Turner")
    bill = csv_of("8,Bill,Turner,will@turner.example,+91 98200 33333,Turner Sons,Founder")
    asked = propose(bill, by=alice, source=hubspot, name="one.csv").resolutions.get()
    linking("0")

    row = propose(bill + b"\r\n", by=alice, source=hubspot, name="two.csv").resolutions.get()

    assert asked.reason == "the same number or e-mail under another name"
    assert (row.outcome, row.target_id) == ("match", will.pk)


def test_a_checked_row_is_a_question_and_its_answer_says_how_right_the_policy_is(
    alice, hubspot, meera, linking
):
    policy = linking("1")
    batch = propose(AGAIN, by=alice, source=hubspot)
    row = batch.resolutions.get()

    decide_rows(batch, [Decision(row.row_no, "match", meera.pk)], by=alice)

    assert row.reason.startswith("surely known, asked as a check: ")
    assert checked_of(policy) == (1, 0)


@pytest.mark.usefixtures("meera")
def test_a_checked_row_that_is_somebody_else_speaks_against_the_policy(alice, hubspot, linking):
    policy = linking("1")
    batch = propose(AGAIN, by=alice, source=hubspot)
    row = batch.resolutions.get()

    decide_rows(batch, [Decision(row.row_no, "create")], by=alice)
    wrong = checked_of(policy)
    decide_rows(batch, [Decision(row.row_no, "skip")], by=alice)

    assert (wrong, checked_of(policy)) == ((1, 1), (0, 0))


KIN = "903,Meera,Rao D/o Meera Rao,meera.two@rao.example,+91 98200 11111,Meridian Holdings,Director"


@pytest.mark.usefixtures("meera")
def test_a_daughter_of_that_name_is_asked_about_though_her_number_is_known(alice, hubspot):
    row = propose(csv_of(KIN), by=alice, source=hubspot).resolutions.get()

    assert (row.outcome, row.reason) == (
        "ambiguous",
        "the same number or e-mail under another name",
    )


@pytest.mark.usefixtures("meera")
def test_nor_does_a_policy_link_her(alice, hubspot, linking):
    linking("0")

    assert propose(csv_of(KIN), by=alice, source=hubspot).resolutions.get().outcome == "ambiguous"
