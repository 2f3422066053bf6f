"""Judging on every core: processes beside the caller's, without Django and the database.

The caller gathers the next people while the crew judges the last. Over the pipes go pickles of
our own types, first the judge, then lists of cases, each answered by those with candidates.
"""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, Self

from identity.matching.judging import Candidate, Judge
from identity.matching.types import unpack

MOST: Final = 2
"""Processes of a crew: more would only wait for the database on a small server."""

ROOT: Final = Path(__file__).resolve().parents[2]

type Found = list[tuple[int, list[Candidate]]]


class Case(NamedTuple):
    """One person to judge under the caller's number, and those to compare; people are packed."""

    number: int
    person: str
    others: list[tuple[int, str]]


def judge_cases(judge: Judge, cases: Iterable[Case]) -> Found:
    """Return the number and the candidates of every case that has any."""
    found = []
    for number, person, others in cases:
        told = [(pk, unpack(packed)) for pk, packed in others]
        if told and (candidates := judge.best(unpack(person), told)):
            found.append((number, candidates))
    return found


class Crew:
    """Processes that judge cases; use it as a context manager."""

    def __init__(self, judge: Judge, size: int = MOST) -> None:
        self._judge = judge
        self._size = size
        self._members: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        """Start the processes."""
        paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        for _ in range(self._size):
            member = subprocess.Popen(
                [sys.executable, "-m", "identity.matching.crew"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": paths.rstrip(os.pathsep)},
            )
            self._members.append(member)
            _write(_pipe(member.stdin), self._judge)
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes, whatever they are at."""
        for member in self._members:
            member.kill()
            member.wait()
            _pipe(member.stdout).close()
            with suppress(BrokenPipeError):  # what a dead process has not read is lost with it
                _pipe(member.stdin).close()

    def judged(self, chunks: Iterable[Sequence[Case]]) -> Iterator[Found]:
        """Yield what was found of each chunk, in order. Raises EOFError if a process died.

        A process holds one chunk at a time: with two, both ends might wait to write.
        """
        busy: deque[subprocess.Popen[bytes]] = deque()
        free = deque(self._members)
        for chunk in chunks:
            if not free:
                free.append(busy.popleft())
                yield _read(_pipe(free[-1].stdout))
            member = free.popleft()
            _write(_pipe(member.stdin), list(chunk))
            busy.append(member)
        for member in busy:
            yield _read(_pipe(member.stdout))


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer chunks until the input ends."""
    judge: Judge = _read(requests)
    try:
        while True:
            _write(answers, judge_cases(judge, _read(requests)))
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
    serve(sys.stdin.buffer, sys.stdout.buffer)
