"""The web server's settings, always given with `-c`: gunicorn otherwise reads ./gunicorn.conf.py.

Two workers with four threads each measured best on two cores. No worker is recycled
(`max_requests` 0): recycling without preloading cut the throughput to a third.

Every process writes its metrics into one folder, and whichever worker is scraped adds them up.
The folder belongs to this server alone: PROMETHEUS_MULTIPROC_DIR, or a new one in memory.
"""

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
OURS = "velocity-metrics-"
if METRICS not in os.environ:
    place = MEMORY if MEMORY.is_dir() else None
    os.environ[METRICS] = tempfile.mkdtemp(prefix=OURS, dir=place)


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
