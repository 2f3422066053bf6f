"""Work on every core: processes beside the caller's, without Django and the database.

The caller reads what comes next while the crew works on the last. The function that is the work is
pickled into a file without a name, which each process reads while it starts; over the pipes go
pickles of its arguments, each answered in turn.
"""

import ctypes
import gc
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final, Self

MOST: Final = 2
"""Processes of a crew: more would only wait for the database on a small server."""

ROOT: Final = Path(__file__).resolve().parents[1]


class Crew[Task, Answer]:
    """Processes that call a function of a module or a partial of one; use it in a `with` block."""

    def __init__(self, work: Callable[[Task], Answer], size: int = MOST) -> None:
        self._work: Callable[[Task], Answer] | None = work
        self._size = size
        self._members: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        """Start the processes."""
        with TemporaryFile() as told:
            _write(told, self._work)
            self._work = None  # it may be large, and is theirs now
            _return_memory()
            self._members = [_start(told.fileno()) for _ in range(self._size)]
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes, whatever they are at."""
        for member in self._members:
            member.kill()
            member.wait()
            _pipe(member.stdout).close()
            with suppress(BrokenPipeError):  # what a dead process has not read is lost with it
                _pipe(member.stdin).close()

    def answers(self, tasks: Iterable[Task]) -> Iterator[Answer]:
        """Yield the answer to each task, in order. Raises EOFError if a process died.

        A process holds one task at a time: with two, both ends might wait to write.
        """
        busy: deque[subprocess.Popen[bytes]] = deque()
        told: list[Answer] = []
        for number, task in enumerate(tasks):
            if number < len(self._members):
                member = self._members[number]
            else:
                member = busy.popleft()
                told.append(_read(_pipe(member.stdout)))
            _write(_pipe(member.stdin), task)
            busy.append(member)
            if told:  # the member works on while the caller looks at its last answer
                yield told.pop()
        for member in busy:
            yield _read(_pipe(member.stdout))


def serve(told: int, requests: IO[bytes], answers: IO[bytes]) -> None:
    """Do the work that the file of this number holds, for every task until the input ends.

    Tasks are read into plain lists, in which nothing refers to itself: without a collector that
    looks through them again and again, a fifth of the time is saved.
    """
    gc.disable()
    with mmap(told, 0, access=ACCESS_READ) as kept:  # all processes share the place in the file
        work = pickle.loads(kept)  # noqa: S301 -- from our own process
    os.close(told)
    try:
        while True:
            _write(answers, work(_read(requests)))
    except EOFError:
        return


def _start(told: int) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(  # noqa: S603 -- our own module, no shell
        [sys.executable, "-m", "core.crew", str(told)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=[told],
        env={**os.environ, "PYTHONPATH": paths.rstrip(os.pathsep)},
    )


def _return_memory() -> None:
    """Give the system what was freed, where the C library would keep it: malloc_trim(3) of glibc.

    A scan of a million people holds half a gigabyte less while its crew is at work.
    """
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("a process of the crew was started without pipes")
    return pipe


def _write(pipe: IO[bytes], value: object) -> None:
    pickle.dump(value, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def _read(pipe: IO[bytes]) -> Any:
    return pickle.load(pipe)  # noqa: S301 -- from our own process, over a pipe nobody else holds


if __name__ == "__main__":
    # with PYTHONUNBUFFERED Python's own writes may end short when a signal comes, and lose the rest
    with open(sys.stdout.fileno(), "wb", closefd=False) as out:
        serve(int(sys.argv[1]), sys.stdin.buffer, out)
