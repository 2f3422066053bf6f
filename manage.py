#!/usr/bin/env python
"""Django's command line; in local mode without DATABASE_URL it brings its own database.

The embedded PostgreSQL is joined before Django starts and left at the end, so a command works on
a fresh clone as it does beside a running demo.
"""

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.core.management import execute_from_command_line
from environs.exceptions import EnvValidationError

from ops.embedded.cluster import Cluster, adopt, configured, home_of
from ops.embedded.errors import EmbeddedError

WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "diffsettings",
    "findstatic",
    "help",
    "match_records",
    "propose_mapping",
    "read_table",
    "version",
}
# a backup is looked at and brought back also when the server is lost: none must be made anew
WITHOUT_SERVER = {"list", "prune", "restore", "verify"}


def needs_server(arguments: list[str]) -> bool:
    """Whether the command given by `arguments` (after `manage.py`) queries the database."""
    command = arguments[0] if arguments else "help"
    asks_help = command.startswith("-") or not {"-h", "--help"}.isdisjoint(arguments)
    if command == "backup" and not WITHOUT_SERVER.isdisjoint(arguments[1:2]):
        return False
    return command not in WITHOUT_DATABASE and not asks_help


def database(arguments: list[str]) -> AbstractContextManager[object]:
    """Return the database for the time of one command; the environment is pointed at it."""
    local = os.environ.get("VELOCITY_ENV", "local") == "local"
    if configured(os.environ) or not local:
        return nullcontext()
    cluster = Cluster(home_of(os.environ))
    adopt(os.environ, cluster.url)
    return cluster.serving() if needs_server(arguments) else nullcontext()


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "velocity_crm.settings")
    try:
        with database(sys.argv[1:]):
            execute_from_command_line(sys.argv)
    except EmbeddedError as error:
        sys.exit(str(error))
    except EnvValidationError as error:  # a name a line; where it was raised helps nobody
        told: Any = error.error_messages  # by name, since the environment was sealed as a whole
        faults = (f"  {name}: {' '.join(why)}" for name, why in told.items())
        sys.exit("\n".join(["These settings are missing or wrong:", *faults]))


if __name__ == "__main__":
    main()
