"""The queue over a real Redis: a task goes out, comes in, and brings the id of its request."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from celery import Celery
from celery.contrib.testing.worker import start_worker
from django_structlog.celery.steps import DjangoStructLogInitStep
from redis import Redis, RedisError

from ops.choices import Health
from ops.embedded.processes import wait_until
from ops.selectors import checks, examine
from velocity_crm.celery import app as ours

pytestmark = pytest.mark.skipif(
    shutil.which("redis-server") is None,
    reason="REDIS IS NOT INSTALLED: the queue over Redis is not tested here",
)


@pytest.fixture(scope="module")
def redis(tmp_path_factory) -> Iterator[str]:
    """The address of a Redis of this module's own."""
    folder = tmp_path_factory.mktemp("redis")
    server, port = next(filter(None, (started(folder, free_port()) for _ in range(5))))
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(folder: Path, port: int) -> tuple[subprocess.Popen[bytes], int] | None:
    """Start a Redis; None where somebody else took the port in between, for then it ends."""
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    server = subprocess.Popen(  # noqa: S603 -- our own server
        [*command, "--maxmemory-policy", "noeviction", "--dir", folder], stdout=subprocess.DEVNULL
    )
    wait_until(lambda: server.poll() is not None or answers(server, port), 30)
    return None if server.poll() is not None else (server, port)


def answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Return whether it is this server that answers on the port, and nobody else."""
    try:
        return Redis(port=port, socket_timeout=1).info("server")["process_id"] == server.pid
    except RedisError:
        return False


@pytest.fixture
def app() -> Iterator[Celery]:
    """An application of its own; a worker for tests makes it that of all shared tasks."""
    app = Celery("over-redis", set_as_current=False)
    yield app
    ours.set_default()
    ours.set_current()


def test_a_redis_that_answers_is_healthy(redis, settings):
    settings.CELERY_BROKER_URL = redis

    assert examine([checks.Broker()])[0].state == Health.HEALTHY


def test_a_task_comes_through_with_the_id_of_its_request(redis, app):
    app.conf.update(broker_url=redis, task_ignore_result=True, worker_hijack_root_logger=False)
    app.steps["worker"].add(DjangoStructLogInitStep)
    seen: list[str] = []

    @app.task(name="note")
    def note() -> None:
        seen.append(structlog.contextvars.get_contextvars().get("request_id", ""))

    with start_worker(app, pool="solo", perform_ping_check=False, loglevel="ERROR"):
        with structlog.contextvars.bound_contextvars(request_id="proxy-4711-abc"):
            note.delay()
        deadline = time.monotonic() + 20
        while not seen and time.monotonic() < deadline:
            time.sleep(0.05)

    assert seen == ["proxy-4711-abc"]
