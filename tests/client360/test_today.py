"""Today is the day of the reader on a page, and the day of UTC for machines, in every query."""

import time
from datetime import date, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from client360.registry import Dossier
from client360.selectors import sections_of
from client360.selectors.rehearsed import score_of
from core.choices import Visibility
from core.models import TeamMembership
from tests.api_clients import contact_url
from tests.factories.contacts import ContactFactory, HouseholdMemberFactory

AHEAD, BEHIND = "Pacific/Kiritimati", "Etc/GMT+12"  # 14 hours before and 12 behind UTC
ELEVEN = 11  # it is another day in the one until twelve, in the other from ten
LAST_MINUTE = clock(23, 59)


@pytest.fixture
def elsewhere(alice, charlie) -> date:
    """Live, for now, where it is another day than at UTC; return that day."""
    while timezone.now().time() >= LAST_MINUTE:
        time.sleep(1)  # a day that ends while a test runs is not its today any more
    zone = AHEAD if timezone.now().hour >= ELEVEN else BEHIND
    for person in (alice, charlie):
        person.timezone = zone
        person.save()
    return timezone.localdate(timezone=ZoneInfo(zone))


def on(day: date) -> DateRange:
    """A time of one day."""
    return DateRange(day, day + timedelta(days=1))


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def meera(alice):
    return ContactFactory(owner=alice, full_name="Meera Rao")


def test_a_household_of_today_is_that_of_the_readers_day(meera, alice, elsewhere):
    here, there = "The Raos at home", "The Raos in London"
    HouseholdMemberFactory(contact=meera, household__name=here, valid=on(elsewhere))
    today = timezone.now().date()
    HouseholdMemberFactory(contact=meera, household__name=there, valid=on(today))

    page = browser(alice).get(f"/contacts/{meera.uid}/").content.decode()
    answer = browser(alice).get(contact_url(meera, "360")).content.decode()

    assert (here in page, there in page) == (True, False)
    assert (here in answer, there in answer) == (False, True)


def test_who_is_of_a_team_today_sees_its_clients_on_their_day(charlie, north, alice, elsewhere):
    client = ContactFactory(owner=alice, team=north, visibility=Visibility.TEAM)
    TeamMembership.objects.create(user=charlie, team=north, valid=on(elsewhere))

    page = browser(charlie).get(f"/contacts/{client.uid}/")
    answer = browser(charlie).get(contact_url(client))

    assert (page.status_code, answer.status_code) == (200, 404)


def test_the_questions_of_one_day_serve_the_next(meera, alice):
    sections = sections_of("contact")
    first = score_of(sections, Dossier(meera, alice))

    assert "household" in first.parts
    assert score_of(sections, Dossier(meera, alice, today=date(2077, 1, 1))) is first
