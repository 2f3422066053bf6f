"""The server's configuration, by the memory the machine has."""

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

MEGABYTE = 1024 * 1024
LARGEST_BUFFERS = 2048  # megabytes; more does not help a CRM of a few million rows
SMALLEST_BUFFERS = 32
LARGEST_WAL_BUFFERS = 64  # megabytes
ROOMY_SHM = 512  # megabytes of /dev/shm; containers often have 64, too few for a parallel query

HEADER = """\
# Written at every start. Settings of your own belong into postgresql.auto.conf (ALTER SYSTEM).
"""
NOTHING: Mapping[str, str] = MappingProxyType({})
FAST_AND_LOOSE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def memory() -> int:
    """Return the memory this machine or its container has, in megabytes."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    limit = Path("/sys/fs/cgroup/memory.max")
    text = limit.read_text().strip() if limit.exists() else ""
    return min(machine, int(text) // MEGABYTE) if text.isdigit() else machine


def configuration(
    *, socket: Path, megabytes: int, durable: bool, more: Mapping[str, str] = NOTHING
) -> str:
    """Return the text of postgresql.conf for a server on a Unix socket only.

    `durable` off gives up the data on a crash of the machine: for tests. `more` are settings
    that come on top.
    """
    buffers = max(SMALLEST_BUFFERS, min(LARGEST_BUFFERS, megabytes // 8))
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket),
        "unix_socket_permissions": "0700",
        "port": "5432",
        "max_connections": "100",
        "shared_buffers": f"{buffers}MB",
        # room for what two writers log between two flushes; else they wait for each other
        "wal_buffers": f"{min(LARGEST_WAL_BUFFERS, buffers // 8)}MB",
        # a new segment is not written twice, once with zeros; old ones are used again anyway
        "wal_init_zero": "off",
        # what a step of an import stages stays in memory; taken only by who makes such tables
        "temp_buffers": f"{max(8, min(48, buffers // 16))}MB",
        "effective_cache_size": f"{max(SMALLEST_BUFFERS, megabytes // 2)}MB",
        "maintenance_work_mem": f"{max(SMALLEST_BUFFERS, min(512, megabytes // 32))}MB",
        "work_mem": "16MB",
        "dynamic_shared_memory_type": "posix" if _roomy_shm() else "mmap",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "jit": "off",  # the wheel has no LLVM
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "log_line_prefix": "%m [%p] ",
    }
    settings |= ({} if durable else FAST_AND_LOOSE) | dict(more)
    lines = (f"{name} = '{value.replace("'", "''")}'\n" for name, value in settings.items())
    return HEADER + "".join(lines)


def _roomy_shm() -> bool:
    folder = Path("/dev/shm")  # noqa: S108 -- only measured
    if not folder.is_dir():
        return True
    size = os.statvfs(folder)
    return size.f_blocks * size.f_frsize // MEGABYTE >= ROOMY_SHM
