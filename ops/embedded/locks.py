"""Locks the kernel takes back when their holder dies, so that none of them can go stale."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.embedded.errors import EmbeddedError


class FileLock:
    """One advisory lock (flock) on one file; the file stays, only the lock comes and goes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def acquire(self, *, shared: bool = False, wait: bool = True) -> bool:
        """Take the lock; False if somebody else has it and `wait` is off."""
        if self._descriptor is not None:
            return True
        descriptor = self._open()
        mode = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
        try:
            fcntl.flock(descriptor, mode)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def _open(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError:
            raise EmbeddedError(
                f"{self.path} belongs to another account. Run this under that account, or set "
                "VELOCITY_HOME to a folder of your own."
            ) from None

    def release(self) -> None:
        """Give the lock back; without effect if it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def taken(self) -> bool:
        """Whether anybody, this object included, holds the lock exclusively."""
        if self.held:
            return True
        if not self.path.exists() or self.acquire(shared=True, wait=False):
            self.release()
            return False
        return True

    def write(self, text: str) -> None:
        """Leave a note in the file for those who find the lock taken; the lock must be held."""
        if self._descriptor is None:
            raise RuntimeError("only the holder of a lock writes its note")
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def note(self) -> str:
        """Return the holder's note, or an empty text."""
        return self.path.read_text() if self.path.exists() else ""


@contextmanager
def holding(path: Path) -> Iterator[None]:
    """Hold the exclusive lock on `path`, waiting for it as long as it takes."""
    lock = FileLock(path)
    lock.acquire()
    try:
        yield
    finally:
        lock.release()
