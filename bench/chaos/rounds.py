"""The kinds of rounds: work that has to come to its end whatever is killed."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from bench import people
from bench.chaos.house import House, kill_group
from ops.embedded.cluster import PROJECT

SLOWEST_ROUND = 300  # seconds
KILLS = 4  # at most, a round
PAIRS = 40  # people merged two by two in a round
type Found = dict[str, Any]


def imports(house: House, number: int, rows: int) -> Found:
    """Bring one file in under fire; every row is in the graph once."""
    file = people.write(
        house.home / f"round-{number}.csv", first=number * rows, last=(number + 1) * rows
    )
    batch = house.patiently(lambda: house.acts.receive(file))
    fire = under_fire(house, lambda: house.acts.push(batch) == "applied")
    held: Found = house.patiently(lambda: house.acts.held(batch, rows))
    return fire | held


def merges(house: House, number: int, _rows: int) -> Found:
    """Merge pairs of people and undo half of it under fire; each happens once."""
    code = f"R{number}"
    house.patiently(lambda: house.acts.pairs(code, PAIRS))
    fire = under_fire(house, lambda: house.acts.push_merges(code, PAIRS))
    merged: Found = house.patiently(lambda: house.acts.merged(code, PAIRS))
    return fire | merged


def restores(house: House, number: int, _rows: int) -> Found:
    """Back up, kill a restore half-way and the database with it, and restore again."""
    manage("backup", "take", *(["--full"] if number < len(KINDS) else []))
    began = time.monotonic()
    with (house.home / "logs" / "restore.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "backup", "drill"],
            cwd=PROJECT, stdout=log, stderr=log, process_group=0,
        )  # fmt: skip
    time.sleep(house.dice.uniform(1, 8))
    was_at_work = process.poll() is None
    kill_group(process)
    killed = ["restore" if was_at_work else "nothing", house.kill()]
    house.told_the_truth()
    drill = json.loads(manage("backup", "drill", "--json"))
    return {
        "killed": killed,
        "seconds": round(time.monotonic() - began, 1),
        "tables": drill["tables"],
        "rows": drill["rows"],
        "rto": round(drill["rto_seconds"], 1),
    }


KINDS: tuple[tuple[str, Callable[[House, int, int], Found]], ...] = (
    ("import", imports),
    ("merge", merges),
    ("restore", restores),
)


def under_fire(house: House, done: Callable[[], bool]) -> Found:
    """Ask again and again whether it is done, and kill something now and then until it is."""
    killed: list[str] = []
    began = time.monotonic()
    next_kill = began + house.dice.uniform(0.2, 3)
    while not house.patiently(done):
        assert time.monotonic() - began < SLOWEST_ROUND, f"stuck after {killed}"
        if time.monotonic() > next_kill and len(killed) < KILLS:
            killed.append(house.kill())
            next_kill = time.monotonic() + house.dice.uniform(1, 6)
        time.sleep(0.2)
    seconds = round(time.monotonic() - began, 1)
    return {"killed": killed, "seconds": seconds, "ready_within": house.told_the_truth()}


def manage(*arguments: str) -> str:
    """Run a command of the product to its end and return what it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
    return done.stdout
