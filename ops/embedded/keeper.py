"""The keeper: a small process that runs the server for as long as anybody uses it.

It is started by the first user and outlives it. A user holds the users' lock together with the
others; the kernel takes the lock back when a user ends, however it ends. So the keeper stops the
server when it can take that lock for itself, and nothing has to be counted or cleaned up. If the
keeper itself is killed, the server gets its fast-shutdown signal from the kernel (Linux).
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ops.embedded.layout import Layout, layout
from ops.embedded.locks import FileLock
from ops.embedded.processes import leash, wait_until

LOOK_EVERY = 0.25  # seconds
SHUTDOWN = 60  # seconds for a fast shutdown, with its checkpoint, before an immediate one


class Locks:
    """The locks of one cluster, in the project's home.

    control: held while the server is started or stopped.
    users: shared by all who use the server.
    keeper: held by the keeper for its life; the note is its process id.
    """

    def __init__(self, home: Path) -> None:
        self.control = FileLock(home / "postgres.control.lock")
        self.users = FileLock(home / "postgres.users.lock")
        self.keeper = FileLock(home / "postgres.keeper.lock")
        self.pin = home / "postgres.pinned"

    def pinned(self) -> bool:
        """Whether the present keeper was asked to stay without users."""
        return self.pin.exists() and self.pin.read_text() == self.keeper.note()

    def unused(self) -> bool:
        """Take control and the users' lock, keeping both, if nobody else has either."""
        if self.pinned() or not self.control.acquire(wait=False):
            return False
        if self.users.acquire(wait=False):
            return True
        self.control.release()
        return False


class Keeper:
    """Runs the server of one layout until it is unused, told to stop, or the server ends."""

    def __init__(self, place: Layout) -> None:
        self.place = place
        self.locks = Locks(place.home)
        self.asked = False

    def run(self) -> None:
        """Keep the server; returns when it has stopped."""
        if not wait_until(lambda: self.locks.keeper.acquire(wait=False), 2):
            return  # another keeper is at work
        self.locks.keeper.write(str(os.getpid()))
        signal.signal(signal.SIGTERM, self._ask)
        with self._start() as server:
            while server.poll() is None:
                if self.asked or self.locks.unused():
                    self._stop(server)
                else:
                    time.sleep(LOOK_EVERY)
        self.locks.pin.unlink(missing_ok=True)

    def _ask(self, *_: object) -> None:
        self.asked = True

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 -- our own program, no shell
            [str(self.place.binaries / "postgres"), "-D", str(self.place.data)],
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            preexec_fn=leash(signal.SIGINT),  # noqa: PLW1509 -- one thread only
            **self.place.account.switch,
        )

    @staticmethod
    def _stop(server: subprocess.Popen[bytes]) -> None:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(SHUTDOWN)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)
            server.wait()


if __name__ == "__main__":
    Keeper(layout(Path(sys.argv[1]))).run()
