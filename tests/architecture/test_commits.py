"""What runs once a transaction stands, and may fail without undoing it."""

import re
from pathlib import Path

from tests.architecture.apps import own_apps

PARTIAL = re.compile(r"on_commit\(\s*partial\([^;]*?robust=True", re.DOTALL)


def test_what_may_fail_after_a_commit_has_a_name_for_the_log():
    sources = [path for config in own_apps() for path in Path(config.path).rglob("*.py")]

    found = [path.name for path in sources if PARTIAL.search(path.read_text())]

    assert found == [], "Django logs the __qualname__ of what failed; a partial has none: a 500"
