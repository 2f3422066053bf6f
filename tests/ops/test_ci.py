"""Continuous integration: what it prepares before the tests, and what it says it could not."""

import os
import subprocess
from pathlib import Path

import pytest

from ops.embedded.cluster import PROJECT
from tests.ops.programs import program

UNTESTED = "THE TYPESCRIPT CLIENT WILL NOT BE TESTED"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine with a browser, Node and npm; its `make` tells what it was asked for."""
    for name in ("chromium", "npm", "node"):
        program(tmp_path, name, "exit 0")
    program(tmp_path, "make", 'echo "made $*"')
    return tmp_path


def run(machine: Path) -> str:
    """Run it on a machine and return what it printed."""
    found = f"{machine}:{os.environ['PATH']}"
    done = subprocess.run(  # noqa: S603 -- our own script
        [PROJECT / ".ci" / "run"],
        env=os.environ | {"PATH": found},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_packages_of_the_client_are_installed_quietly_before_the_tests(machine: Path) -> None:
    assert run(machine).splitlines() == [
        "Installing the packages of the TypeScript client",
        "made test",
    ]


def test_packages_that_cannot_be_had_are_told_and_the_tests_run_all_the_same(machine: Path) -> None:
    program(
        machine, "make", '[ "$1" = test ] || { echo "no network" >&2; exit 2; }; echo "made $1"'
    )

    told = run(machine).splitlines()

    assert told[1:] == ["no network", f"{UNTESTED}: make client failed.", "made test"]


def test_an_old_node_is_told(machine: Path) -> None:
    program(machine, "node", "exit 1")

    told = run(machine).splitlines()

    assert told == [f"{UNTESTED}: there is no Node 20 or later with npm.", "made test"]
