"""The embedded server by hand: `python -m ops.embedded start|stop|status|url|psql|remove`."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable

from ops.embedded.cluster import Cluster, configured, home_of
from ops.embedded.console import complain, say
from ops.embedded.errors import EmbeddedError


def start(cluster: Cluster) -> int:
    """Start the server and let it run until `stop`."""
    with cluster.serving() as url:
        cluster.pin()
        say(url)
    return 0


def stop(cluster: Cluster) -> int:
    """Stop the server, whoever uses it."""
    cluster.stop()
    return 0


def status(cluster: Cluster) -> int:
    """Say whether the server runs; exit status 3 if not."""
    running = cluster.running()
    say(f"running at {cluster.url}" if running else f"not running; its data: {cluster.layout.data}")
    return 0 if running else 3


def url(cluster: Cluster) -> int:
    """Print the address of the database."""
    say(cluster.url)
    return 0


def psql(cluster: Cluster) -> int:
    """Open a psql session on the database: the embedded one, or the one DATABASE_URL names."""
    program = str(cluster.layout.binaries / "psql")
    if configured(os.environ):
        return subprocess.call([program, os.environ["DATABASE_URL"]])  # noqa: S603 -- no shell
    with cluster.serving() as address:
        return subprocess.call([program, address])  # noqa: S603 -- no shell


def remove(cluster: Cluster) -> int:
    """Stop the server and delete its data."""
    cluster.remove()
    return 0


COMMANDS: dict[str, Callable[[Cluster], int]] = {
    "start": start,
    "stop": stop,
    "status": status,
    "url": url,
    "psql": psql,
    "remove": remove,
}


def main() -> int:
    """Run one command; an error is one message on stderr and exit status 1."""
    parser = argparse.ArgumentParser(prog="python -m ops.embedded", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.__doc__)
    try:
        return COMMANDS[parser.parse_args().command](Cluster(home_of(os.environ)))
    except EmbeddedError as error:
        complain(error)
        return 1


if __name__ == "__main__":
    sys.exit(main())
