"""Runbooks are executable: every block of every one runs here, on the trouble it is about."""

import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.utils import timezone

from core.models import SourceSystem, User
from imports.models import RawBatch
from ops.embedded.cluster import PROJECT
from tests.approvals.acts import carry_out, change
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory
from tests.imports.acts import ROWS, bring, csv_of
from tests.ops.house import House

FOLDER = PROJECT / "docs" / "runbooks"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ALL = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
# they say that something is wrong in a database a test made, which is what they are for
MAY_COMPLAIN = {"release_gates", "demo_check", "check_consistency", "upgrade"}

type Words = dict[str, str]


def blocks(path: Path) -> list[tuple[str, str]]:
    return BLOCK.findall(path.read_text())


def sh(text: str) -> None:
    for line in text.splitlines():
        program, name, *arguments = line.split()
        assert program == "manage.py", f"only manage.py runs here: {line}"
        try:
            call_command(name, *arguments, stdout=StringIO(), stderr=StringIO())
        except CommandError:
            if name not in MAY_COMPLAIN:
                raise


def sql(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


def python(text: str) -> None:
    exec(compile(text, "<runbook>", "exec"), {"print": lambda *_: None})  # noqa: S102 -- our own document


RUN: dict[str, Callable[[str], None]] = {"sh": sh, "sql": sql, "python": python}


@pytest.fixture
def trouble(request: pytest.FixtureRequest, alice: User, dora: User) -> Words:
    """Make the trouble a runbook is about, and give the values of its words."""
    dora.groups.add(Group.objects.get(name="founder"))
    frank = UserFactory(username="frank")
    frank.groups.add(Group.objects.get(name="steward"))
    words = {"HOST": "testserver", "FOUNDER": "dora", "OPERATOR": "alice", "AUTHOR": "alice"}
    words |= {"REQUEST": "none", "OTHER": str(uuid4()), "SERVICE": "eve"}
    contact = ContactFactory(owner=alice, team=alice.team)
    batch = bring(csv_of(*ROWS), by=alice, source=SourceSystem.objects.first())
    RawBatch.objects.filter(pk=batch.pk).update(
        state="failed", resume_state="received", error="the disk was full"
    )
    applied = request.param == "writeback_rollback"
    proposal = change(contact, by=alice, occupation="Architect")
    if applied:
        carry_out(proposal, dora)
    return words | {
        "CONTACT": str(contact.uid),
        "BATCH": str(batch.uid),
        "PROPOSAL": str(proposal.uid),
    }


@pytest.fixture
def vault(house: House, settings) -> Iterator[Words]:
    """Point the backup commands at a small server, and give the words of the restore."""
    settings.BACKUP_DATABASE_URL, settings.BACKUP_DIR = house.server.url, house.vault.folder
    call_command("backup", "take", stdout=StringIO())
    moment = timezone.now().isoformat()
    house.run("INSERT INTO client (name) VALUES ('after')")
    house.archived()
    into = house.empty("runbook")
    yield {"MOMENT": moment, "FOLDER": str(into)}
    house.clear("runbook")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("trouble", "path"), [(path.stem, path) for path in ALL], indirect=["trouble"], ids=lambda v: v
)
def test_every_block_of_a_runbook_runs(trouble, path, request, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    words = dict(trouble)
    if "backup" in path.read_text():
        words |= request.getfixturevalue("vault")

    for language, text in blocks(path):
        for word, value in words.items():
            text = text.replace(f"${word}", value)  # noqa: PLW2901 -- word by word
        RUN[language](text)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_runbook_has_blocks_that_run_and_no_others(path):
    assert {language for language, _ in blocks(path)} <= RUN.keys()
    assert blocks(path)


@pytest.mark.parametrize("path", [*ALL, *(PROJECT / "docs/operations").glob("*.md")], ids=str)
def test_links_lead_somewhere(path):
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text())

    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize(
    "path", [*(PROJECT / "docs/operations").glob("*.md")], ids=lambda p: p.stem
)
def test_a_page_names_commands_there_are(path):
    named = set(re.findall(r"manage\.py ([a-z_]+)", path.read_text()))

    assert sorted(named - get_commands().keys()) == []


def test_every_runbook_is_listed():
    text = (FOLDER / "README.md").read_text()

    assert [path.name for path in ALL if f"({path.name})" not in text] == []
