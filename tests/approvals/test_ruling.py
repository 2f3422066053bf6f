"""Rules and delegations are read in words; nobody has to know a code."""

import pytest
from django.urls import reverse

from approvals import services
from approvals.selectors.ruling import field_in_words, kind_in_words, role_in_words
from core.models import SourceSystem
from tests.approvals.acts import text_of, update
from tests.approvals.test_delegating import lend
from tests.approvals.test_pages import browser
from tests.factories.core import SourceSystemFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("*", "Everything"),
        ("contact.*", "Anything about contacts"),
        ("contact.update", "Change a contact"),
        ("imports.mapping", "A new reading of columns"),
    ],
)
def test_a_kind_is_said_in_words(kind, words):
    assert kind_in_words(kind) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [("company_name", "company name"), ("*price*", "anything with price"), ("is_vip", "VIP")],
)
def test_a_field_is_said_in_words(name, words):
    assert field_in_words(name) == words


def test_the_owner_of_a_record_is_a_role_in_words_too():
    assert (role_in_words("owner"), role_in_words("admin")) == (
        "owner of the record",
        "administrator",
    )


def test_the_list_of_rules_shows_no_code(dora):
    text = text_of(browser(dora).get(reverse("approvals:policies")))

    assert [code in text for code in ("contact.update", "company_name", "contact.*")] == [
        False,
        False,
        False,
    ]
    assert "Change a contact, change an account" in text
    assert "1 of founder, administrator or steward" in text


def test_a_rule_says_what_its_codes_mean(dora):
    text = text_of(browser(dora).get(reverse("approvals:policy", args=["bulk-reassign"])))

    assert "Now: Change a contact, Change an account, Change a deal." in text


def test_what_is_lent_is_said_in_words(dora, frank):
    lend(dora, frank)

    text = text_of(browser(dora).get(reverse("approvals:delegations")))

    assert ("Anything about contacts" in text, "contact.*" in text) == (True, False)


def test_all_proposals_name_who_proposed_them_beside_their_source(contact, alice, dora):
    desk = SourceSystemFactory(code="desk", name="Desk E")
    services.propose(
        kind="contact.update", title="Asked", items=[update(contact, occupation="Judge")],
        by=alice, source=SourceSystem.objects.get(pk=desk.pk),
    )  # fmt: skip

    text = text_of(browser(dora).get(reverse("approvals:archive")))

    assert "Change a contact Alice Fernandes Desk E" in text
