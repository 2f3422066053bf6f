"""No file of the project holds a secret that opens anything."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ops.embedded.cluster import PROJECT

LARGEST = 2_000_000  # bytes; what is larger is no text somebody wrote
SHAPES = {
    "a private key": rb"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}",
    "a token of ours": rb"\bvk_[0-9a-f]{48,}\b",
    "a key of a cloud": rb"\b(AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of a code host": rb"\bgh[pousr]_[A-Za-z0-9]{36}\b|\bglpat-[A-Za-z0-9_-]{20}\b",
    "a web token": rb"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}",
    "a set secret": rb"(?m)^(SECRET_KEY|METRICS_TOKEN|PRIVACY_KEY|SENTRY_DSN)=\S{20,}",
}


def tracked() -> list[Path]:
    """Return the files under version control."""
    git = shutil.which("git")
    if git is None or not (PROJECT / ".git").exists():
        pytest.skip("NO GIT HERE: the files were NOT searched for secrets")
    command = [git, "-C", str(PROJECT), "ls-files", "-z"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 -- git on our own files
    return [PROJECT / name for name in names.split("\0") if name]


def secrets_in(text: bytes) -> list[str]:
    return [what for what, shape in SHAPES.items() if re.search(shape, text)]


def test_no_file_holds_a_secret():
    small = [path for path in tracked() if path.is_file() and path.stat().st_size < LARGEST]
    found = {path.name: secrets_in(path.read_bytes()) for path in small}

    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "text",
    [
        b"vk_" + b"0a" * 32,
        b"AKIA" + b"A" * 16,
        b"SECRET_KEY=" + b"0123456789" * 6,
        b"-----BEGIN " + b"PRIVATE KEY-----\n" + b"M" * 64,
    ],
)
def test_one_would_be_seen(text):
    assert len(secrets_in(b"first line\n" + text + b"\n")) == 1
