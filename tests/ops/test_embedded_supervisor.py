"""The supervisor: all of its children run, or none does."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ops.demo import answers, reserved
from ops.embedded.cluster import PROJECT
from ops.embedded.errors import EmbeddedError
from ops.embedded.processes import wait_until
from ops.embedded.supervisor import Child, ChildDied, Supervisor

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""
PARENT = """
import os, sys
from pathlib import Path
from ops.embedded.supervisor import Child, Stopped, Supervisor, stop_on_signals
stop_on_signals()
folder = Path(sys.argv[1])
code = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
try:
    with Supervisor(os.environ, folder) as supervisor:
        supervisor.start(Child("one", [sys.executable, "-c", code], folder / "one.log"))
        supervisor.watch(lambda: True)
except Stopped:
    sys.exit(0)
"""


def child(folder: Path, name: str, command: tuple[str, ...]) -> Child:
    return Child(name, command, folder / f"{name}.log")


def test_a_child_that_dies_is_named_with_its_last_words(tmp_path: Path) -> None:
    last_words = (sys.executable, "-c", "import sys; sys.exit('no more paper')")

    with Supervisor(os.environ, tmp_path) as supervisor:
        supervisor.start(child(tmp_path, "steady", SLEEP))
        supervisor.start(child(tmp_path, "printer", last_words))
        with pytest.raises(ChildDied, match=r"(?s)printer process ended.*no more paper"):
            supervisor.watch(lambda: True)


def test_leaving_ends_every_child(tmp_path: Path) -> None:
    with Supervisor(os.environ, tmp_path) as supervisor:
        supervisor.start(child(tmp_path, "one", SLEEP))
        supervisor.start(child(tmp_path, "two", SLEEP))
        processes = [process for _, process in supervisor._running]

    assert [process.returncode for process in processes] == [-signal.SIGTERM] * 2


def test_a_child_deaf_to_sigterm_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ops.embedded.supervisor.PATIENCE", 0.5)
    log = tmp_path / "deaf.log"

    with Supervisor(os.environ, tmp_path) as supervisor:
        supervisor.start(child(tmp_path, "deaf", (sys.executable, "-c", DEAF)))
        supervisor.wait_for(lambda: log.read_text() == "deaf\n", 10)
        _, process = supervisor._running[0]

    assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_supervisor_and_its_child(tmp_path: Path, number: int) -> None:
    parent, grandchild = supervised(tmp_path)

    parent.send_signal(number)

    assert parent.wait(20) == 0
    assert not alive(grandchild)


@pytest.mark.skipif(sys.platform != "linux", reason="needs the parent-death signal of Linux")
def test_a_killed_supervisor_leaves_nothing_running(tmp_path: Path) -> None:
    parent, grandchild = supervised(tmp_path)

    parent.kill()
    parent.wait()

    assert wait_until(lambda: not alive(grandchild), 10)


def supervised(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    log = folder / "one.log"
    command = [sys.executable, "-c", PARENT, str(folder)]
    parent = subprocess.Popen(command, cwd=PROJECT)  # noqa: S603 -- this Python, our own code
    assert wait_until(lambda: log.exists() and log.read_text().endswith("\n"), 20)
    return parent, int(log.read_text())


def alive(process: int) -> bool:
    """Whether a process runs; one that ended but was not waited for does not."""
    status = Path(f"/proc/{process}/stat")
    try:
        return status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_two_demos_that_begin_together_take_two_doors():
    with reserved({}) as one, reserved({}) as other:
        assert one.getsockname() != other.getsockname()
        assert not answers(one.getsockname()[1])  # nobody takes it for a server that is ready

        with pytest.raises(EmbeddedError, match="cannot be used"):
            reserved({"PORT": str(one.getsockname()[1])})
