"""A small server of its own with a vault, for everything that backs up and restores."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.embedded.cluster import Cluster
from ops.embedded.layout import layout
from ops.embedded.server import SUPERUSER, address
from ops.services.backup import Facts, Restored, Server, Target, Vault, restored
from ops.services.backup.fingerprints import fingerprint

ROWS = """
    CREATE TABLE client (id bigserial PRIMARY KEY, name text, at timestamptz DEFAULT now());
    CREATE TABLE visit (id bigserial PRIMARY KEY, client bigint REFERENCES client, note jsonb);
    INSERT INTO client (name) SELECT 'Client ' || n FROM generate_series(1, 2000) n;
    INSERT INTO visit (client, note) SELECT id, '{"seen": true}' FROM client;
"""


class House:
    """A server with archiving, its vault, and a folder of uploads."""

    def __init__(self, folder: Path) -> None:
        # beside the server's data, where the account the server runs as can reach it
        self.vault = Vault(layout(folder / "home").vault)
        self.cluster = Cluster(folder / "home", durable=False, vault=self.vault.folder)
        self.server = Server(
            address(self.cluster.layout.socket, SUPERUSER, "velocity"),
            self.cluster.layout,
            durable=False,
        )
        self.facts = Facts("1.2.3", ("core.0001_initial",), {"VELOCITY_ENV": "local"}, folder / "m")

    def run(self, script: str) -> None:
        with self.server.connected() as connection:
            connection.execute(script.encode())

    def rows(self) -> dict[str, tuple[int, str]]:
        with self.server.connected() as connection:
            return fingerprint(connection)

    def archived(self) -> None:
        with self.server.connected() as connection:
            connection.execute("CHECKPOINT")
            name = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()[0]
        deadline = time.monotonic() + 30
        while not (self.vault.wal / f"{name}.gz").exists():
            assert time.monotonic() < deadline, "the log was not archived"
            time.sleep(0.05)

    def empty(self, name: str) -> Path:
        return self.vault.folder / name

    @contextmanager
    def restored(self, name: str, target: Target) -> Iterator[Restored]:
        """Restore the newest backup into a folder that is gone afterwards."""
        into, newest = self.empty(name), self.vault.find()
        try:
            with restored(self.server, self.vault, newest, target, into) as copy:
                yield copy
        finally:
            self.clear(name)

    def clear(self, name: str) -> None:
        shutil.rmtree(self.empty(name), ignore_errors=True)
