"""The web server's settings, always given with `-c`: gunicorn otherwise reads ./gunicorn.conf.py.

Two workers with four threads each measured best on two cores. No worker is recycled
(`max_requests` 0): recycling without preloading cut the throughput to a third.

Every process writes its metrics into one folder, and whichever worker is scraped adds them up.
The folder belongs to this server alone: PROMETHEUS_MULTIPROC_DIR, or a new one in memory. A server
that is killed leaves its folder behind; the next one to start clears it away.
"""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

wsgi_app = "velocity_crm.wsgi:application"
worker_class = "gthread"
workers = 2
threads = 4
max_requests = 0
timeout = 60  # an upload of a large file is read by a thread, the heartbeat goes on
graceful_timeout = 25
keepalive = 5
control_socket_disable = True
MEMORY = Path("/dev/shm")  # noqa: S108 -- gunicorn and we make private files in it
if MEMORY.is_dir():
    worker_tmp_dir = str(MEMORY)  # the heartbeat must not wait for a disk
accesslog = None  # structlog writes one line per request, with its id

# the metrics library looks at this variable when it is first imported, in the workers
METRICS = "PROMETHEUS_MULTIPROC_DIR"
OURS = "velocity-counters-"


def make_folder(place: Path) -> Path:
    """Return a new folder in `place` that is this server's as long as one of its processes lives.

    The sign is a lock on the folder, which its workers inherit and the kernel lets go of when the
    last of them ends, however it ends; so no process id can be mistaken for another's.
    """
    while True:
        folder = Path(tempfile.mkdtemp(prefix=OURS, dir=place))
        if _hold(folder) is not None and folder.is_dir():  # nobody cleared it before it was held
            return folder


def clear_left(place: Path) -> None:
    """Remove the folders in `place` of servers that are gone."""
    for folder in place.glob(f"{OURS}*"):
        lock = _hold(folder)
        if lock is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)


def _hold(folder: Path) -> int | None:
    """Lock a folder and return the descriptor that holds it; None if it is held or not ours."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return None  # gone meanwhile, or another account's
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


if METRICS not in os.environ:
    memory = MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir())
    clear_left(memory)
    os.environ[METRICS] = str(make_folder(memory))


def on_starting(_server: Any) -> None:
    """Empty the folder: what processes before this server counted is past."""
    folder = Path(os.environ[METRICS])
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink(missing_ok=True)


def child_exit(_server: Any, worker: Any) -> None:
    """Forget the gauges of a worker that ended; its counters stay in the sum."""
    for gauge in Path(os.environ[METRICS]).glob(f"gauge_live*_{worker.pid}.db"):
        gauge.unlink(missing_ok=True)


def on_exit(_server: Any) -> None:
    """Remove the folder if it was made here."""
    folder = Path(os.environ[METRICS])
    if folder.name.startswith(OURS):
        shutil.rmtree(folder, ignore_errors=True)
