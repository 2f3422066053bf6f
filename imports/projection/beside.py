"""A second process that projects rows beside the caller's: cleaning is work for both cores.

The two speak in frames over the pipes: eight bytes of length, little-endian, then the content. The
first frame holds the batch and the arguments of the plan as JSON; each further one is a list of
rows [row number, cells] as JSON and is answered by their lines for COPY. The process ends when its
input does.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any, Self

import orjson

from imports.projection.plan import Mapped, Plan
from imports.projection.records import Raw, lines_of

ROOT = Path(__file__).resolve().parents[2]


class Beside:
    """Projects rows in another process; use it as a context manager.

    Takes the id of the batch and the arguments of `Plan`. Every `send` is followed by one
    `receive`, in order; the process works from the one to the other.
    """

    def __init__(self, batch_id: int, **arguments: Any) -> None:
        self._arguments = {"batch_id": batch_id, **arguments}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start the process."""
        paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "imports.projection.beside"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths.rstrip(os.pathsep)},
        )
        _write(self._pipes()[0], orjson.dumps(self._arguments))
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it is at."""
        if self._process is not None:
            for pipe in self._pipes():
                pipe.close()
            self._process.kill()
            self._process.wait()

    def send(self, rows: Sequence[Raw]) -> None:
        """Hand over rows: (row number, JSON array of cells)."""
        _write(self._pipes()[0], orjson.dumps(rows))

    def receive(self) -> bytes:
        """Wait for the lines of the rows sent last. Raises EOFError if the process died."""
        lines = _read(self._pipes()[1])
        if lines is None:
            raise EOFError("the process that projects rows has ended early")
        return lines

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise RuntimeError("Beside works inside its `with` block")
        return process.stdin, process.stdout


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer frames until the input ends."""
    first = _read(requests)
    if first is None:
        return
    arguments = orjson.loads(first)
    batch_id = arguments.pop("batch_id")
    columns = [Mapped(**column) for column in arguments.pop("columns")]
    today = arguments.pop("today", None)
    plan = Plan(columns=columns, today=today and date.fromisoformat(today), **arguments)
    while (rows := _read(requests)) is not None:
        _write(answers, lines_of(plan, batch_id, orjson.loads(rows)))


def _write(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(len(content).to_bytes(8, "little"))
    pipe.write(content)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes | None:
    """Return the next frame's content, None at the end of the input."""
    length = pipe.read(8)
    return pipe.read(int.from_bytes(length, "little")) if length else None


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
