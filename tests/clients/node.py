"""Node and the client's packages; where they are missing, its tests are skipped, loudly."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

CLIENT = Path(__file__).parents[2] / "clients" / "typescript"


def need_node() -> None:
    """Skip the test unless the client can be built here."""
    if shutil.which("npm") is None:
        pytest.skip("THE TYPESCRIPT CLIENT WAS NOT TESTED: install Node 20 or later")
    if not (CLIENT / "node_modules").is_dir():
        pytest.skip("THE TYPESCRIPT CLIENT WAS NOT TESTED: run `make client` first")


def npm(*arguments: str, **environment: str) -> str:
    """Run npm in the client's folder and return what it printed; fails with it."""
    done = subprocess.run(  # noqa: S603 -- the client of this project
        ["npm", "run", "--silent", *arguments],  # noqa: S607 -- whichever npm is installed
        cwd=CLIENT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"npm run {' '.join(arguments)}\n{done.stdout}{done.stderr}"
    return done.stdout
