"""Putting a release in service: one idempotent sequence, and the way back."""

import getpass
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from packaging.version import Version

from ops.models import Release
from ops.services.migrating import leaves, migrate_back, migrate_safely, pending
from ops.services.queue import install_queue
from ops.services.roles import sync_roles

# versions no installation may skip, the oldest first: their data changes are needed by later ones
STOPS: tuple[str, ...] = ()


class UpgradeError(Exception):
    """The release cannot be put in service; the text says what to do first."""


@dataclass(frozen=True)
class Ways:
    """How this run is done.

    `take` makes a backup and returns its id; None skips it. `static` off leaves the static files
    as they are: an image brings its own. `digest` is the image's, for the record.
    """

    take: Callable[[], str] | None
    digest: str = ""
    static: bool = True


def version_path(current: str, target: str, stops: tuple[str, ...] = STOPS) -> None:
    """Raise UpgradeError if `target` cannot follow `current` directly, naming what comes first."""
    if not current:
        return
    now, then = Version(current), Version(target)
    if then < now:
        raise UpgradeError(
            f"{current} is in service and {target} is older. To go back: "
            f"`manage.py upgrade --undo` with {current}, then start {target}."
        )
    between = [stop for stop in stops if now < Version(stop) < then]
    if between:
        path = " -> ".join([current, *between, target])
        raise UpgradeError(f"Upgrade to {between[0]} first; the path is {path}.")


def upgrade(ways: Ways) -> Iterator[str]:
    """Put the code's release in service; yield a line for every step that did something.

    Run again, it does nothing. Raises UpgradeError before anything is changed; MigrateError and
    BackupError stop it where they happen, and it can be run again or undone.
    """
    last = _last_release()
    version_path(last.version if last else "", settings.VERSION)
    _check_settings()
    backup = ""
    if steps := pending():
        if leaves() and ways.take:
            backup = ways.take()
            yield f"Backed up: {backup}"
        attempts = migrate_safely()
        yield f"Migrated {len(steps)} steps in {attempts} attempt(s)"
    if settings.CELERY_BROKER_URL.startswith("pgmq"):
        install_queue()
    if given := sync_roles():
        yield f"Gave the roles {given} rights they lacked"
    if ways.static:
        call_command("collectstatic", interactive=False, verbosity=0)
    call_command("clearsessions")
    if _recorded(last, ways.digest):
        yield f"{settings.VERSION} was in service already"
        return
    _record(settings.VERSION, last.version if last else "", ways.digest, backup=backup)
    yield f"{settings.VERSION} is in service"


def undo() -> Iterator[str]:
    """Take the database back to the release before; the code of the newer one must be running.

    After an upgrade that stopped halfway this is the release in service; after a whole one, the
    one before it. Raises UpgradeError if there is none.
    """
    releases = list(Release.objects.order_by("-id"))
    goal = next((release for release in releases if release.migrations != leaves()), None)
    if goal is None:
        raise UpgradeError("No release with another schema is recorded: nothing to go back to.")
    for name in migrate_back(goal.migrations):
        yield f"Undone: {name}"
    _record(goal.version, releases[0].version, goal.digest, undone=True)
    yield f"The database is that of {goal.version}; start that version now"


def _check_settings() -> None:
    """Refuse settings that are not fit for where they are used."""
    try:
        call_command("check", deploy=not settings.LOCAL, fail_level="ERROR", stdout=StringIO())
    except SystemCheckError as error:
        raise UpgradeError(str(error)) from error


def _last_release() -> Release | None:
    known = Release._meta.db_table in connection.introspection.table_names()  # noqa: SLF001 -- Django's documented name
    return Release.objects.order_by("-id").first() if known else None


def _recorded(last: Release | None, digest: str) -> bool:
    """Return whether the newest record says just what is in service now."""
    if last is None or last.undone:
        return False
    return (last.version, last.digest, last.migrations) == (settings.VERSION, digest, leaves())


def _record(
    version: str, previous: str, digest: str, *, backup: str = "", undone: bool = False
) -> None:
    Release.objects.create(
        version=version,
        previous=previous,
        digest=digest,
        backup=backup,
        undone=undone,
        migrations=leaves(),
        by=f"{getpass.getuser()}@{socket.gethostname()}"[:120],
    )
