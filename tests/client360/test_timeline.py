"""The timeline on the dossier, narrowed to kinds of events a client has none of."""

import re

import pytest

from tests.client360.test_sections import hide

pytestmark = pytest.mark.django_db


def timeline(browser, person, meera, kind: str) -> str:
    answer = browser(person).get(f"/contacts/{meera.uid}/timeline/", {"kind": kind})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("kind", ["talk", "visit", "deal", "task"])
def test_a_kind_without_events_says_so_and_stays_pressed(meera, alice, browser, kind):
    page = timeline(browser, alice, meera, kind)

    assert "Nothing of this kind." in page
    assert page.count('aria-pressed="true"') == 1
    assert re.search(rf'kind={kind}"[^>]*aria-pressed="true"', page)


def test_a_kind_that_cannot_be_read_is_not_called_empty(meera, alice, browser):
    hide("opportunities_sitevisit")

    page = timeline(browser, alice, meera, "visit")

    assert "This part could not be read." in page
    assert "Nothing of this kind." not in page
