"""How much of the memory this process may use is in use: the container's, else the machine's."""

from pathlib import Path

CGROUP, MEMINFO = Path("/sys/fs/cgroup"), Path("/proc/meminfo")
UNLIMITED = "max"


def used_memory(cgroup: Path = CGROUP, meminfo: Path = MEMINFO) -> float | None:
    """Return the share in use, 0 to 1; None where the system does not tell.

    Pages that only cache files are free to take, so they do not count (Linux, cgroup v2:
    Documentation/admin-guide/cgroup-v2.rst; the machine's own `MemAvailable`).
    """
    limit = cgroup / "memory.max"
    if limit.is_file() and (most := limit.read_text().strip()) != UNLIMITED:
        current = int((cgroup / "memory.current").read_text())
        return (current - _numbers(cgroup / "memory.stat")["inactive_file"]) / int(most)
    if not meminfo.is_file():
        return None
    known = _numbers(meminfo)
    return 1 - known["MemAvailable"] / known["MemTotal"]


def _numbers(path: Path) -> dict[str, int]:
    """Return `name number` and `name: number kB` lines as a dictionary."""
    lines = (line.replace(":", "").split() for line in path.read_text().splitlines())
    return {words[0]: int(words[1]) for words in lines}
