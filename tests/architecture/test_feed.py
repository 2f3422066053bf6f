"""The change feed's rules are known to every process, not to those alone that serve addresses."""

import os
import subprocess
import sys

from core.registry import _feed

ASK = """
import sys, django
django.setup()
from core.registry import _feed
assert not [name for name in sys.modules if name.endswith(".urls") and ".api" in name]
print(*sorted(_feed))
"""


def test_a_worker_knows_who_may_read_of_what():
    told = subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-c", ASK], env=os.environ, capture_output=True, text=True, check=True
    )

    assert told.stdout.split() == sorted(_feed)
    assert {"contact", "account", "opportunity", "unit", "insight"} <= set(_feed)
