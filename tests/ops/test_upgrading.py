"""Putting a release in service: the path of versions, once and only once, and the way back."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from ops.models import Release
from ops.services.migrating import leaves
from ops.services.upgrading import UpgradeError, version_path
from tests.architecture.walking import copied_database, step_lightly


@pytest.fixture(autouse=True)
def _static_files_of_their_own(settings, tmp_path) -> None:
    settings.STATIC_ROOT = tmp_path


def said(capsys, *options: str) -> list[str]:
    call_command("upgrade", "--no-backup", *options)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("current", "target"), [("", "1.0"), ("1.0", "1.0"), ("1.2", "1.4"), ("1.2", "2.0")]
)
def test_versions_follow_each_other(current, target):
    version_path(current, target, ("1.1", "1.2"))


def test_a_stop_that_was_skipped_is_named_with_the_whole_path():
    with pytest.raises(UpgradeError, match=r"to 1\.1 first; the path is 1\.0 -> 1\.1 -> 1\.2 -> 2"):
        version_path("1.0", "2.0", ("1.1", "1.2"))


def test_an_older_version_is_refused_with_the_way_back():
    with pytest.raises(UpgradeError, match="upgrade --undo"):
        version_path("1.10", "1.9", ())


@pytest.mark.django_db(transaction=True)
def test_an_upgrade_is_recorded_once(capsys, settings):
    first, second = said(capsys)[-1], said(capsys)[-1]

    version = settings.VERSION
    assert (first, second) == (f"{version} is in service", f"{version} was in service already")
    assert list(Release.objects.values_list("version", "migrations")) == [(version, leaves())]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_upgrade_is_undone_and_done_again(capsys, monkeypatch):
    step_lightly(monkeypatch)
    with copied_database():
        call_command("migrate", "imports", "0003_functions", verbosity=0)
        said(capsys)
        Release.objects.create(version="0.0.9", by="", migrations={**leaves(), "x": "y"})
        old = leaves() | {"imports": "0003_functions", "ops": "0003_exports"}
        Release.objects.create(version="0.0.9", by="", migrations=old)

        undone = said(capsys, "--undo")

        assert undone[-1] == "The database is that of 0.0.9; start that version now"
        assert (leaves(), Release.objects.first().undone) == (old, True)
        assert said(capsys)[0].startswith("Migrated ")


@pytest.mark.django_db(transaction=True)
def test_there_is_nothing_to_undo_without_a_release_before():
    with pytest.raises(CommandError, match="nothing to go back to"):
        call_command("upgrade", "--undo")


@pytest.mark.django_db
def test_releases_are_never_changed():
    release = Release.objects.create(version="1", by="", migrations={})

    with pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(version="2")
