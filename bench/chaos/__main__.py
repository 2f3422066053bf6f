"""`python -m bench.chaos --rounds N`: kill -9 the parts of a running house at work.

The rounds take turns: a file is imported, pairs of people are merged, the newest backup is
restored. Meanwhile PostgreSQL, the worker, the web server, the scheduler, Redis where it is the
broker, or the restore itself is killed at random moments; what was killed is started again, as a
service manager would. Afterwards every row and every merge is in the client graph once, every
restored table is as it was, the database is at one with itself, and the readiness probe never said
yes while the database was down and said yes within 30 s of its return.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
from pathlib import Path

from bench.chaos.house import BROKERS, House
from bench.chaos.rounds import KINDS


def main() -> int:
    """Run the rounds; exit status 1 at the first that loses, doubles or lies."""
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--rows", type=int, default=6000, help="rows of each file")
    parser.add_argument("--broker", choices=BROKERS, default="embedded")
    parser.add_argument("--seed", type=int, default=0, help="0: another one each time")
    options = parser.parse_args()
    seed = options.seed or random.randrange(1, 10**6)  # noqa: S311 -- which moments, no secret
    print(f"seed {seed}, {options.broker} broker", flush=True)
    home = Path(tempfile.mkdtemp(prefix="velocity-chaos-"))
    house = House(home, random.Random(seed), options.broker)  # noqa: S311 -- likewise
    try:
        house.open()
        for number in range(options.rounds):
            name, play = KINDS[number % len(KINDS)]
            found = {"round": number + 1, "kind": name, **play(house, number, options.rows)}
            print(json.dumps(found), flush=True)
    except AssertionError:
        print(f"the logs are kept: {home / 'logs'}", flush=True)
        raise
    else:
        shutil.rmtree(home, ignore_errors=True)
    finally:
        house.close()
    print(f"{options.rounds} rounds: nothing lost, nothing doubled, readiness truthful")
    return 0


if __name__ == "__main__":
    sys.exit(main())
