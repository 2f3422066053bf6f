"""A dossier answered by a rehearsed statement is the dossier whose sections asked themselves."""

import pytest
from django.db import connection

from client360.registry import Dossier
from client360.selectors import rehearsed, run, running, sections_of
from client360.selectors.rehearsed import Score, score_of
from core.models import User
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory


def told(subject, viewer) -> dict:
    results = run(sections_of("contact"), Dossier(subject, viewer))
    return {key: (result.status, result.data) for key, result in results.items()}


@pytest.fixture(params=["alice", "bob", "eve", "dora", "root"])
def reader(request) -> User:
    if request.param == "root":
        return UserFactory(is_superuser=True)
    return request.getfixturevalue(request.param)


def test_it_says_the_same_to_everybody(full, reader, monkeypatch):
    played = told(full, reader)
    nothing = Score(b"SELECT 1", (), {})
    monkeypatch.setattr(running, "score_of", lambda *_: nothing)

    assert played == told(full, reader)
    assert played["points"][0] in ("ok", "empty")


def test_nearly_every_section_is_rehearsed(full, alice):
    score = score_of(sections_of("contact"), Dossier(full, alice))

    asking = {section.key for section in sections_of("contact")}
    assert asking - score.parts.keys() == {"identity", "wish", "proposals"}


def test_it_is_made_once_for_a_reader_whoever_is_read(full, alice):
    sections = sections_of("contact")
    first = score_of(sections, Dossier(full, alice))

    assert score_of(sections, Dossier(ContactFactory(owner=alice), alice)) is first


def test_another_team_is_another_reader(full, bob):
    sections = sections_of("contact")
    before = score_of(sections, Dossier(full, bob))
    bob.team = None
    bob.save()

    assert score_of(sections, Dossier(full, User.objects.get(pk=bob.pk))) is not before


def test_a_process_remembers_some_readers_and_no_more(full, monkeypatch):
    monkeypatch.setattr(rehearsed, "SCORES", 2)
    rehearsed._scores.clear()
    for _ in range(4):
        score_of(sections_of("contact")[:1], Dossier(full, UserFactory()))

    assert len(rehearsed._scores) == 2


def test_the_statement_is_planned_once(full, alice):
    for _ in range(3):
        told(full, alice)

    with connection.cursor() as cursor:
        cursor.execute("SELECT max(generic_plans) FROM pg_prepared_statements")
        assert cursor.fetchone()[0] >= 1
