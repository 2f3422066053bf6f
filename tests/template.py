"""A migrated database kept from run to run, from which every test database is copied.

The migrations take half a minute, a copy a fraction of a second. The template is named by a
fingerprint of everything the migrations can read, so a change of it makes a new template.
"""

import hashlib
import os
import subprocess
import sys

import psycopg
from psycopg import sql

from ops.embedded.cluster import PROJECT, Cluster
from ops.embedded.locks import holding
from ops.embedded.server import ROLE, SUPERUSER, address

PREFIX = "template_"
READ_BY_MIGRATIONS = (
    "requirements*.lock",
    "velocity_crm/*.py",
    "*/apps.py",
    "*/choices.py",
    "*/choices/*.py",
    "*/migrations/*.py",
    "*/models.py",
    "*/models/*.py",
    "*/registry.py",
)


def fingerprint() -> str:
    """Return a short hash of the files that decide what the migrations make."""
    digest = hashlib.sha256()
    for pattern in READ_BY_MIGRATIONS:
        for path in sorted(PROJECT.glob(pattern)):
            digest.update(f"{path.relative_to(PROJECT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def ensure(cluster: Cluster) -> str:
    """Return the name of a migrated database in `cluster`, made now if there is none."""
    name = PREFIX + fingerprint()
    with (
        holding(cluster.layout.home / "template.lock"),
        psycopg.connect(address(cluster.layout.socket, ROLE, "postgres"), autocommit=True) as link,
    ):
        names = [row[0] for row in link.execute("SELECT datname FROM pg_database")]
        if name not in names:
            for old in (other for other in names if other.startswith(PREFIX)):
                link.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
            _make(link, cluster, name)
    return name


def allow_flush(cluster: Cluster) -> None:
    """Let the application's role switch triggers off: the flush between tests needs it."""
    with (
        holding(cluster.layout.home / "grant.lock"),
        psycopg.connect(address(cluster.layout.socket, SUPERUSER, "postgres")) as link,
    ):
        link.execute(f"GRANT SET ON PARAMETER session_replication_role TO {ROLE}")


def _make(link: psycopg.Connection, cluster: Cluster, name: str) -> None:
    part = f"{PREFIX}part"
    link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(part)))
    environment = os.environ | {"DATABASE_URL": address(cluster.layout.socket, ROLE, part)}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=PROJECT,
        env=environment,
        check=True,
    )
    names = sql.Identifier(part), sql.Identifier(name)
    link.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))
