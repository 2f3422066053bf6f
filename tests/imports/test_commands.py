"""The commands others rely on: their last line is one JSON object."""

import json
import logging
import os
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from contacts.models import Contact
from imports.management import progress
from imports.models import RawBatch
from imports.services import replaying
from tests.factories.core import UserFactory, in_role
from tests.imports.acts import ROWS, csv_of

pytestmark = pytest.mark.django_db


def run(*arguments) -> dict:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


@pytest.fixture
def file(tmp_path):
    """A CRM export on the disk."""
    path = tmp_path / "contacts.csv"
    path.write_bytes(csv_of(*ROWS))
    return path


def test_a_file_without_a_table_does_not_hide_the_mapping_of_others(file, tmp_path):
    page = tmp_path / "login.html"
    page.write_text("<html><p>Please log in</p></html>")
    errors = StringIO()

    call_command("propose_mapping", file, page, "--json", stdout=(out := StringIO()), stderr=errors)

    assert [*json.loads(out.getvalue())] == ["contacts.csv"]
    assert "login.html holds a web page, not a table." in errors.getvalue()


def test_a_lone_file_without_a_table_is_refused(tmp_path):
    page = tmp_path / "login.html"
    page.write_text("<html><p>Please log in</p></html>")

    with pytest.raises(CommandError, match="Export the list as CSV or Excel"):
        call_command("propose_mapping", page, "--json")


def test_a_file_is_imported_in_one_command(file, dora):  # noqa: ARG001 -- dora approves
    done = run("import_contacts", file, "--source", "hubspot", "--approve-as", "dora")

    assert (done["state"], done["rows"], done["counts"]["applied_created"]) == ("applied", 3, 3)
    assert set(done["seconds"]) == {"parse", "map", "normalise", "resolve", "propose", "apply"}
    assert Contact.objects.count() == 3


def test_rows_that_were_taken_for_calls_are_imported_as_people(tmp_path, dora):  # noqa: ARG001 -- dora approves
    path = tmp_path / "calls.csv"
    path.write_text(
        "Date,Call Type,Client Name,Client Phone,Call Duration\n"
        "01/03/2026,Inbound,Alice Ray,+971 50 000 0101,2m 14s\n"
        "02/03/2026,Outbound,Bob Roe,+971 50 000 0102,0m 7s\n"
    )

    done = run(
        *("import_contacts", path, "--source", "portal", "--approve-as", "dora"),
        *("--entity", "contact"),
    )

    assert done["counts"]["create"] == 2
    assert set(Contact.objects.values_list("full_name", flat=True)) == {"Alice Ray", "Bob Roe"}


def test_without_an_approver_the_import_waits(file, dora):  # noqa: ARG001 -- dora may decide
    done = run("import_contacts", file, "--source", "hubspot")

    assert (done["state"], Contact.objects.count()) == ("pending_approval", 0)


@pytest.fixture
def frank(db):  # noqa: ARG001 -- opens the database
    """A second person who may decide."""
    return in_role(UserFactory(username="frank"), "founder")


def test_an_import_is_undone_in_one_command(file, dora, frank):  # noqa: ARG001 -- both approve
    done = run("import_contacts", file, "--source", "hubspot", "--approve-as", "dora")

    undone = run("revert_import", done["batch"], "--approve-as", "frank")

    assert (undone["state"], undone["counts"]["reverted"]) == ("reverted", {"archived": 3})
    assert undone["undoing"]["state"] == "applied"


def test_without_an_approver_the_undoing_waits_and_nobody_is_said_to_agree(file, dora):  # noqa: ARG001 -- dora approves
    done = run("import_contacts", file, "--source", "hubspot", "--approve-as", "dora")

    asked = run("revert_import", done["batch"])

    proposal = RawBatch.objects.get().revert_proposal
    assert (asked["state"], asked["undoing"]) == (
        "applied", {"proposal": str(proposal.uid), "state": "pending"},
    )  # fmt: skip
    assert [event.actor.username for event in proposal.events.all()] == ["command-line"]


