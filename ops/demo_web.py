"""The demo's web server: prepares the database, then opens its port; arguments are gunicorn's.

Both happen in one process because a start of Django costs more than either of them on a second
start. The port opens last, so whoever polls it finds a product that is ready.
"""

import runpy

import django
from django.core.management import call_command
from django.db import connections


def main() -> None:
    """Prepare, then serve until a signal ends it."""
    django.setup()
    call_command("bootstrap_demo")
    connections.close_all()  # the workers are forked from here and must not share a connection
    runpy.run_module("gunicorn", run_name="__main__")


if __name__ == "__main__":
    main()
