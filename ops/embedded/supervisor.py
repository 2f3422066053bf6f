"""A supervisor of a few processes that belong together: all of them run, or none does."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Self

from ops.embedded.processes import last_lines, leash, logfile

LOOK_EVERY = 0.1  # seconds
PATIENCE = 15  # seconds a child has to end by itself after SIGTERM


class Stopped(Exception):  # noqa: N818 -- not an error: somebody asked for the end
    """SIGINT or SIGTERM arrived."""


class ChildDied(Exception):  # noqa: N818 -- an event that ends the supervision
    """A child ended although nobody had asked it to; the text says which and shows its log."""


@dataclass(frozen=True)
class Child:
    """One process to run: `command` with its output in `log`; `inherits` are open descriptors."""

    name: str
    command: Sequence[str]
    log: Path
    inherits: Sequence[int] = ()


class Supervisor:
    """Runs children in process groups of their own; they end with it, even if it is killed.

    Use it as a context manager: leaving it ends every child, last started first.
    """

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self.environment = dict(environment)
        self.folder = folder
        self._running: list[tuple[Child, subprocess.Popen[bytes]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, child: Child) -> None:
        """Start a child."""
        with logfile(child.log) as log:
            process = subprocess.Popen(  # noqa: S603 -- our own commands, no shell
                child.command,
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=child.inherits,
                process_group=0,
                preexec_fn=leash(signal.SIGTERM),  # noqa: PLW1509 -- one thread only
            )
        self._running.append((child, process))

    def check(self) -> None:
        """Raise ChildDied if a child has ended."""
        for child, process in self._running:
            if process.poll() is not None:
                raise ChildDied(
                    f"The {child.name} process ended (status {process.returncode}). "
                    f"The end of {child.log}:\n{last_lines(child.log)}"
                )

    def wait_for(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Wait until `ready`, all children being alive; False when the time is up."""
        deadline = time.monotonic() + seconds
        while not ready():
            self.check()
            if time.monotonic() > deadline:
                return False
            time.sleep(LOOK_EVERY)
        return True

    def watch(self, as_long_as: Callable[[], bool]) -> None:
        """Watch the children while the condition holds; a child's end or a signal raises."""
        while as_long_as():
            self.check()
            time.sleep(LOOK_EVERY)

    def stop(self) -> None:
        """End every child: by SIGTERM to it alone, then by force to its whole group."""
        for _, process in reversed(self._running):
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for _, process in reversed(self._running):
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _kill_group(process.pid)
        self._running.clear()


def stop_on_signals() -> None:
    """Turn the first SIGINT, SIGTERM or SIGHUP into Stopped; later ones are ignored.

    A SIGHUP that is ignored already, as under nohup, stays ignored.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(_number: int, _frame: FrameType | None) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
