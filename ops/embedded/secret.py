"""The secret key of a local installation: made once, kept in a private file."""

import os
import secrets
from pathlib import Path

from ops.embedded.locks import holding


def local_secret(home: Path) -> str:
    """Return the secret key kept in `home`/secret_key (64 bytes as hex), made on the first call."""
    path = home / "secret_key"
    if path.exists():
        return path.read_text().strip()
    home.mkdir(parents=True, exist_ok=True)
    with holding(home / "secret_key.lock"):
        if not path.exists():
            part = path.with_suffix(".part")
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(64))
            part.rename(path)
    return path.read_text().strip()
