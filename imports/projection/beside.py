"""A second process that projects rows beside the caller's: cleaning is work for both cores.

The two speak in frames over the pipes: eight bytes of length, little-endian, then JSON. The first
frame holds the arguments of the plan; each further one is a list of rows [row number, cells] and
is answered by the list of their records. The process ends when its input does.
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
from imports.projection.records import Record, record_of

ROOT = Path(__file__).resolve().parents[2]


class Beside:
    """Projects rows in another process; use it as a context manager.

    Takes the arguments of `Plan`. Every `send` is followed by one `receive`, in order.
    """

    def __init__(self, **arguments: Any) -> None:
        self._arguments = arguments
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
        _write(self._pipes()[0], self._arguments)
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it is at."""
        if self._process is not None:
            for pipe in self._pipes():
                pipe.close()
            self._process.kill()
            self._process.wait()

    def send(self, rows: Sequence[tuple[int, str]]) -> None:
        """Hand over rows: (row number, JSON array of cells)."""
        _write(self._pipes()[0], rows)

    def receive(self) -> list[Record]:
        """Wait for the records of the rows sent last. Raises EOFError if the process died."""
        records: list[Record] | None = _read(self._pipes()[1])
        if records is None:
            raise EOFError("the process that projects rows has ended early")
        return records

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise RuntimeError("Beside works inside its `with` block")
        return process.stdin, process.stdout


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer frames until the input ends."""
    arguments = _read(requests)
    if arguments is None:
        return
    columns = [Mapped(**column) for column in arguments.pop("columns")]
    today = arguments.pop("today", None)
    plan = Plan(columns=columns, today=today and date.fromisoformat(today), **arguments)
    while (rows := _read(requests)) is not None:
        _write(answers, [record_of(plan, row_no, cells) for row_no, cells in rows])


def _write(pipe: IO[bytes], value: object) -> None:
    frame = orjson.dumps(value)
    pipe.write(len(frame).to_bytes(8, "little") + frame)
    pipe.flush()


def _read(pipe: IO[bytes]) -> Any:
    """Return the next frame's value, None at the end of the input."""
    length = pipe.read(8)
    return orjson.loads(pipe.read(int.from_bytes(length, "little"))) if length else None


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
