"""Work on every core: processes beside the caller's, without Django and the database.

The caller reads what comes next while the crew works on the last. Over the pipes go pickles of
our own types: first the function that is the work, then its arguments, each answered in turn.
"""

import gc
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Final, Self

MOST: Final = 2
"""Processes of a crew: more would only wait for the database on a small server."""

ROOT: Final = Path(__file__).resolve().parents[1]


class Crew[Task, Answer]:
    """Processes that call a function of a module or a partial of one; use it in a `with` block."""

    def __init__(self, work: Callable[[Task], Answer], size: int = MOST) -> None:
        self._work: Callable[[Task], Answer] | None = work
        self._module = getattr(work, "func", work).__module__
        self._size = size
        self._members: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        """Start the processes."""
        paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        for _ in range(self._size):
            member = subprocess.Popen(  # noqa: S603 -- our own module, no shell
                [sys.executable, "-m", "core.crew", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": paths.rstrip(os.pathsep)},
            )
            self._members.append(member)
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

        A process is told its work with its first task: until then it starts and loads the module
        the work is of. It holds one task at a time: with two, both ends might wait to write.
        """
        busy: deque[subprocess.Popen[bytes]] = deque()
        told: list[Answer] = []
        for number, task in enumerate(tasks):
            if number < len(self._members):
                member = self._members[number]
                _write(_pipe(member.stdin), self._work)
                if member is self._members[-1]:
                    self._work = None  # it may be large, and is theirs now
            else:
                member = busy.popleft()
                told.append(_read(_pipe(member.stdout)))
            _write(_pipe(member.stdin), task)
            busy.append(member)
            if told:  # the member works on while the caller looks at its last answer
                yield told.pop()
        for member in busy:
            yield _read(_pipe(member.stdout))


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer tasks until the input ends.

    Tasks are read into plain lists, in which nothing refers to itself: without a collector that
    looks through them again and again, a fifth of the time is saved.
    """
    gc.disable()
    work = _read(requests)
    try:
        while True:
            _write(answers, work(_read(requests)))
    except EOFError:
        return


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
    import_module(sys.argv[1])
    serve(sys.stdin.buffer, sys.stdout.buffer)
