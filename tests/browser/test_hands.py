"""What hands do on the pages: searching as they type, deciding by keys."""

import re

import pytest
from playwright.sync_api import expect

from identity.models import MatchCandidate, PairVerdict
from tests.factories.contacts import ContactFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_search_as_you_type_can_be_bookmarked(page, sign_in, alice, meera):
    sign_in(page, alice)
    page.goto("/contacts/")

    page.keyboard.press("/")
    page.keyboard.type("meer", delay=40)

    expect(page.get_by_role("link", name="Omar Haddad")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/contacts/\?q=meer$"))
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("meer")
    expect(page.get_by_role("link", name=meera.full_name)).to_be_visible()


def test_a_review_needs_no_mouse(page, sign_in, dora, waiting):
    sign_in(page, dora)
    page.goto("/review/")

    page.keyboard.press("j")
    expect(page.get_by_role("link", name=waiting.proposal.title)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"/review/{waiting.proposal.uid}/**")
    page.keyboard.press("a")

    expect(page.get_by_role("status").first).to_contain_text("pproved")
    page.goto("/contacts/")
    expect(page.get_by_role("link", name="Ravi Menon")).to_be_visible()


def test_lookalikes_are_told_apart_without_a_mouse(page, sign_in, dora, meera):
    mira = ContactFactory(full_name="Mira Rao", visibility=meera.visibility)
    MatchCandidate.objects.create(left=meera, right=mira, score="0.97")
    sign_in(page, dora)
    page.goto("/duplicates/")

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("/duplicates/pairs/**")
    page.keyboard.press("n")

    expect(page.get_by_role("status").first).to_be_visible()
    assert PairVerdict.objects.count() == 1
    page.keyboard.press("u")
    page.wait_for_url("/duplicates/pairs/**")
    assert PairVerdict.objects.count() == 0
