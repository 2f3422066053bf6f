"""Whether the vault is kept encrypted: seen where the kernel shows it, else as the operator said.

The product encrypts nothing itself: PostgreSQL's tools read the vault, and a key beside the data
protects nothing. A disk, a volume or a bucket does it below them.
"""

import os
from pathlib import Path

BLOCK = Path("/sys/dev/block")
SEEN = "an encrypted disk (dm-crypt)"


def encryption(folder: Path, declared: str, *, block: Path = BLOCK) -> str:
    """Return what encrypts a folder, in words; empty when nothing is seen and nothing was said.

    `declared` is BACKUP_ENCRYPTION. `block` is Linux's folder of block devices.
    """
    found = next(each for each in (folder, *folder.parents) if each.exists())
    number = found.stat().st_dev
    if _encrypted(block / f"{os.major(number)}:{os.minor(number)}"):
        return SEEN
    return f"{declared.strip()} (as declared)" if declared.strip() else ""


def _encrypted(device: Path) -> bool:
    """Return whether a device, or every device it lies on, is dm-crypt's (LUKS or plain)."""
    uuid = device / "dm" / "uuid"
    if uuid.is_file() and uuid.read_text().startswith("CRYPT-"):
        return True
    below = [*(device / "slaves").glob("*")]
    return bool(below) and all(_encrypted(each) for each in below)
