"""Processes: bound to the life of their parent, found by their folder, waited for."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1  # linux/prctl.h: the signal a process gets when its parent dies
PAUSE = 0.02  # seconds between two looks
LARGEST_LOG = 10 * 1024 * 1024  # bytes
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def leash(number: signal.Signals) -> Callable[[], None]:
    """Return a `preexec_fn` after which the child gets signal `number` when this process dies.

    Linux only; elsewhere the child simply outlives a parent that is killed.
    """
    parent = os.getpid()

    def bind() -> None:
        follow_parent(number)
        if os.getppid() != parent:
            os._exit(1)  # the parent died before the leash was on

    return bind


def follow_parent(number: signal.Signals) -> None:
    """Make this process get signal `number` when its parent dies (Linux only)."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def wait_until(done: Callable[[], bool], seconds: float) -> bool:
    """Look until `done` or the time is up; the last look's answer."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    return True


def working_in(folder: Path) -> list[int]:
    """Return the processes that work in `folder`, as PostgreSQL's do in their data folder.

    Empty where the system has no /proc, or does not show us another user's processes.
    """
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == folder:
                found.append(int(entry.name))
        except OSError:
            continue  # gone meanwhile, a zombie, or not ours to look at
    return found


def end_all_in(folder: Path) -> None:
    """End whatever still works in `folder`: first politely, then at once, then by force."""
    for number, patience in ((signal.SIGINT, 10), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        for process in working_in(folder):
            send(process, number)
        if wait_until(lambda: not working_in(folder), patience):
            return


def send(process: int, number: signal.Signals) -> None:
    """Send a signal to a process that may be gone already."""
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return


def logfile(path: Path) -> IO[bytes]:
    """Open a log file for appending; beyond 10 MB the old one is put aside as `.1` first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(f"{path.suffix}.1"))
    return path.open("ab")


def last_lines(path: Path, count: int = 20) -> str:
    """Return the end of a log file, or an empty text if there is none."""
    if not path.exists():
        return ""
    return "\n".join(path.read_text(errors="replace").splitlines()[-count:])
