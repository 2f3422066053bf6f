"""Programs that stand in for those of a machine."""

from pathlib import Path


def program(folder: Path, name: str, body: str) -> None:
    """Put a shell script of this name and body into a folder of the path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
