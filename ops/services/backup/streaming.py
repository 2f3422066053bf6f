"""Receiving the write-ahead log as it is written, so that losing the server loses no commit."""

import signal
import subprocess

from ops.embedded.archive import prepare_vault
from ops.embedded.processes import leash
from ops.services.backup.server import Server
from ops.services.backup.vault import Vault

SLOT = NAME = "velocity_stream"


def stream(server: Server, vault: Vault, *, synchronous: bool = False) -> subprocess.Popen[bytes]:
    """Start pg_receivewal into the vault and return its process; it ends with this one.

    `synchronous` flushes at once; with `synchronous_standby_names = 'velocity_stream'` at the
    server a commit then waits for the copy.
    """
    server.place.prepare()
    prepare_vault(vault.folder, server.place.account)
    where = (f"--dbname={server.address} application_name={NAME}", "--no-password")
    into = (f"--slot={SLOT}", f"--directory={vault.stream}")
    server.run("pg_receivewal", *where, *into, "--create-slot", "--if-not-exists")
    at_once = ["--synchronous"] if synchronous else []
    return subprocess.Popen(  # noqa: S603 -- PostgreSQL's own program, no shell
        [server.program("pg_receivewal"), *where, *into, "--status-interval=1", *at_once],
        cwd="/",
        env=server.environment,
        stdin=subprocess.DEVNULL,
        preexec_fn=leash(signal.SIGTERM),  # noqa: PLW1509 -- one thread only
        **server.place.account.switch,
    )