def test_who_alone_approved_an_import_does_not_undo_it_alone(file, dora, frank):  # noqa: ARG001 -- both approve
    done = run("import_contacts", file, "--source", "hubspot", "--approve-as", "dora")

    with pytest.raises(CommandError, match="alone approved the import"):
        run("revert_import", done["batch"], "--approve-as", "dora")

    assert RawBatch.objects.get().state == "applied"


def test_the_same_file_twice_is_refused_with_a_way_on(file, dora):  # noqa: ARG001 -- dora approves
    run("import_contacts", file, "--source", "hubspot", "--approve-as", "dora")

    with pytest.raises(CommandError, match="--again"):
        run("import_contacts", file, "--source", "hubspot")


def test_a_file_that_is_none_is_refused(tmp_path):
    with pytest.raises(CommandError, match="cannot read"):
        run("import_contacts", tmp_path / "nowhere.csv", "--source", "hubspot")


def test_a_picture_is_refused_with_the_readers_words(tmp_path):
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))

    with pytest.raises(CommandError) as caught:
        run("import_contacts", path, "--source", "hubspot")

    assert str(caught.value) == RawBatch.objects.get().error


def test_replaying_what_was_never_applied_is_refused(file, dora):  # noqa: ARG001 -- dora may decide
    waiting = run("import_contacts", file, "--source", "hubspot")

    with pytest.raises(CommandError, match="was not applied"):
        run("replay_import", waiting["batch"])


class Terminal(StringIO):
    """What a person looks at; a bar is drawn over itself after a carriage return."""

    def isatty(self) -> bool:
        return True


def test_lines_of_the_log_stand_above_the_bar(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(logging.root, "handlers", [logging.StreamHandler(screen)])
    monkeypatch.setattr(progress, "EVERY", 600)  # drawn once: there is no such batch to ask for

    with progress.watched(RawBatch(pk=0)):
        while "rows/s" not in screen.getvalue():
            time.sleep(0.01)
        logging.getLogger().warning("import_step")

    assert "import_step" in screen.getvalue().replace("\r", "\n").split("\n")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_replay_on_an_empty_database_gives_the_same_hash(file, dora, monkeypatch):  # noqa: ARG001 -- dora approves
    if migrated := connection.settings_dict["TEST"].get("TEMPLATE"):  # spares half a minute
        monkeypatch.setattr(replaying, "EMPTY", f'CREATE DATABASE {{}} TEMPLATE "{migrated}"')
    done = run("import_contacts", file, "--source", "hubspot", "--approve-as", "dora")

    replayed = run("replay_import", done["batch"])

    assert (replayed["same"], replayed["hash"]) == (True, replayed["replayed_hash"])


APART = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {name!r}
settings.MEDIA_ROOT = {media!r}
sys.argv[1:] = ["import_contacts"]
django.setup()
from django.core.management import call_command
call_command("import_contacts", {file!r}, "--source", "hubspot", "--approve-as", "dora")
assert not {{"core.admin.people", "numpy"}} & sys.modules.keys()  # pages, and the matcher
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_of_its_own_imports_without_pages_and_the_matcher(file, dora, tmp_path):  # noqa: ARG001 -- dora approves
    name = connection.settings_dict["NAME"]
    script = APART.format(name=name, media=str(tmp_path), file=str(file))

    done = subprocess.run(  # noqa: S603 -- our own script
        [sys.executable, "-c", script],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "velocity_crm.settings"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert Contact.objects.count() == 3


@pytest.mark.parametrize(
    ("options", "said"),
    [(("--source", " "), "name the source"), (("--source", "s", "--region", "XX"), "two letters")],
)
def test_a_source_without_a_name_and_a_country_that_is_none_are_refused(file, options, said):
    with pytest.raises(CommandError, match=said):
        call_command("import_contacts", str(file), *options)

    assert RawBatch.objects.count() == 0
