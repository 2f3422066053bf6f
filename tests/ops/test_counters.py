"""The folder web processes count in: kept while one of them lives, cleared after a kill."""

import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ops.embedded.cluster import PROJECT

SETTINGS = PROJECT / "velocity_crm" / "gunicorn_conf.py"
SERVER = """
import os, runpy, sys, time
from pathlib import Path
made = runpy.run_path(sys.argv[1])["make_folder"](Path(sys.argv[2]))
worker = os.fork() if sys.argv[3] == "with a worker" else -1
if worker:
    print(worker, made, flush=True)
time.sleep(60)
"""
type Serve = Callable[..., tuple[subprocess.Popen[str], int, Path]]


@pytest.fixture
def settings_file(tmp_path, monkeypatch) -> dict:
    """The web server's settings as gunicorn reads them, with a folder given."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    return runpy.run_path(str(SETTINGS))


@pytest.fixture
def serve(tmp_path) -> Iterator[Serve]:
    """Start a process that makes its folder; return it, its worker and the folder."""
    running = []

    def start(worker: str = "alone") -> tuple[subprocess.Popen[str], int, Path]:
        command = [sys.executable, "-c", SERVER, str(SETTINGS), str(tmp_path), worker]
        environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
        process = subprocess.Popen(  # noqa: S603 -- our own script
            command, env=environment, stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        number, folder = process.stdout.readline().split()
        return process, int(number), Path(folder)

    yield start
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def test_what_a_killed_server_left_goes_and_what_a_living_one_uses_stays(
    settings_file, serve, tmp_path
):
    killed, _, left = serve()
    _, _, used = serve()
    killed.send_signal(signal.SIGKILL)
    killed.wait()

    settings_file["clear_left"](tmp_path)

    assert (left.exists(), used.exists()) == (False, True)


def test_a_worker_that_outlives_its_server_keeps_the_folder(settings_file, serve, tmp_path):
    killed, worker, used = serve("with a worker")
    killed.send_signal(signal.SIGKILL)
    killed.wait()

    settings_file["clear_left"](tmp_path)

    assert used.exists()
    os.kill(worker, signal.SIGKILL)


def test_folders_of_others_are_not_touched(settings_file, tmp_path):
    (tmp_path / "somebody-elses").mkdir()

    settings_file["clear_left"](tmp_path)

    assert [each.name for each in tmp_path.iterdir()] == ["somebody-elses"]


def test_a_server_that_starts_clears_what_is_left(settings_file):
    place = settings_file["MEMORY"]
    if not place.is_dir():
        pytest.skip("NO MEMORY FOLDER HERE: the clearing at the start is NOT tested")
    left = place / f"{settings_file['OURS']}left"
    left.mkdir()
    environment = {k: v for k, v in os.environ.items() if k != "PROMETHEUS_MULTIPROC_DIR"}

    script = "import runpy, sys; runpy.run_path(sys.argv[1])"
    command = [sys.executable, "-c", script, str(SETTINGS)]
    subprocess.run(command, env=environment, check=True)  # noqa: S603 -- our own script

    assert not left.exists()
    settings_file["clear_left"](place)
