"""Imports and merges are put before reviewers in words: what is brought, who is it, what stands."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from approvals import services
from approvals.api.serializers import FieldDiffSerializer
from contacts.models import Contact
from core.models import SensitiveField
from identity.models import MatchCandidate
from identity.services.merging import Order
from identity.services.merging import merge as carry_out_merge
from identity.services.proposing import propose_merge
from tests.approvals.acts import carry_out, text_of
from tests.approvals.test_pages import browser, page
from tests.factories.contacts import ContactFactory, ContactPointFactory
from tests.factories.core import SourceSystemFactory
from tests.imports.acts import ROWS, csv_of, propose, undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora", "frank")]
HASH = re.compile(r"\b[0-9a-f]{64}\b")
EVIDENCE = [
    {"comparison": "phone", "level": "same", "weight": 9.0, "left": "1", "right": "1"},
    {"comparison": "dob", "level": "differ", "weight": -3.0, "left": "1990-11-02", "right": ""},
]


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def batch(alice):
    return propose(csv_of(*ROWS), by=alice, source=SourceSystemFactory(name="Desk E"))


@pytest.fixture
def merge(alice):
    meera = ContactFactory(full_name="Meera Rao", occupation="Architect", by=alice)
    mira = ContactFactory(full_name="Mira Rau", occupation="Director", by=alice)
    MatchCandidate.objects.create(left=meera, right=mira, score="0.99999")
    order = Order(survivor=meera, losers=[mira], choices={"occupation": str(mira.uid)})
    return propose_merge(order, by=alice, evidence=EVIDENCE)


def facts_of(answer) -> dict:
    (told,) = answer.context["told"].values()
    return dict(told.facts)


def test_an_import_says_who_brought_what_and_how_much_of_it_is_new(batch, dora):
    facts = facts_of(browser(dora).get(page(batch.proposal)))

    named = ("File", "Source", "Brought by", "Rows in the file", "New", "Refused", "To decide")
    assert [facts.get(name, facts.get(f"{name}, left out until then")) for name in named] == [
        "contacts.csv", "Desk E", "Alice Fernandes", 3, 3, 0, 0,
    ]  # fmt: skip


def test_an_import_shows_its_fingerprints_to_who_asks_and_no_code(batch, dora):
    answer = browser(dora).get(page(batch.proposal))

    text = text_of(answer)
    assert (HASH.findall(text.partition("For the record")[0]), len(HASH.findall(text))) == ([], 2)
    assert [code in text for code in ("imports.commit", "Commit a batch", "Cells parked")] == [
        False, False, False,
    ]  # fmt: skip


def test_an_import_leads_to_its_rows_and_issues(batch, dora):
    body = browser(dora).get(page(batch.proposal)).content.decode()

    address = reverse("imports:detail", args=[batch.uid])
    assert f'href="{address}?step=rows"' in body
    assert f'href="{address}?step=values&amp;issue=any"' in body


def test_an_import_says_how_many_agree_and_how_many_refuse(alice, dora):
    header = "First Name,Last Name,Email,Email Consent"
    rows = ("Meera,Rao,meera@rao.example,yes", "Omar,Haddad,omar@haddad.example,no")
    brought = propose(csv_of(*rows, header=header), by=alice, source=SourceSystemFactory())

    facts = facts_of(browser(dora).get(page(brought.proposal)))

    said = {name: text for name, text in facts.items() if name.startswith("Answer")}
    assert said == {
        "Answer: Marketing by e-mail: granted": 1,
        "Answer: Marketing by e-mail: denied": 1,
    }


def test_trying_an_import_says_in_words_what_it_would_create(batch, dora):
    text = text_of(browser(dora).get(page(batch.proposal, "effects")))

    assert "The first step of it would create 3 accounts" in text
    assert ("more" in text.split(), "rolled back" in text) == (False, False)


def test_an_import_is_undone_in_one_way_whatever_button_is_pressed(batch, alice, dora, frank):
    carry_out(batch.proposal, dora)
    batch.refresh_from_db()

    undoing = services.revert(batch.proposal, by=dora)

    batch.refresh_from_db()
    assert (undoing.kind, undoing.title, undoing.risk) == (
        "imports.revert", "Undo the import of contacts.csv", 3,
    )  # fmt: skip
    assert undo(batch, by=alice, approver=frank).state == "reverted"


def test_the_undoing_of_an_import_says_what_it_takes_back(batch, dora, frank):
    carry_out(batch.proposal, dora)
    batch.refresh_from_db()
    undoing = services.revert(batch.proposal, by=dora)

    answer = browser(frank).get(page(undoing))

    facts = facts_of(answer)
    assert (facts["File"], facts["Created"], facts["Companies linked"]) == ("contacts.csv", 3, 3)
    assert "Undo an applied item" not in text_of(answer)


def test_an_import_that_is_being_undone_says_so(batch, dora, frank):
    carry_out(batch.proposal, dora)
    batch.refresh_from_db()
    undoing = services.revert(batch.proposal, by=dora)

    assert browser(frank).get(page(batch.proposal)).context["undoings"] == [undoing]


def test_a_merge_shows_both_people_by_name_and_what_will_stand(merge, dora):
    answer = browser(dora).get(page(merge))

    (told,) = answer.context["told"].values()
    assert [name for name, _ in told.heads] == ["Meera Rao", "Mira Rau", "What will stand"]
    assert dict(told.rows)["occupation"] == ["Architect", "Director", "Director"]
    assert Contact.objects.filter(state="active").count() == 2
    assert "as the sources decide" not in text_of(answer)


def test_a_merge_leads_to_both_people_and_to_the_pair(merge, dora):
    body = browser(dora).get(page(merge)).content.decode()

    people = Contact.objects.values_list("uid", flat=True)
    addresses = [reverse("client360:contact", args=[uid]) for uid in people]
    addresses.append(reverse("identity:pair", args=[MatchCandidate.objects.get().uid]))
    assert [f'href="{each}"' in body for each in addresses] == [True, True, True]
    assert ("Open Meera Rao" in body, "Open Mira Rau" in body) == (True, True)


def test_a_merge_says_in_words_what_speaks_for_it_and_against_it(merge, dora):
    text = text_of(browser(dora).get(page(merge)))

    assert "Speaks for it The same phone" in text
    assert "Another date of birth: 2 Nov 1990 and none" in text


def test_a_merge_says_what_its_pair_says_blocks_it_and_is_to_be_known_before(alice, dora):
    meera = ContactFactory(full_name="Meera Rao", residence_country="IN", is_vip=True, by=alice)
    mira = ContactFactory(full_name="Mira Rau", residence_country="AE", by=alice)
    pair = MatchCandidate.objects.create(left=meera, right=mira, score="0.9")
    order = Order(survivor=meera, losers=[mira], override=True)
    proposal = propose_merge(order, by=alice, reason="one and the same")

    beside = browser(dora).get(reverse("identity:pair", args=[pair.uid])).context
    answer = browser(dora).get(page(proposal))

    (told,) = answer.context["told"].values()
    words = [[each.words for each in beside[name]] for name in ("blockers", "warnings")]
    assert [told.against, told.beware] == words == [
        ["Meera Rao is a VIP."], ["Mira Rau lives in another country."]
    ]  # fmt: skip
    assert "To know before Mira Rau lives in another country." in text_of(answer)


def test_numbers_of_two_people_stand_together_once(alice, dora):
    left, right = ContactFactory(by=alice), ContactFactory(by=alice)
    for person in (left, right):
        ContactPointFactory(contact=person, kind="email", value_norm="one@rao.example")
    ContactPointFactory(contact=right, kind="email", value_norm="two@rao.example")
    proposal = propose_merge(Order(survivor=left, losers=[right]), by=alice)

    (told,) = browser(dora).get(page(proposal)).context["told"].values()

    rows = {label.lower(): texts for label, texts in told.rows}
    assert rows["e-mail" if "e-mail" in rows else "email"][-1] == "one@rao.example, two@rao.example"


def test_a_merge_carried_out_shows_the_people_as_they_were(merge, dora, frank):
    carry_out(merge, frank)

    (told,) = browser(dora).get(page(merge)).context["told"].values()

    assert told.heads[-1][0] == "What stands now"
    assert dict(told.rows)["occupation"] == ["Architect", "Director", "Director"]


def test_a_merge_nobody_can_carry_out_any_more_can_still_be_read(merge, alice, dora):
    mira = Contact.objects.get(full_name="Mira Rau")
    carry_out_merge(Order(survivor=ContactFactory(by=alice), losers=[mira]), by=alice)

    answer = browser(dora).get(page(merge))

    assert answer.status_code == 200


def test_a_confidence_is_never_all(alice, dora):
    left, right = ContactFactory(by=alice), ContactFactory(by=alice)
    proposal = propose_merge(
        Order(survivor=left, losers=[right], score=Decimal("0.99999")), by=alice
    )

    text = text_of(browser(dora).get(page(proposal)))

    assert ("over 99%" in text, "100%" in text) == (True, False)


def test_numbers_stay_hidden_from_who_does_not_see_them(alice, frank):
    guarded = SensitiveField.objects.filter(entity="contactpoint", field="value_norm")
    guarded.update(hidden_from=["steward"])
    left, right = ContactFactory(by=alice), ContactFactory(by=alice)
    ContactPointFactory(contact=left, kind="email", value_norm="one@rao.example")
    proposal = propose_merge(Order(survivor=left, losers=[right]), by=alice)

    body = browser(frank).get(page(proposal)).content.decode()

    assert "one@rao.example" not in body


def test_what_is_told_without_a_flag_is_a_change_to_a_caller():
    told = {"name": "rows", "label": "rows", "original": "", "current": "", "proposed": 3}

    assert FieldDiffSerializer({**told, "flag": ""}).data["flag"] == "change"
