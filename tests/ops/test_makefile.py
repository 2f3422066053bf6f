"""The Makefile: its help, its lock files, and the Python it finds."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ops.embedded.cluster import PROJECT
from tests.ops.programs import program

FINDER = PROJECT / "ops" / "find_python.sh"
SIDE_BY_SIDE = PROJECT / "ops" / "side_by_side.sh"
STEERING = {"PYTHON", "PYENV_ROOT"}
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bootstrap.txt")


def find(path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in os.environ if name not in STEERING}
    environment = inherited | {"PATH": str(path), "HOME": str(path / "nobody")} | environment
    return subprocess.run(  # noqa: S603 -- our own script
        ["/bin/sh", str(FINDER)], env=environment, capture_output=True, text=True, check=False
    )


def real_python() -> str:
    return os.path.realpath(sys.executable)


def test_a_shim_that_fails_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path, "python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    program(tmp_path, "python3", f'exec "{real_python()}" "$@"')

    found = find(tmp_path)

    assert (found.returncode, os.path.realpath(found.stdout.strip())) == (0, real_python())


def test_an_old_python_is_passed_over_for_one_of_pyenv(tmp_path: Path) -> None:
    program(tmp_path, "python3", "exit 2")
    program(tmp_path / "pyenv/versions/3.12.1/bin", "python", f'exec "{real_python()}" "$@"')

    found = find(tmp_path, PYENV_ROOT=str(tmp_path / "pyenv"))

    assert (found.returncode, os.path.realpath(found.stdout.strip())) == (0, real_python())


def test_without_a_python_it_says_what_is_needed(tmp_path: Path) -> None:
    found = find(tmp_path)

    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("Velocity CRM needs Python 3.12 or newer")


def test_a_python_without_ensurepip_is_named_with_the_package_to_install(tmp_path: Path) -> None:
    program(tmp_path, "python3", 'case "$2" in *ensurepip*) exit 1 ;; esac; exit 0')

    found = find(tmp_path)

    assert found.returncode == 1
    assert found.stderr.endswith("apt install python3-venv\n")


def test_a_named_python_that_does_not_work_is_an_error(tmp_path: Path) -> None:
    found = find(tmp_path, PYTHON="/bin/false")

    assert (found.returncode, found.stderr.split(" is not ")[0]) == (1, "PYTHON=/bin/false")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_hashes_every_requirement(lock: str) -> None:
    text = (PROJECT / lock).read_text()
    requirements = re.findall(r"^[a-z0-9].*(?:\n    .*)*", text, flags=re.MULTILINE)

    assert "://" not in text
    assert [name for name in requirements if "--hash=sha256:" not in name] == []


def test_help_lists_every_command() -> None:
    text = (PROJECT / "Makefile").read_text()
    declared = set(re.findall(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE))

    shown = subprocess.run(
        ["/usr/bin/env", "make", "help"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout

    assert set(re.findall(r"^  make (\S+)", shown, flags=re.MULTILINE)) == declared


def test_checks_side_by_side_are_all_shown_in_their_order_and_fail_together() -> None:
    slow, wrong, right = (
        "sh -c 'sleep 0.2; echo slow'",
        "sh -c 'echo wrong >&2; exit 3'",
        "echo right",
    )

    done, fine = (
        subprocess.run(  # noqa: S603 -- our own script
            ["/bin/sh", SIDE_BY_SIDE, *commands], capture_output=True, text=True, check=False
        )
        for commands in ((slow, wrong, right), (slow, right))
    )

    assert (done.returncode, fine.returncode) == (1, 0)
    assert done.stdout.splitlines() == [slow, "slow", wrong, "wrong", right, "right"]
