"""The small parts of the embedded server: configuration, secret, locks."""

import stat
from pathlib import Path

from ops.embedded.locks import FileLock
from ops.embedded.secret import local_secret
from ops.embedded.tuning import configuration


def setting(name: str, megabytes: int, *, durable: bool = True) -> str:
    text = configuration(socket=Path("/run/o'neill"), megabytes=megabytes, durable=durable)
    lines = dict(line.split(" = ") for line in text.splitlines() if " = " in line)
    return lines[name]


def test_the_buffers_are_an_eighth_of_the_memory_up_to_2_gigabytes() -> None:
    sizes = [setting("shared_buffers", megabytes) for megabytes in (128, 4096, 24_000)]

    assert sizes == ["'32MB'", "'512MB'", "'2048MB'"]


def test_a_quote_in_a_folder_is_escaped() -> None:
    assert setting("unix_socket_directories", 4096) == "'/run/o''neill'"


def test_only_tests_go_without_fsync() -> None:
    assert setting("fsync", 4096, durable=False) == "'off'"
    assert "fsync" not in configuration(socket=Path("/run"), megabytes=4096, durable=True)


def test_the_local_secret_is_made_once_and_private(tmp_path: Path) -> None:
    first = local_secret(tmp_path / "home")
    mode = stat.S_IMODE((tmp_path / "home" / "secret_key").stat().st_mode)

    assert (len(first), mode) == (128, 0o600)
    assert local_secret(tmp_path / "home") == first


def test_a_lock_is_taken_until_its_holder_releases_it(tmp_path: Path) -> None:
    holder, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    holder.acquire()

    assert (other.acquire(wait=False), other.taken()) == (False, True)
    holder.release()
    assert (other.taken(), other.acquire(wait=False)) == (False, True)
    other.release()


def test_a_lock_carries_its_holders_note(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    lock.acquire()
    lock.write("process 17, starting")
    lock.write("process 17")

    assert FileLock(tmp_path / "lock").note() == "process 17"
    lock.release()
